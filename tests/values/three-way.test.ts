import * as fc from "fast-check";
import { canonicalAddress } from "../../schema/canonical-address";
import { mergeChange } from "../../provider/values/three-way";

const ALL: readonly string[] = ["a@x.org", "b@x.org", "c@x.org", "d@x.org"];
const mailboxes = fc.subarray([...ALL]);
const maps = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.constantFrom("1", "2"));
const sorted = (texts: readonly string[]) => [...texts].sort();

test("where nobody changed anything by hand, a value becomes as the program has it", () => {
  fc.assert(
    fc.property(mailboxes, mailboxes, (from, to) => {
      expect(mergeChange({ from, to, present: from })).toEqual(to);
    }),
  );
  fc.assert(
    fc.property(maps, maps, (from, to) => {
      expect(mergeChange({ from, to, present: from })).toEqual(to);
    }),
  );
});

test("where the program changes nothing, a value stays as VCC has it", () => {
  fc.assert(
    fc.property(mailboxes, mailboxes, (from, present) => {
      fc.pre(present.length > 0);
      expect(sorted(mergeChange({ from, to: from, present }))).toEqual(sorted(present));
    }),
  );
  fc.assert(
    fc.property(maps, maps, (from, present) => {
      expect(mergeChange({ from, to: from, present })).toEqual(present);
    }),
  );
});

test("each address is added, taken out or left by itself", () => {
  fc.assert(
    fc.property(mailboxes, mailboxes, mailboxes, (from, to, present) => {
      const merged = mergeChange({ from, to, present });
      const expected = ALL.filter((one) =>
        from.includes(one) === to.includes(one) ? present.includes(one) : to.includes(one),
      );
      expect(sorted(merged)).toEqual(expected.length === 0 ? sorted(to) : expected);
    }),
  );
});

test.each([
  {
    rule: "another spelling is the same address",
    from: ["A@x.org"],
    to: ["a@x.org"],
    present: ["a@X.org"],
    merged: ["a@x.org"],
  },
  {
    rule: "what VCC doesn't have is made whole",
    from: { a: 1 },
    to: { a: 2, b: 1 },
    present: undefined,
    merged: { a: 2, b: 1 },
  },
  { rule: "what has no parts is replaced", from: "one", to: "two", present: "by hand", merged: "two" },
  {
    rule: "what the program removes goes whole",
    from: { a: 1 },
    to: undefined,
    present: { a: 1, b: 1 },
    merged: undefined,
  },
])("$rule", ({ from, to, present, merged }) => {
  expect(mergeChange<unknown>({ from, to, present }, canonicalAddress)).toEqual(merged);
});

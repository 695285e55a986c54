import * as fc from "fast-check";
import { EntryName } from "../../schema/fleet/entry-name";
import { assignNames, toSlug } from "../../provider/export/entry-names";
import { nameAccount } from "../../provider/export/name-account";
import { shuffled, someAccount } from "../support/arbitrary-account";

test.each([
  { text: "Customer care", slug: "customer-care" },
  { text: "Équipe Süd", slug: "equipe-sud" },
  { text: "Sales / EMEA (old)", slug: "sales-emea-old" },
  { text: "--a__b..c--", slug: "a-b-c" },
  { text: "日本", slug: "" },
  { text: `${"x".repeat(59)}-y`, slug: "x".repeat(59) },
])("$text reads $slug", ({ text, slug }) => expect(toSlug(text)).toBe(slug));

const objects = (...candidates: readonly string[][]) =>
  candidates.map((each, index) => ({ id: String(index), candidates: each }));

test("whoever wants a name alone has it; where two want it, neither has", () => {
  const names = assignNames(objects(["a", "a1"], ["a", "a2"], ["b"]));
  expect([...names]).toEqual([
    ["0", "a1"],
    ["1", "a2"],
    ["2", "b"],
  ]);
});

test("a second choice that is somebody's first displaces both", () => {
  const names = assignNames(objects(["a", "b"], ["a", "c"], ["b", "d"]));
  expect(new Set(names.values()).size).toBe(3);
  expect([names.get("1"), names.get("2")]).toEqual(["c", "d"]);
});

test("a reserved name goes to nobody", () => {
  expect([...assignNames(objects(["a", "a1"]), new Set(["a"])).values()]).toEqual(["a1"]);
});

test("names are unique, valid, stay in other orders, and leave their inboxes' names to own mappings", () => {
  fc.assert(
    fc.property(someAccount, fc.nat(), (account, seed) => {
      const names = nameAccount(account);
      for (const kind of ["addresses", "profiles", "mappings"] as const) {
        const given = [...names[kind].values()];
        expect(new Set(given).size).toBe(given.length);
        for (const name of given) expect(EntryName.safeParse(name).success).toBe(true);
        expect([...nameAccount(shuffled(account, seed))[kind]].sort()).toEqual([...names[kind]].sort());
      }
      for (const [id, name] of names.mappings) {
        const isInbox = [...names.addresses.values()].includes(name);
        expect(isInbox).toBe(names.ownMappings.has(id));
      }
    }),
  );
});

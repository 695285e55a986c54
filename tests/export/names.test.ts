import * as fc from "fast-check";
import { EntryName } from "../../schema/fleet/entry-name";
import { assignNames, toSlug } from "../../provider/export/entry-names";
import { KINDS } from "../../provider/kinds/index";
import { sameAddress } from "../../provider/values/equality";
import { nameAccount } from "../../provider/export/kind-defaults";
import { readingOf, shuffled, someAccount } from "../support/arbitrary-account";

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

test("names are unique among their kind, valid, and stay in other orders", () => {
  fc.assert(
    fc.property(someAccount, fc.nat(), (account, seed) => {
      const names = nameAccount(KINDS, readingOf(account));
      const others = nameAccount(KINDS, readingOf(shuffled(account, seed)));
      expect([...names.keys()]).toEqual(KINDS.map(({ resource }) => resource.kind));
      for (const [kind, byId] of names) {
        const given = [...byId.values()];
        expect(new Set(given).size).toBe(given.length);
        for (const name of given) expect(EntryName.safeParse(name).success).toBe(true);
        expect([...(others.get(kind) ?? [])].sort()).toEqual([...byId].sort());
      }
    }),
  );
});

test("a mapping has an inbox's name where it is the only one of that inbox, and of no other", () => {
  fc.assert(
    fc.property(someAccount, (account) => {
      const names = nameAccount(KINDS, readingOf(account));
      const inboxes = new Set(names.get("EmailAddress")?.values());
      const owned = account.mappings.filter(({ toAddresses = [] }) => {
        const isOwn = ({ toAddresses: [first, ...more] = [] }: (typeof account.mappings)[number]) =>
          more.length === 0 && first !== undefined && sameAddress(first, toAddresses[0] ?? "");
        const isInbox = account.addresses.some(({ emailAddress }) =>
          sameAddress(emailAddress, toAddresses[0] ?? ""),
        );
        return isInbox && toAddresses.length === 1 && account.mappings.filter(isOwn).length === 1;
      });
      const named = account.mappings.filter(({ mappingId }) =>
        inboxes.has(names.get("InteractionPlanMapping")?.get(mappingId) ?? ""),
      );
      expect(named).toEqual(owned);
    }),
  );
});

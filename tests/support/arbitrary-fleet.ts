import * as fc from "fast-check";
import type { Fleet } from "../../schema/fleet/fleet";
import { isUsableKey } from "../../schema/fields";
import { LINT_RULE_IDS } from "../../schema/fleet/lint-rule";

const text = fc.oneof(
  fc.string({ maxLength: 20, unit: "grapheme" }),
  fc.constantFrom(
    "${",
    "$${x}",
    "yes",
    "null",
    "0x1F",
    "1e3",
    "~",
    "- a",
    "a: b",
    "# c",
    "'",
    '"',
    "\n",
    " x ",
    "2026-01-01",
    "<p>\n\n</p>\n",
  ),
);
const someText = text.map((value) => value.replaceAll("\n", " ")).filter((value) => value !== "");
const reason = fc.constantFrom("We know.", "because: ${this}");
const names = fc.constantFrom("a", "b", "c.d", "e-f", "1", "True");
const keys = fc
  .oneof(
    fc.constantFrom("flow", "a.b", "null", "1", "<<", "ü", "constructor", "valueOf"),
    fc.string({ minLength: 1 }),
  )
  .filter((key) => /^[^()$:]+$/u.test(key) && key !== "__proto__" && isUsableKey(key));
const address = fc
  .tuple(fc.constantFrom("a", "B", "c.d"), fc.integer({ min: 0, max: 99 }))
  .map(([local, number]) => `${local}${number}@example.com`);
const dataSources = fc.dictionary(keys, text, { maxKeys: 3 });
const priority = fc.integer({ min: 1, max: 10_000 });
const addresses = fc.uniqueArray(address, {
  minLength: 1,
  maxLength: 3,
  selector: (one) => one.toLowerCase(),
});
const lastDay = fc.constantFrom("2024-02-29", "2025-12-31", "2026-01-01", "9999-12-31");
const waiver = fc.oneof(reason, fc.record({ reason, until: lastDay }));
const ignore = fc.dictionary(fc.constantFrom(...LINT_RULE_IDS), waiver, { maxKeys: 2 });
const settings = fc.dictionary(keys, fc.oneof(text, fc.integer(), fc.boolean()), { maxKeys: 3 });
const protection = { protect: fc.boolean(), keepInVcc: fc.boolean() };

/** Words for true and false are no ids. */
const id = someText.filter((word) => !/^(?:true|false|yes|no|on|off)$/iu.test(word));
const profile = { name: someText, description: text, settings, adopt: id };
const ownProfile = fc.oneof(fc.record(profile, { requiredKeys: [] }), fc.record({ fromId: someText }));
const sharedProfile = fc.oneof(
  fc.record({ ...profile, formerNames: someText, ...protection }, { requiredKeys: [] }),
  fc.record({ fromName: someText }),
);

const testing = fc.record({ interactionPlan: someText, fromAddresses: addresses });
const mapping = {
  interactionPlan: someText,
  name: someText,
  description: text,
  priority,
  dataSources,
  testing,
  adopt: id,
};
const ownMapping = fc.record(mapping, { requiredKeys: ["interactionPlan"] });
const sharedMapping = fc.record(
  { ...mapping, addresses, ignore, ...protection },
  { requiredKeys: ["interactionPlan", "addresses"] },
);

const reference = fc.constantFrom("env:KEY", "config:a.b", "file:./x y.json");
const credential = fc.oneof(
  fc.constant({ method: "interactive" as const }),
  fc.record(
    {
      provider: fc.constant("google" as const),
      method: fc.constant("serviceAccount" as const),
      key: reference,
      subject: address,
    },
    { requiredKeys: ["provider", "method", "key"] },
  ),
);
const signature = fc.record({ html: text, adopt: id }, { requiredKeys: ["html"] });

const inbox = fc.record(
  {
    emailAddress: address,
    name: someText,
    description: text,
    serviceNameForReports: fc.constantFrom("destinationName" as const, "interactionPlanName" as const),
    dataSources,
    credential,
    profile: ownProfile,
    signature,
    mapping: ownMapping,
    adopt: id,
    ignore,
    formerNames: fc.oneof(
      someText,
      fc.record({ address: someText, mapping: someText }, { requiredKeys: [] }),
    ),
    ...protection,
  },
  { requiredKeys: ["emailAddress"] },
);

type FormerNames = NonNullable<NonNullable<Fleet["inboxes"]>[string]["formerNames"]>;

/** Two entries can't come from one resource: the entry's own name goes into each former one. */
function toldApart<Former extends FormerNames>(name: string, former: Former): Former {
  if (typeof former === "string") return `${former} of ${name}` as Former;
  return Object.fromEntries(
    Object.entries(former).map(([part, one]) => [part, `${one} of ${name}`]),
  ) as Former;
}

function withOwnFormerNames<Entry extends { formerNames?: FormerNames | undefined }>(
  entries: Readonly<Record<string, Entry>>,
): Record<string, Entry> {
  return Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => {
      const { formerNames } = entry;
      return [
        name,
        formerNames === undefined ? entry : { ...entry, formerNames: toldApart(name, formerNames) },
      ];
    }),
  );
}

const withAnyFormerNames: fc.Arbitrary<Fleet> = fc.record(
  {
    variables: fc.dictionary(
      fc.constantFrom("domain", "x1", "_"),
      fc.oneof(text, fc.integer(), fc.boolean()),
    ),
    ignore,
    profiles: fc.dictionary(
      names.map((name) => `p-${name}`),
      sharedProfile,
      { maxKeys: 3 },
    ),
    inboxes: fc.dictionary(names, inbox, { maxKeys: 3 }),
    mappings: fc.dictionary(
      names.map((name) => `m-${name}`),
      sharedMapping,
      { maxKeys: 2 },
    ),
  },
  { requiredKeys: [], noNullPrototype: true },
);

/** Fleets whose entries are valid by themselves. Names of sections don't overlap, as resources of a kind need. */
export const fleets: fc.Arbitrary<Fleet> = withAnyFormerNames.map((fleet) => ({
  ...fleet,
  ...(fleet.profiles && { profiles: withOwnFormerNames(fleet.profiles) }),
  ...(fleet.inboxes && { inboxes: withOwnFormerNames(fleet.inboxes) }),
  ...(fleet.mappings && { mappings: withOwnFormerNames(fleet.mappings) }),
}));

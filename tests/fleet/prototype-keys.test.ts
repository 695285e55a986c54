import * as fc from "fast-check";
import { inputsOf, difference } from "../../provider/lifecycle/diff";
import { markState, migrateState } from "../../provider/lifecycle/migrate";
import { renderFleet } from "../../provider/fleet/render-fleet";
import { emailAddress } from "../../provider/kinds/email-address/handler";
import type { EmailAddressState } from "../../schema/email-address";
import { problemsOf, resolveText } from "../support/fleet-text";

/** Keys that every object has without anybody giving them. */
const KEYS = Object.getOwnPropertyNames(Object.prototype).filter((key) => key !== "__proto__");
/** Those of them that may begin a name of an entry. */
const NAMES = KEYS.filter((key) => /^[a-z]/u.test(key));

test.each(NAMES)("%s names an inbox, a profile, a mapping and a variable like any other", (name) => {
  const text = `variables: { ${name}: v }
profiles: { ${name}: {} }
inboxes:
  ${name}: { emailAddress: a@example.com, profile: ${name}, description: "\${${name}}", mapping: { interactionPlan: P } }
`;
  const { fleet, problems } = resolveText(text);
  expect(problems).toEqual([]);
  expect(Object.keys(fleet.inboxes ?? {})).toEqual([name]);
  expect(fleet.inboxes?.[name]).toMatchObject({ profile: name, description: "v" });
  expect(resolveText(renderFleet(fleet)).fleet).toEqual(fleet);
});

test.each(NAMES)("%s is no inbox, profile or variable of a file that has none", (name) => {
  const missing = (text: string) => problemsOf(text).filter((line) => line.includes(" error "));
  expect(missing(`mappings: { m: { inboxes: [${name}], interactionPlan: P } }`)).toEqual([
    expect.stringContaining(`an inbox of this file, got "${name}".`),
  ]);
  expect(missing(`inboxes: { a: { emailAddress: a@example.com, profile: ${name} } }`)).toEqual([
    expect.stringContaining(`a profile of this file, got "${name}".`),
  ]);
  const variable = (text: string) =>
    missing(`inboxes: { a: { emailAddress: a@example.com, description: "${text}" } }`);
  for (const reference of ["", "env:", "config:"])
    expect(variable(`\${${reference}${name}}`)).toEqual([expect.stringContaining(name)]);
});

const withDataSource = (key: string) =>
  `inboxes: { a: { emailAddress: a@example.com, dataSources: { x: y }, mapping: { interactionPlan: P, dataSources: { ${key}: z } } } }`;

test.each(KEYS.filter((key) => key !== "toString"))(
  "%s as a data source of a mapping isn't one of the address",
  (key) => expect(problemsOf(withDataSource(key))).toEqual([]),
);

test("toString is no data source: Pulumi's SDK fails on it, without saying where", () => {
  expect(problemsOf(withDataSource("toString"))).toEqual([
    expect.stringMatching(/other than toString, got "toString"\. Rename the key\.$/u),
  ]);
});

test("data sources of any key differ where they differ, and stay through the state", () => {
  const state: EmailAddressState = {
    emailAddress: "a@example.com",
    name: "A",
    description: "",
    serviceNameForReports: "reportingGroup",
    dataSources: {},
    status: "Active",
    health: "active",
    updatedAt: "2026-01-01T00:00:00Z",
  };
  const keys = fc.oneof(fc.constantFrom(...KEYS), fc.string({ minLength: 1 }));
  const sources = fc.uniqueArray(fc.tuple(keys, fc.string()), { selector: ([key]) => key, maxLength: 4 });
  fc.assert(
    fc.property(sources, sources, (one, other) => {
      const [a, b] = [one, other].map((entries) => ({ ...state, dataSources: Object.fromEntries(entries) }));
      if (a === undefined || b === undefined) throw new Error("two states");
      const sorted = (entries: readonly (readonly [string, string])[]) => JSON.stringify([...entries].sort());
      const isSame = sorted(one) === sorted(other);
      expect(difference(emailAddress, a, inputsOf(emailAddress, b) as never).changed).toEqual(
        isSame ? [] : ["dataSources"],
      );
      expect(migrateState(JSON.parse(JSON.stringify(markState(a))) as Record<string, unknown>)).toEqual(a);
    }),
  );
});

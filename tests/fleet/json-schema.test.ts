import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { ENTRY_SECTIONS } from "../../schema/fleet/fleet";
import { fleetJsonSchema } from "../../schema/fleet/json-schema";
import { REPOSITORY } from "../support/repository";

/** A schema that says what an editor would say. */
const editor = z.fromJSONSchema(fleetJsonSchema());

function says(yaml: string): boolean {
  return editor.safeParse(parse(yaml)).success;
}

test.each([
  "inboxes: { a: { emailAddress: a@example.com, mapping: { interactionPlan: P, priority: 1 } } }",
  "inboxes: { a: { emailAddress: '${inbox}@${domain}', protect: '${safe}', mapping: { priority: '${rank}' } } }",
  "defaults: { credential: { provider: google, method: serviceAccount, key: env:KEY } }",
  "environments: { dev: { inboxes: { a: null, b: { credential: { key: config:other }, signature: null } } }, prod: null }",
  "variables: { a: x, b: 1, c: true }\nignore: { unmapped-address: why }",
  "ignore: { unmapped-address: { reason: why, until: 2026-12-31 }, no-inboxes: { reason: why, until: '${end}' } }",
  "profiles: { a: { fromId: x }, b: { settings: { a: 1, b: x, c: false } } }\ninboxes: { a: { profile: b } }",
  "mappings: { m: { inboxes: [a], addresses: ['x@${domain}'], testing: { fromAddresses: [q@example.com] } } }",
  "$schema: x",
])("an editor takes %s", (yaml) => {
  expect(says(yaml)).toBe(true);
});

test.each([
  "inboxs: {}",
  "inboxes: { a: { emailAdress: a@example.com } }",
  "inboxes: { a: { emailAddress: a } }",
  "inboxes: { a: { mapping: { priority: 0 } } }",
  "inboxes: { a: { protect: maybe } }",
  "inboxes: { a: { serviceNameForReports: mine } }",
  "inboxes: { a: { credential: { method: magic } } }",
  "ignore: { unmaped-address: why }",
  "ignore: { unmapped-address: { reason: why, until: soon } }",
  "ignore: { unmapped-address: { reason: why, untill: 2026-12-31 } }",
  "environments: { dev: { environments: {} } }",
  "variables: { a: [1] }",
  "mappings: { m: { addresses: x@example.com } }",
])("an editor marks %s", (yaml) => {
  expect(says(yaml)).toBe(false);
});

test("every property tells what it is for", () => {
  const { definitions = {} } = fleetJsonSchema() as { definitions?: Record<string, { properties?: object }> };
  for (const name of ENTRY_SECTIONS) {
    for (const [key, property] of Object.entries(definitions[name]?.properties ?? {})) {
      expect([name, key, property]).toEqual([
        name,
        key,
        expect.objectContaining({ description: expect.any(String) }),
      ]);
    }
  }
});

test.each(["fleet", "environments"])("an editor takes the file of examples/%s", (example) => {
  const text = readFileSync(join(REPOSITORY, "examples", example, "inboxes.yaml"), "utf8");
  expect(says(text)).toBe(true);
});

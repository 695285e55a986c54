import * as fc from "fast-check";
import { renderFleet, renderFleetJson } from "../../provider/fleet/render-fleet";
import type { Fleet } from "../../schema/fleet/fleet";
import { fleets } from "../support/arbitrary-fleet";
import { resolveText } from "../support/fleet-text";

const fleetOf = (json: string) => JSON.stringify((JSON.parse(json) as { fleet: object }).fleet);

const FLEET: Fleet = {
  mappings: { overflow: { inboxes: ["support", "sales"], interactionPlan: "Overflow", priority: 10 } },
  inboxes: {
    support: {
      protect: true,
      mapping: { priority: 6000, interactionPlan: "Customer support" },
      profile: "care",
      credential: { key: "config:supportKey", method: "serviceAccount", provider: "google" },
      emailAddress: "support@example.com",
    },
    sales: {
      description: "Costs ${money}",
      emailAddress: "sales@example.com",
      signature: { html: "<p>\nSales</p>\n" },
    },
  },
  profiles: { care: { settings: { maxOpenEmails: 3, auto: "yes" }, name: "Customer care" } },
};

test("sections, entries and properties have an order, and entries a blank line between them", () => {
  expect(renderFleet(FLEET, { header: ["Rendered."] })).toBe(`# Rendered.

profiles:
  care:
    name: Customer care
    settings:
      auto: yes
      maxOpenEmails: 3

inboxes:
  sales:
    emailAddress: sales@example.com
    description: Costs $\${money}
    signature:
      html: |
        <p>
        Sales</p>

  support:
    emailAddress: support@example.com
    credential:
      provider: google
      method: serviceAccount
      key: config:supportKey
    profile: care
    mapping:
      interactionPlan: Customer support
      priority: 6000
    protect: true

mappings:
  overflow:
    inboxes:
      - sales
      - support
    interactionPlan: Overflow
    priority: 10
`);
});

test("an empty fleet is a file too", () => {
  expect(renderFleet({})).toBe("{}\n");
});

/** Errors but those over the whole set, which a fleet made at random may have. */
function errorsOf({ problems }: ReturnType<typeof resolveText>) {
  return problems.filter(({ rule }) => rule === undefined);
}

describe.each([
  { form: "YAML", render: (fleet: Fleet) => renderFleet(fleet) },
  { form: "YAML with defaults", render: (fleet: Fleet) => renderFleet(fleet, { isLifted: true }) },
  { form: "JSON", render: (fleet: Fleet) => fleetOf(renderFleetJson(fleet, {})) },
])("$form", ({ render }) => {
  test("says the same when it is read again, whatever stands in it, and is stable", () => {
    fc.assert(
      fc.property(fleets, (fleet) => {
        const text = render(fleet);
        const read = resolveText(text);
        expect(errorsOf(read)).toEqual([]);
        expect(sorted(read.fleet)).toEqual(sorted(fleet));
        expect(render(read.fleet)).toBe(text);
      }),
    );
  });
});

/** Lists of addresses have no order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).sort();
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, sorted(part)]));
}

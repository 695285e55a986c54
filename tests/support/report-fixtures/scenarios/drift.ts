import { planId } from "../../account-objects";
import type { Scenario } from "../scenario";
import { address, mapping, program, signature } from "./programs";

const EXAMPLE = "support@example.com";
const described = (description: string, more = "") =>
  program(address("support", [`description: "${description}"`, more].filter(Boolean).join(", ")));
const routed = program(address("support"), mapping("support", ["support"], "priority: 6000"));

/** Scenarios in which somebody acts in VCC's screens, or something happens there, before a preview. */
export const DRIFT: readonly Scenario[] = [
  {
    name: "drift-description",
    before: described("First line"),
    byHand: ({ simulator }) => simulator.edit("address", EXAMPLE, { description: "Clicked" }),
  },
  {
    name: "drift-caught-up",
    before: described("First line"),
    byHand: ({ simulator }) => simulator.edit("address", EXAMPLE, { description: "Clicked" }),
    after: described("Clicked"),
  },
  {
    name: "drift-and-change",
    before: described("First line"),
    byHand: ({ simulator }) => simulator.edit("address", EXAMPLE, { description: "Clicked" }),
    after: described("First line", 'serviceNameForReports: "interactionPlanName"'),
  },
  {
    name: "drift-expired",
    before: program(address("support"), address("sales"), address("returns")),
    byHand: ({ simulator }) => {
      for (const name of ["support", "sales", "returns"]) simulator.expire(`${name}@example.com`);
    },
  },
  {
    name: "drift-priority",
    before: routed,
    byHand: ({ simulator }) => simulator.edit("mapping", "Support", { priority: 1 }),
  },
  {
    name: "drift-plan",
    before: routed,
    byHand: ({ simulator }) =>
      simulator.edit("mapping", "Support", { interactionPlanId: planId(simulator, "Sales") }),
  },
  {
    name: "drift-deleted-mapping",
    before: routed,
    byHand: ({ simulator }) => simulator.delete("mapping", "Support"),
  },
  {
    name: "drift-deleted-dropped",
    before: routed,
    byHand: ({ simulator }) => simulator.delete("mapping", "Support"),
    after: program(address("support")),
  },
  {
    name: "drift-deleted-address",
    before: routed,
    byHand: ({ simulator }) => {
      simulator.delete("mapping", "Support");
      simulator.delete("address", EXAMPLE);
    },
  },
  {
    name: "drift-signature",
    before: program(address("support"), signature("support", '"<p>Support</p>"')),
    byHand: ({ simulator }) => simulator.edit("signature", EXAMPLE, { html: "<p>By hand</p>" }),
  },
  {
    name: "drift-added",
    before: program(
      address("support", 'dataSources: { flow: "support" }'),
      address("sales"),
      mapping("support", ["support"], 'dataSources: { queue: "a" }'),
    ),
    byHand: ({ simulator }) => {
      const dataSources = [
        { name: "flow", value: "support" },
        { name: "added", value: "by hand" },
      ];
      simulator.edit("address", EXAMPLE, { dataSources });
      simulator.edit("mapping", "Support", { toAddresses: [EXAMPLE, "sales@example.com"] });
    },
  },
  {
    // What differs, and means the same, or nothing that this release knows.
    name: "drift-tolerated",
    before: program(
      address("support"),
      mapping("support", ["support"]),
      signature("support", '"<p>Kind regards</p>"'),
    ),
    byHand: ({ simulator }) => {
      simulator.overwrite("address", EXAMPLE, { serviceNameForReports: "ofLaterReleases" });
      simulator.edit("address", EXAMPLE, { authentication: { expiresAt: "2099-01-01T00:00:00.000Z" } });
      simulator.edit("signature", EXAMPLE, { html: "<p >Kind   regards</p>" });
      simulator.overwrite("mapping", "Support", { toAddresses: ["SUPPORT@example.com"] });
    },
  },
  {
    name: "plan-renamed",
    before: routed,
    byHand: ({ simulator }) => simulator.renamePlan("Customer support", "Customer care"),
  },
];

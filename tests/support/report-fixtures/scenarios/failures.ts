import type { Scenario } from "../scenario";
import { address, mapping, program } from "./programs";

const SUPPORT = address("support");
const ROUTED = [SUPPORT, mapping("support", ["support"])];
const OTHER_PLAN = [SUPPORT, mapping("support", ["support"], 'interactionPlan: "Sales"')];

/** Previews that don't get to their end. */
export const FAILURES: readonly Scenario[] = [
  {
    name: "program-throws",
    before: program(...ROUTED, address("sales")),
    after: program(
      address("support", 'description: "Changed"'),
      "const plans: Record<string, { name: string } | undefined> = {};",
      "function planOf(team: string): string {",
      "  return plans[team]!.name;",
      "}",
      mapping("support", ["support"], 'interactionPlan: planOf("support")'),
      address("sales"),
    ),
  },
  {
    name: "check-fails",
    before: program(...ROUTED, address("sales")),
    after: program(
      SUPPORT,
      mapping("support", ["support"], "priority: 0"),
      address("sales", 'description: "Changed"'),
    ),
  },
  {
    name: "refresh-fails",
    before: program(...ROUTED),
    byHand: ({ simulator }) => simulator.addFault({ method: "GET", status: 403, times: 1_000 }),
    after: program(...OTHER_PLAN),
  },
  {
    name: "provider-fails-partly",
    before: program(...ROUTED),
    byHand: ({ simulator }) =>
      simulator.addFault({ method: "GET", path: "/addresses", status: 403, times: 1_000 }),
    after: program(...OTHER_PLAN),
  },
];

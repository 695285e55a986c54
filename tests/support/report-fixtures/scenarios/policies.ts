import type { Scenario } from "../scenario";
import { address, mapping, program } from "./programs";

const SUPPORT = [address("support"), mapping("support", ["support"])];

/** Advises twice on one object and once on the whole stack, in texts that others have to clean. */
const ADVICE = `{
    name: "descriptions",
    description: "Each object has a description.",
    enforcementLevel: "advisory",
    validateResource: ({ type, props }, report) => {
      if (!type.includes("vcc:EmailAddress") || props.description !== "") return;
      report("No description, see /home/bob smith/rules/index.js.");
      report("::error::\u001b[31mNone##[error] at all.");
    },
  }, {
    name: "two-mailboxes",
    description: "A stack has two mailboxes.",
    enforcementLevel: "advisory",
    validateStack: (_stack, report) => report("It has one."),
  }`;

/** Previews that a policy pack checks. */
export const POLICIES: readonly Scenario[] = [
  {
    name: "policy-forbids",
    before: program(...SUPPORT),
    after: program(address("support"), mapping("support", ["support"], 'interactionPlan: "Sales"')),
    policies: `[${ADVICE}, {
    name: "plans",
    description: "Mail never goes to Sales.",
    enforcementLevel: "mandatory",
    validateResource: ({ props }, report) => {
      if (props.interactionPlan === "Sales") report("It goes to Sales.");
    },
  }]`,
  },
  {
    name: "policy-mends",
    before: program(...SUPPORT),
    after: program(address("support"), mapping("support", ["support"], "priority: 1")),
    policies: `[{
    name: "priorities",
    description: "No priority is below 100.",
    enforcementLevel: "remediate",
    remediateResource: ({ props }) => (props.priority < 100 ? { ...props, priority: 100 } : undefined),
  }]`,
  },
];

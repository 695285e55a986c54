import type { Scenario } from "../scenario";

const PROGRAM = `import * as pulumi from "@pulumi/pulumi";
import { InboxFleet } from "pulumi-vcc";

const fleet = InboxFleet.fromFile("inboxes.yaml", { environment: pulumi.getStack() });
export const inboxes = fleet.outputs;
`;

const fleet = (inboxes: string) => () => ({
  "index.ts": PROGRAM,
  "inboxes.yaml": `defaults:
  emailAddress: \${inbox}@example.com
  credential: { provider: google, method: serviceAccount, key: "env:GOOGLE_KEY", probe: false }
  mapping: { interactionPlan: Customer support }
inboxes:
${inboxes}`,
});

const support = (hours: string) =>
  `  support:
    signature: { html: "<p>Kind regards,<br><b>Example Ltd support</b></p><p>${hours}</p>" }
`;

/**
 * The change that README shows: a mailbox goes to another plan, one is new, a signature changes; and meanwhile VCC was
 * signed out of a fourth.
 */
export const PULL_REQUEST: Scenario = {
  name: "pull-request",
  names: { project: "inboxes", stack: "prod" },
  simulator: { plans: ["Customer support", "Billing", "Press", "People"] },
  before: fleet(`${support("Monday to Friday, 9 to 17")}  billing: {}
  careers: { mapping: { interactionPlan: People } }
`),
  byHand: ({ simulator }) => simulator.expire("careers@example.com", "password changed"),
  after: fleet(`${support("Monday to Saturday, 9 to 18")}  billing: { mapping: { interactionPlan: Billing } }
  careers: { mapping: { interactionPlan: People } }
  press: { mapping: { interactionPlan: Press } }
`),
  keep: ["inboxes.yaml"],
};

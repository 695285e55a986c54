import { planId } from "../../account-objects";
import type { Scenario } from "../scenario";
import { address, CREDENTIAL, mapping, program, programOf } from "./programs";

const SUPPORT = address("support");
const SALES = address("sales");
const routed = (args = "") => program(SUPPORT, mapping("support", ["support"], args));
const tied = (first: string, second: string) =>
  program(SUPPORT, mapping("first", ["support"], first), mapping("second", ["support"], second));
/** A mapping that is deleted before it is made again, and one of a lower priority behind it. */
const diverted = (description: string) =>
  program(
    SUPPORT,
    mapping("first", ["support"], `priority: 9000, description: "${description}"`, {
      options: 'replaceOnChanges: ["description"], deleteBeforeReplace: true',
    }),
    mapping("behind", ["support"], 'interactionPlan: "Sales", priority: 100'),
  );
/** Mappings whose plans are secret: one that changes, and one that doesn't. */
const secretly = (plan: string) => [
  mapping("support", ["support"], `interactionPlan: pulumi.secret(${plan})`),
  mapping("sales", ["sales"], 'interactionPlan: pulumi.secret("Sales")'),
];
const TESTING = 'testing: { interactionPlan: "Quality testing", fromAddresses: ["qa@example.com"] }';
/** A plan, a priority and a sender that the program keeps secret. */
const secretRouting = (plan: string, priority: number, sender: string) =>
  `interactionPlan: pulumi.secret("${plan}"), priority: pulumi.secret(${priority}), ` +
  `testing: { interactionPlan: "Quality testing", fromAddresses: [pulumi.secret("${sender}")] }`;

const profile = (description: string) =>
  `const care = new EmailProfile("care", { name: "Care", description: "${description}" });`;
const PROFILED = [
  address("support", "profileId: care.id"),
  address("sales", "profileId: care.id"),
  address("other"),
];

/** Scenarios in which another plan takes the mail. */
export const ROUTING: readonly Scenario[] = [
  { name: "plan-change", before: routed(), after: routed('interactionPlan: "Sales"') },
  {
    name: "plan-as-guid",
    before: routed(),
    after: programOf(({ simulator }) => [
      SUPPORT,
      mapping("support", ["support"], `interactionPlan: "${planId(simulator, "Customer support")}"`),
    ]),
  },
  {
    name: "priority-raised",
    before: tied("priority: 6000", 'interactionPlan: "Sales", priority: 5000'),
    after: tied("priority: 6000", 'interactionPlan: "Sales", priority: 7000'),
  },
  {
    name: "tie-touched",
    // The second is made later, so that it wins until the first is touched.
    before: program(
      SUPPORT,
      mapping("first", ["support"]).replace("new ", "const first = new "),
      mapping("second", ["support"], 'interactionPlan: "Sales"', { options: "dependsOn: [first]" }),
    ),
    after: program(
      SUPPORT,
      mapping("first", ["support"], 'description: "Touched"').replace("new ", "const first = new "),
      mapping("second", ["support"], 'interactionPlan: "Sales"', { options: "dependsOn: [first]" }),
    ),
  },
  {
    name: "tie-both",
    before: tied("priority: 6000", 'interactionPlan: "Sales", priority: 7000'),
    after: tied("priority: 8000", 'interactionPlan: "Sales", priority: 8000'),
  },
  {
    name: "addresses-moved",
    before: program(
      SUPPORT,
      SALES,
      mapping("first", ["support", "sales"], "priority: 9000"),
      mapping("second", ["support"], 'interactionPlan: "Sales", priority: 100'),
    ),
    after: program(
      SUPPORT,
      SALES,
      mapping("first", ["sales"], "priority: 9000"),
      mapping("second", ["support"], 'interactionPlan: "Sales", priority: 100'),
    ),
  },
  {
    name: "mail-diverted",
    // While the first is replaced, the second takes all of the mail.
    before: diverted(""),
    after: diverted("Replaced"),
  },
  {
    name: "retained-replaced",
    before: program(
      address("support", "", { options: "retainOnDelete: true" }),
      mapping("support", ["support"], "", {
        options: 'retainOnDelete: true, replaceOnChanges: ["interactionPlan"]',
      }),
    ),
    after: program(
      'const support = new EmailAddress("support", ' +
        `{ emailAddress: "help@example.com", name: "Support", ${CREDENTIAL} }, { retainOnDelete: true });`,
      'new InteractionPlanMapping("support", { interactionPlan: "Sales", ' +
        'addresses: ["support@example.com"], name: "Support" }, ' +
        '{ retainOnDelete: true, replaceOnChanges: ["interactionPlan"] });',
    ),
  },
  {
    name: "secret-plan",
    before: program(SUPPORT, SALES, ...secretly('"Sales"')),
    after: program(SUPPORT, SALES, ...secretly('"Customer support"')),
  },
  { name: "testing-added", before: routed(), after: routed(TESTING) },
  { name: "testing-removed", before: routed(TESTING), after: routed() },
  {
    name: "data-sources",
    before: program(
      address("support", 'dataSources: { channel: "email", flow: "support", old: "1" }'),
      mapping("support", ["support"], 'dataSources: { queue: "a" }'),
    ),
    after: program(
      address("support", 'dataSources: { channel: "email", flow: "help", added: "2" }'),
      mapping("support", ["support"], 'dataSources: { queue: "b" }'),
    ),
  },
  {
    name: "profile-changed",
    before: program(profile("Open to all"), ...PROFILED),
    after: program(profile("Closed"), ...PROFILED),
  },
  {
    name: "secret-routing",
    before: routed(secretRouting("Customer support", 5_000, "qa@example.com")),
    after: routed(secretRouting("Sales", 6_000, "audit@example.com")),
  },
  {
    name: "unknown-plan",
    before: routed(),
    after: program(
      SUPPORT,
      'const care = new EmailProfile("care", { name: "Care" });',
      mapping(
        "support",
        ["support"],
        'interactionPlan: care.updatedAt.apply((time) => time === "" ? "Sales" : "Customer support")',
      ),
    ),
  },
  {
    name: "unknown-profile",
    before: program(SUPPORT),
    after: program(
      'const care = new EmailProfile("care", { name: "Care" });',
      address("support", "profileId: care.id"),
    ),
  },
  {
    name: "unknown-addresses",
    before: program(SUPPORT),
    after: program(
      SUPPORT,
      'const care = new EmailProfile("care", { name: "Care" });',
      'new InteractionPlanMapping("support", { interactionPlan: "Sales", addresses: ' +
        'care.updatedAt.apply((time) => time === "" ? [] : ["support@example.com"]) });',
    ),
  },
];

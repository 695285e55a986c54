import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportCommand } from "../../../../provider/cli/export";
import type { RunningSimulator } from "../../../../provider/simulator/index";
import type { Scenario } from "../scenario";
import { addressId } from "../../account-objects";
import { address, CREDENTIAL, mapping, program, programOf, signature } from "./programs";

const EXAMPLE = "support@example.com";
/** An inbox of all four kinds whose names in VCC are generated. */
const whole = (mailbox: string) =>
  program(
    'const care = new EmailProfile("care", { description: "Care team" });',
    `const support = new EmailAddress("support", { emailAddress: "${mailbox}", profileId: care.id, ${CREDENTIAL} });`,
    signature("support", '"<p>Kind regards,<br>Support</p>"'),
    'new InteractionPlanMapping("support", { interactionPlan: "Customer support", addresses: [support.emailAddress] });',
    "export const mailbox = support.emailAddress;",
  );
/** An inbox whose names are fixed. */
const fixed = (mailbox = EXAMPLE) =>
  program(
    `const support = new EmailAddress("support", { emailAddress: "${mailbox}", name: "Support", ${CREDENTIAL} });`,
    mapping("support", ["support"]),
  );
/** The file by which Pulumi takes up all that an account has. */
async function importFileOf(simulator: RunningSimulator): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-vcc-"));
  try {
    await exportCommand(() => undefined, simulator.environment).parseAsync(["--out", folder], {
      from: "user",
    });
    return readFileSync(join(folder, "import.json"), "utf8");
  } finally {
    rmSync(folder, { recursive: true });
  }
}
const SUPPORT = address("support");
/** A mapping with generated name of an address that is generated, too, and of one whose name is fixed. */
const ofTwo = (mailbox = EXAMPLE) =>
  program(
    `const support = new EmailAddress("support", { emailAddress: "${mailbox}", ${CREDENTIAL} }, { deleteBeforeReplace: true });`,
    address("sales"),
    'new InteractionPlanMapping("both", { interactionPlan: "Sales", addresses: [support.emailAddress, sales.emailAddress] });',
  );
const inComponent = [
  "class Team extends pulumi.ComponentResource {",
  '  constructor(name: string) { super("test:index:Team", name); }',
  "}",
  'const team = new Team("care");',
];
/** An address that the stack reads and doesn't manage. */
const madeByHand: Scenario["given"] = ({ simulator }) =>
  simulator.create("address", { emailAddress: EXAMPLE, name: "Support", description: "By hand" });
const reading = programOf(({ simulator }) => [
  `const support = EmailAddress.get("support", "${addressId(simulator.state())}");`,
  mapping("support", ["support"]),
]);

/** Scenarios of inboxes that come, go, move and are replaced. */
export const INBOXES: readonly Scenario[] = [
  { name: "create-inbox", after: whole(EXAMPLE), isComplete: true },
  { name: "no-change", before: fixed() },
  { name: "delete-inbox", before: whole(EXAMPLE), after: program() },
  { name: "unmap", before: fixed(), after: program(SUPPORT) },
  {
    name: "mailbox-create-first",
    before: whole(EXAMPLE),
    after: whole("help@example.com"),
  },
  { name: "mailbox-delete-first", before: fixed(), after: fixed("help@example.com") },
  { name: "mapping-replaced", before: ofTwo(), after: ofTwo("help@example.com") },
  { name: "forced-replacement", before: fixed(), replace: ["InteractionPlanMapping", "support"] },
  { name: "read", given: madeByHand, after: reading },
  {
    name: "read-again",
    given: madeByHand,
    before: reading,
    byHand: ({ simulator }) => simulator.edit("address", EXAMPLE, { description: "Clicked" }),
  },
  {
    name: "protect-removed",
    before: program(address("support", "", { options: "protect: true" })),
    after: program(SUPPORT),
  },
  {
    name: "retain-removed",
    before: program(address("support", "", { options: "retainOnDelete: true" })),
    after: program(SUPPORT),
  },
  {
    name: "renamed-with-alias",
    before: program(SUPPORT),
    after: program(
      `new EmailAddress("helpdesk", { emailAddress: "${EXAMPLE}", name: "Support", ${CREDENTIAL} }, { aliases: [{ name: "support" }] });`,
    ),
  },
  {
    name: "moved-into-component",
    before: program(SUPPORT),
    after: program(
      ...inComponent,
      address("support", "", {
        options: "parent: team, aliases: [{ parent: pulumi.rootStackResource }]",
      }),
    ),
  },
  {
    name: "imported",
    command: "import",
    given: ({ simulator }) => {
      simulator.create("address", { emailAddress: EXAMPLE, name: "Support", description: "By hand" });
    },
    after: async ({ simulator }) => ({
      "import.json": await importFileOf(simulator),
    }),
  },
  {
    name: "import-option-fails",
    given: ({ simulator }) => {
      simulator.create("address", { emailAddress: EXAMPLE, name: "Support", description: "By hand" });
    },
    after: programOf(({ simulator }) => [
      `new EmailAddress("support", { emailAddress: "${EXAMPLE}", name: "Support", description: "By hand" }, ` +
        `{ import: "${simulator.state().addresses[0]?.id ?? ""}" });`,
    ]),
  },
  {
    name: "adopted",
    given: ({ simulator }) => {
      simulator.create("address", { emailAddress: EXAMPLE, name: "Support", description: "By hand" });
      simulator.create("mapping", {
        mappingName: "Support",
        mappingDescription: "",
        interactionPlanId: simulator.state().plans[0]?.interactionPlanId,
        toAddresses: [EXAMPLE],
      });
    },
    after: program(address("support", "adopt: true"), mapping("support", ["support"], "adopt: true")),
  },
];

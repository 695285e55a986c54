import type { Scenario } from "../scenario";
import { address, mapping, program } from "./programs";

const FLEET_PROGRAM = `import * as pulumi from "@pulumi/pulumi";
import { InboxFleet } from "pulumi-vcc";

const fleet = InboxFleet.fromFile("inboxes.yaml", { environment: pulumi.getStack() });
export const inboxes = fleet.outputs;
`;
const FLEET_DEFAULTS = `defaults:
  emailAddress: \${inbox}@example.com
  credential: { provider: google, method: serviceAccount, key: "env:GOOGLE_KEY", probe: false }
`;
const fleet = (text: string) => () => ({
  "index.ts": FLEET_PROGRAM,
  "inboxes.yaml": `${FLEET_DEFAULTS}${text}`,
});
const twelve = (priority: string) =>
  fleet(
    `  mapping: { interactionPlan: Customer support${priority} }
inboxes:
${Array.from({ length: 12 }, (_, index) => `  team-${String(index + 1).padStart(2, "0")}: {}\n`).join("")}`,
  );
const others = (value: string) =>
  program(
    "const provider: pulumi.dynamic.ResourceProvider = {",
    '  async create(inputs) { return { id: "1", outs: inputs }; },',
    "  async update(_id, _olds, news) { return { outs: news }; },",
    "};",
    "class Thing extends pulumi.dynamic.Resource {",
    "  constructor(name: string, value: string, opts?: pulumi.CustomResourceOptions) {",
    "    super(provider, name, { value }, opts);",
    "  }",
    "}",
    "class Group extends pulumi.ComponentResource {",
    '  constructor(name: string) { super("test:index:Group", name); }',
    "}",
    'const group = new Group("group");',
    `new Thing("thing", "${value}", { parent: group });`,
    address("support", `description: "${value}"`),
  );

const HOSTILE = [
  "::error::owned",
  "##[error]owned",
  "</script><img src=x onerror=alert(1)>",
  "a | b `code` @team #1 https://evil.example",
  "\u001b[31mred\u001b[0m",
  "\u202etxt.exe\u202c",
];

/** Other programs, other commands, and texts that mean something to whoever shows them. */
export const PROGRAMS_AND_COMMANDS: readonly Scenario[] = [
  {
    name: "fleet",
    before: fleet(`inboxes:
  support: { description: First line, mapping: { interactionPlan: Customer support } }
  sales: { mapping: { interactionPlan: Sales } }
`),
    after: fleet(`inboxes:
  support: { description: Second line, mapping: { interactionPlan: Customer support, priority: 6000 } }
  sales: { ignore: { overridden-data-source: not used here } }
`),
    keep: ["inboxes.yaml"],
  },
  {
    name: "fleet-many",
    before: twelve(""),
    after: twelve(", priority: 6000"),
    keep: ["inboxes.yaml"],
  },
  { name: "other-kinds", before: others("one"), after: others("two") },
  {
    name: "targeted",
    before: program(address("support"), address("sales")),
    after: program(
      address("support", 'description: "Changed"'),
      address("sales", 'description: "Changed"'),
      mapping("support", ["support"]),
    ),
    target: [["EmailAddress", "support"]],
  },
  {
    name: "hostile-names",
    before: program(
      address("support", `description: "</script><img src=x onerror=alert(1)> | \`code\` @team #1"`),
      mapping("support", ["support"]),
    ),
    byHand: ({ simulator }) => {
      const plan = simulator.addPlan(HOSTILE.join(" "), "0badc0de-0000-8000-8000-000000000001");
      simulator.overwrite("mapping", "Support", {
        interactionPlanId: plan.interactionPlanId,
        mappingDescription: HOSTILE.join("\n"),
      });
      simulator.overwrite("address", "support@example.com", {
        description: HOSTILE.join("\n"),
        dataSources: [{ name: "::error::x | `y`", value: HOSTILE.join("\n") }],
      });
      simulator.expire("support@example.com", HOSTILE.join("\n"));
    },
    after: program(
      address(
        "support",
        'description: "</script><img src=x onerror=alert(2)> | [link](https://evil.example) **bold** @team"',
      ),
      mapping("support", ["support"], 'description: "<!-- --> ]]> \\u202ftext"'),
    ),
  },
  {
    name: "destroy",
    before: program(address("support"), mapping("support", ["support"])),
    command: "destroy",
  },
  {
    name: "refresh-only",
    before: program(address("support"), mapping("support", ["support"])),
    byHand: ({ simulator }) => simulator.edit("mapping", "Support", { priority: 1 }),
    command: "refresh",
  },
];

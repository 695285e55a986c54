import { join } from "node:path";
import { Command } from "commander";
import type { RenderOutput, ValidateOutput } from "../../provider/cli/output";
import { renderCommand } from "../../provider/cli/render";
import { validateCommand } from "../../provider/cli/validate";
import { forTerminal } from "../../provider/text/terminal";
import { expectPrintable, HOSTILE_TEXTS } from "../support/printed-text";
import { resolveText } from "../support/fleet-text";
import { newFolder } from "../support/folders";

const FILE = `
variables: { domain: "\${config:domain}" }
defaults: { emailAddress: "\${inbox}@\${domain}" }
inboxes:
  support: { mapping: { interactionPlan: Customer support, priority: "\${config:rank}" } }
  sales: {}
environments:
  dev: { inboxes: { sales: null } }
  prod: {}
`;

const folder = newFolder({
  "inboxes.yaml": FILE,
  "Pulumi.yaml": "name: shop\nruntime: nodejs\nconfig: { rank: { default: 7 } }\n",
  "Pulumi.dev.yaml": "config: { shop:domain: dev.example.com, shop:word: { secure: v1:abc } }\n",
  "Pulumi.prod.yaml": "config: { shop:domain: example.com, shop:rank: '8' }\n",
  "broken.yaml":
    "inboxes:\n  a: { emailAddress: x }\nenvironments: { dev: {}, prod: { inboxes: { a: { emailAddress: a@example.com } } } }\n",
  "secret.yaml": "variables: { word: '${config:word}' }\nenvironments: { dev: {} }\n",
});
const file = join(folder, "inboxes.yaml");

const PROJECT = "name: shop\nruntime: nodejs\n";
const CONFIG = "config: { shop:domain: dev.example.com }\n";
const ONE_DOMAIN =
  "inboxes: { support: { emailAddress: 'support@${config:domain}', mapping: { interactionPlan: Sales } } }\nenvironments: { dev: {} }\n";

interface Ran {
  readonly out: string;
  readonly err: string;
  readonly exitCode: number | undefined;
}

async function run(...args: string[]): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const program = new Command("pulumi-vcc")
    .addCommand(validateCommand((line) => out.push(`${line}\n`)))
    .addCommand(
      renderCommand(
        (text) => out.push(text),
        (line) => err.push(`${line}\n`),
      ),
    );
  const before = process.exitCode;
  process.exitCode = undefined;
  try {
    await program.parseAsync(["node", "pulumi-vcc", ...args]);
    return { out: out.join(""), err: err.join(""), exitCode: process.exitCode };
  } finally {
    process.exitCode = before;
  }
}

describe("validate", () => {
  test("checks every environment, with the configuration that lies beside the file", async () => {
    expect(await run("validate", file)).toEqual({
      out: `${file}:6:3 warning inboxes.sales.mapping: a mapping that leads the mail of sales@example.com to an interaction plan, got none: the mail reaches nobody. Add mapping: { interactionPlan: … }, or name the inbox in one of the mappings. [unmapped-address] (only in prod)
${file}: no errors, 1 warning; 1 inbox in dev, 2 inboxes in prod.
`,
      err: "",
      exitCode: 0,
    });
  });

  test("one environment, and values from the command line", async () => {
    const { out, exitCode } = await run(
      "validate",
      file,
      "--environment",
      "dev",
      "--config",
      "rank=0",
      "--config",
      "domain=x.example",
    );
    expect(out)
      .toBe(`${file}:5:70 error inboxes.support.mapping.priority: whole number from 1 to 10000, got 0. Use 1 for the lowest.
${file}: 1 error, no warnings.
`);
    expect(exitCode).toBe(2);
  });

  test("tells in which environments something is wrong", async () => {
    const { out, exitCode } = await run("validate", join(folder, "broken.yaml"));
    expect(out).toContain('got "x". Give the address of one mailbox, without a display name. (only in dev)');
    expect(exitCode).toBe(2);
  });

  test("as JSON", async () => {
    const { out } = await run("validate", file, "--json");
    const { files, ...around } = JSON.parse(out) as ValidateOutput;
    expect(around).toEqual({ schema: "pulumi-vcc/validate/v1", exitCode: 0, isValid: true });
    expect(files).toHaveLength(1);
    expect(files[0]).toEqual({
      file,
      isValid: true,
      inboxes: { dev: 1, prod: 2 },
      problems: [
        {
          severity: "warning",
          rule: "unmapped-address",
          file,
          line: 6,
          column: 3,
          path: "inboxes.sales.mapping",
          message: expect.stringContaining("a mapping that leads the mail of sales@example.com") as string,
          inboxes: [],
          environments: ["prod"],
        },
      ],
      ignored: [],
    });
  });

  test("a secret in Pulumi.dev.yaml stays one", async () => {
    expect((await run("validate", join(folder, "secret.yaml"))).out).toContain(
      "got config:word, which is a secret",
    );
  });

  test("several files at once, each with its own sum; one that is wrong fails the call", async () => {
    const { out, exitCode } = await run("validate", file, join(folder, "broken.yaml"), file);
    expect(out.match(/^\S+: \d+|^\S+: no .*\.$/gmu)).toEqual([
      `${file}: no errors, 2 warnings; 1 inbox in dev, 2 inboxes in prod.`,
      `${join(folder, "broken.yaml")}: 1`,
    ]);
    expect(exitCode).toBe(2);
  });

  test("--strict lets warnings fail, and says no more than without", async () => {
    const strict = await run("validate", file, "--strict");
    expect(strict.exitCode).toBe(2);
    expect(strict.out).toBe((await run("validate", file)).out);
    expect((await run("validate", file, "--strict", "--environment", "dev")).exitCode).toBe(0);
  });

  test.each([
    { rule: "in a folder above", files: { "Pulumi.yaml": PROJECT, "Pulumi.dev.yaml": CONFIG } },
    {
      rule: "in the project's stackConfigDir",
      files: { "Pulumi.yaml": `${PROJECT}stackConfigDir: stacks\n`, "stacks/Pulumi.dev.yaml": CONFIG },
    },
    {
      rule: "in the folder that config names, as it was spelt before",
      files: { "Pulumi.yaml": `${PROJECT}config: stacks\n`, "stacks/Pulumi.dev.yaml": CONFIG },
    },
    {
      rule: "with the ending of the project's file",
      files: { "Pulumi.yml": PROJECT, "Pulumi.dev.yml": CONFIG },
    },
    {
      rule: "in the closest project",
      files: {
        "Pulumi.yaml": "name: other\n",
        "Pulumi.dev.yaml": "config: { other:domain: other.example }\n",
        "mail/Pulumi.yaml": PROJECT,
        "mail/Pulumi.dev.yaml": CONFIG,
      },
    },
  ])("finds the stack's configuration as the engine does: $rule", async ({ files }) => {
    const root = newFolder({ ...files, "mail/fleets/inboxes.yaml": ONE_DOMAIN });
    const { out } = await run("render", join(root, "mail/fleets/inboxes.yaml"), "--environment", "dev");
    expect(out).toContain("emailAddress: support@dev.example.com");
  });

  test.each(["Pulumi.yaml", "Pulumi.dev.yaml"])("a broken %s is named with its place", async (broken) => {
    const root = newFolder({
      "Pulumi.yaml": PROJECT,
      "Pulumi.dev.yaml": CONFIG,
      "inboxes.yaml": ONE_DOMAIN,
      [broken]: "name: shop\nconfig:\n  shop:domain: a: b\n",
    });
    const { out, exitCode } = await run("validate", join(root, "inboxes.yaml"));
    expect(out).toContain(`${join(root, broken)}:3:16 error readable YAML or JSON, got an error: `);
    expect(out).not.toContain("which isn't set");
    expect(exitCode).toBe(2);
  });

  test("files and variables of the environment only as the command line allows", async () => {
    const shared = newFolder({ "legal.html": "<p>Legal</p>" });
    const own = newFolder({
      "inboxes.yaml": `inboxes:\n  a: { emailAddress: a@example.com, description: "\${env:VCC_TEST_TIER}", ignore: { unmapped-address: x }, signature: { file: "${shared}/legal.html" } }\n`,
    });
    const fleet = join(own, "inboxes.yaml");
    process.env["VCC_TEST_TIER"] = "gold-gold-gold";
    try {
      const refused = await run("render", fleet, "--environment", "dev");
      expect([refused.out, refused.exitCode]).toEqual(["", 2]);
      expect(refused.err.split("\n").filter((line) => line.includes(" error "))).toHaveLength(2);
      expect(refused.err).not.toContain("gold");
      const allowances = ["--allow-env", "VCC_TEST_TIER", "--allow-folder", shared];
      expect((await run("validate", fleet, ...allowances)).exitCode).toBe(0);
      const { out } = await run("render", fleet, "--environment", "dev", ...allowances);
      expect(out).toContain("description: gold-gold-gold");
    } finally {
      delete process.env["VCC_TEST_TIER"];
    }
  });

  test.each([
    { rule: "an environment that isn't there", args: [file, "--environment", "pord"] },
    { rule: "a file that isn't there", args: ["nowhere.yaml"] },
  ])("counts no inboxes in $rule", async ({ args }) => {
    const { files } = JSON.parse((await run("validate", ...args, "--json")).out) as ValidateOutput;
    expect(files).toMatchObject([{ isValid: false, inboxes: {} }]);
  });

  test("a file that isn't there", async () => {
    const { out, exitCode } = await run("validate", "nowhere.yaml");
    expect(out).toContain(
      'nowhere.yaml:1:1 error a fleet file that can be read, got "nowhere.yaml", which doesn\'t exist.',
    );
    expect(exitCode).toBe(2);
  });
});

describe("an environment that is named for a file without environments", () => {
  const inbox = "inboxes: { a: { emailAddress: 'a@example.com', mapping: { interactionPlan: P } } }\n";
  const root = newFolder({
    "Pulumi.yaml": PROJECT,
    "Pulumi.prod.yaml": CONFIG,
    "plain.yaml": inbox,
    "with.yaml": "environments: { test: {} }\n",
  });
  const plain = join(root, "plain.yaml");
  const warning =
    'plain.yaml:1:1 warning environments: the name of a stack that is known here, as the file has no environments, got "prdo": the file is the same whatever the name. Correct or remove it, or add environments: { prdo: {} } to the file.';

  test("is a warning where no stack has it, for validate and for render", async () => {
    expect(await run("validate", plain, "--environment", "prdo")).toMatchObject({
      out: expect.stringContaining(warning),
      exitCode: 0,
    });
    expect((await run("render", plain, "--environment", "prdo")).err).toContain(warning);
  });

  test("is right where a stack has it, or another file", async () => {
    expect((await run("validate", plain, "--environment", "prod")).out).toContain("no warnings");
    const both = await run("validate", plain, join(root, "with.yaml"), "--environment", "test");
    expect(both.out).toContain("plain.yaml: no errors, no warnings; 1 inbox in test.");
  });
});

describe("validate with a file twice", () => {
  test("checks it once and says so, however it is spelt", async () => {
    const { out, exitCode } = await run("validate", file, `${folder}/./inboxes.yaml`, "--environment", "dev");
    expect(out).toBe(
      `${file}:1:1 warning a file that is given once, got it again as "${folder}/./inboxes.yaml", and checked it once. Remove one of the two.\n${file}: no errors, 1 warning; 1 inbox in dev.\n`,
    );
    expect(exitCode).toBe(0);
  });
});

describe("render", () => {
  test("asks for an environment where the file has some, and only there", async () => {
    const { out, err, exitCode } = await run("render", file);
    expect({ out, exitCode }).toEqual({ out: "", exitCode: 2 });
    expect(err).toBe(
      `${file}:7:1 error environments: one of the file's environments, got none. Known are dev, prod. Choose one with --environment.\n`,
    );
    const root = newFolder({ "plain.yaml": "profiles: { care: { name: Care } }\n" });
    const plain = join(root, "plain.yaml");
    expect((await run("render", plain)).out).toBe(
      `# ${plain}, rendered by pulumi-vcc: change the file, not this.\n\nprofiles:\n  care:\n    name: Care\n`,
    );
  });

  test("prints what the environment comes to; warnings go apart", async () => {
    const { out, err, exitCode } = await run("render", file, "--environment", "prod");
    expect(out).toBe(`# ${file} in prod, rendered by pulumi-vcc: change the file, not this.

variables:
  domain: example.com

inboxes:
  sales:
    emailAddress: sales@example.com

  support:
    emailAddress: support@example.com
    mapping:
      interactionPlan: Customer support
      priority: 8
`);
    expect(err).toContain("warning inboxes.sales.mapping");
    expect(exitCode).toBe(0);
  });

  test("as JSON, with a fleet that is a fleet file too", async () => {
    const { out, err } = await run("render", file, "--environment", "dev", "--json");
    const { fleet, ...around } = JSON.parse(out) as RenderOutput;
    expect(err).toBe("");
    expect(around).toEqual({
      schema: "pulumi-vcc/render/v1",
      exitCode: 0,
      environment: "dev",
      problems: [],
    });
    expect(resolveText(JSON.stringify(fleet)).fleet).toEqual(fleet);
    expect(fleet).toMatchObject({
      inboxes: { support: { emailAddress: "support@dev.example.com", mapping: { priority: 7 } } },
    });
  });

  test("draws the mail's ways as a picture, and nothing of a file that has errors", async () => {
    const picture = (fleet: string, environment: string) =>
      run("render", fleet, "--environment", environment, "--format", "mermaid");
    const { out, err, exitCode } = await picture(file, "prod");
    expect(out).toBe(`flowchart LR
  m0["support#64;example.com"]
  r0("support")
  p1(["plan #34;Customer support#34;"])
  r0 --> p1
  m0 ==>|"priority 8"| r0
  m1["sales#64;example.com"]
  p2(["nobody"])
  m1 --> p2
`);
    expect([err, exitCode]).toEqual([expect.stringContaining("[unmapped-address]"), 0]);
    expect(await picture(join(folder, "broken.yaml"), "dev")).toMatchObject({ out: "", exitCode: 2 });
  });

  test("prints no file that has errors", async () => {
    const { out, err, exitCode } = await run("render", join(folder, "broken.yaml"), "--environment", "dev");
    expect([out, exitCode]).toEqual(["", 2]);
    expect(err).toContain("broken.yaml:2:22 error inboxes.a.emailAddress");
    const json = await run("render", join(folder, "broken.yaml"), "--environment", "dev", "--json");
    expect(json).toMatchObject({ err: "", exitCode: 2 });
    expect(JSON.parse(json.out)).toMatchObject({
      schema: "pulumi-vcc/render/v1",
      exitCode: 2,
      fleet: null,
      problems: [{ path: "inboxes.a.emailAddress", line: 2, column: 22 }],
    });
  });
});

/** A fleet file with this text wherever one can stand, also where it is refused. */
const everywhere = (text: string): string =>
  JSON.stringify({
    variables: { v: text },
    defaults: { description: text, ignore: { "unmapped-address": text || "x" } },
    profiles: { p: { name: text, settings: { s: text, [text]: text } }, [text]: {} },
    inboxes: {
      a: {
        emailAddress: "a@example.com",
        signature: { html: `<p>${text}</p>\n  ::error::x::y\n` },
        mapping: { interactionPlan: text, dataSources: { [text]: text } },
      },
      b: { emailAddress: text, credential: { provider: text, method: text }, adopt: text },
      c: { emailAddress: "c@example.com", signature: { file: text }, profile: text, [text]: text },
    },
    environments: { prod: {}, [text]: { inboxes: { [text]: { description: `\${${text}}` } } } },
  });
const harmlessFleet = (text: string): string =>
  JSON.stringify({
    inboxes: {
      a: {
        emailAddress: "a@example.com",
        signature: { html: `<p>${text.replace(/\p{Cc}/gu, "")}</p>\n  ::error::x::y\n` },
        adopt: `${text}.`,
        formerNames: `${text}.`,
        ignore: { "unmapped-address": `${text}.` },
      },
    },
    environments: { prod: {} },
  });
const WAYS = [
  ...[[], ["--json"], ["--format", "sarif"], ["--format", "github"]].map(
    (form) => [["validate"], form] as const,
  ),
  ...[[], ["--json"]].map((form) => [["render", "--environment", "prod"], form] as const),
];
/** Annotations are commands: of ours alone, one a line. */
const OWN_COMMAND = /^::(?:error|warning) (?=file=[^\n:]*,title=pulumi-vcc [a-z-]+::)/gmu;
const TEXTS = HOSTILE_TEXTS.map((text) => text.replace("\u2028", ""));

test.each([...TEXTS, TEXTS.join("")])(
  "nothing that a file holds commands the terminal or CI system that validate and render print to (%j)",
  async (text) => {
    const hostile = newFolder({
      "everywhere.yaml": everywhere(text),
      "raw.yaml": `inboxes: { a: ${text}\n  b: ]`,
      "harmless.yaml": harmlessFleet(text),
    });
    const [all, raw, harmless] = ["everywhere", "raw", "harmless"].map((name) =>
      join(hostile, `${name}.yaml`),
    );
    for (const path of [all, raw, harmless, join(hostile, text.replaceAll("\0", ""))]) {
      for (const [args, json] of WAYS) {
        const ran = await run(...args, ...json, String(path)).catch((error: unknown) => ({
          out: forTerminal(String(error)),
          err: "",
          exitCode: 1,
        }));
        expectPrintable(json.includes("github") ? ran.out.replace(OWN_COMMAND, "") : ran.out);
        expectPrintable(ran.err);
        if (path === harmless) expect([args[0], ran.exitCode ?? 0]).toEqual([args[0], 0]);
        if (path === harmless && args[0] === "render") {
          const fleet =
            json.length === 0 ? ran.out : JSON.stringify((JSON.parse(ran.out) as RenderOutput).fleet);
          expect(resolveText(fleet).fleet.inboxes?.["a"]).toMatchObject({
            signature: { html: expect.stringContaining("\n  ::error::x::y\n") as string },
            adopt: `${text}.`,
          });
        }
      }
    }
  },
);

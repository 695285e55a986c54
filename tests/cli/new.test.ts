import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newCommand } from "../../provider/cli/new";
import { commandsIn } from "../support/commands-in";
import { newFolder } from "../support/folders";
import { REPOSITORY } from "../support/repository";

const EXAMPLES = join(REPOSITORY, "examples");

let home: string;
beforeEach(() => {
  home = newFolder();
});

/** Runs `pulumi-vcc new`. Rejects with what a person would read. */
async function run(...args: string[]): Promise<string> {
  const lines: string[] = [];
  await newCommand((line) => lines.push(line))
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .parseAsync(args, { from: "user" });
  return lines.join("\n");
}

const read = (...path: string[]) => readFileSync(join(home, ...path), "utf8");

test("the folder is the example under the project's own name, with what npm, git and a person need", async () => {
  expect(commandsIn(await run(join(home, "inboxes")))).toEqual(["npm install", "npm start"]);
  expect(read("inboxes", "Pulumi.yaml")).toMatch(/^name: inboxes$/mu);
  expect(JSON.parse(read("inboxes", "package.json"))).toMatchObject({ name: "inboxes", main: "index.ts" });
  expect(read("inboxes", "index.ts")).toBe(readFileSync(join(EXAMPLES, "one-inbox", "index.ts"), "utf8"));
  expect(read("inboxes", ".gitignore")).toBe("node_modules/\n.simulator/\n");
  expect(read("inboxes", "README.md")).toContain("npx pulumi-vcc simulate expire support@example.com ");
});

test("every example that is a program is a template", async () => {
  const programs = readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, "Pulumi.yaml")));
  expect(programs).toContain("environments");
  for (const template of programs) {
    await run(join(home, template), "--template", template);
    expect(readdirSync(join(home, template))).toContain("index.ts");
  }
});

test("the configuration's keys follow the project's name", async () => {
  await run(join(home, "mail"), "--template", "environments");
  expect(read("mail", "Pulumi.dev.yaml")).toContain("\n  mail:domain: dev.example.com\n");
  expect(read("mail", "Pulumi.dev.yaml")).toContain("\n  vcc:region: ");
});

test("a tarball is copied, so that the folder installs elsewhere, too", async () => {
  const tarball = join(home, "pulumi-vcc-0.1.0.tgz");
  writeFileSync(tarball, "packed");
  await run(join(home, "inboxes"), "--package", tarball);
  expect(read("inboxes", "pulumi-vcc-0.1.0.tgz")).toBe("packed");
  expect(JSON.parse(read("inboxes", "package.json"))).toMatchObject({
    dependencies: { "pulumi-vcc": "file:pulumi-vcc-0.1.0.tgz" },
  });
});

test("a folder with nothing but a repository counts as empty", async () => {
  mkdirSync(join(home, "inboxes", ".git"), { recursive: true });
  await expect(run(join(home, "inboxes"))).resolves.toContain("is made");
});

describe("nothing is written where", () => {
  test.each([
    {
      rule: "the folder holds something",
      folder: ".",
      args: [],
      told: /is empty, got ".*", which holds kept\.txt\./u,
    },
    { rule: "its name can't name a project", folder: "My Mail", args: [], told: /lower-case letters/u },
    {
      rule: "the tarball isn't there",
      folder: "inboxes",
      args: ["--package", "/nowhere.tgz"],
      told: /--package: a tarball that is there, got "\/nowhere\.tgz"\. Make one with npm pack/u,
    },
  ])("$rule", async ({ folder, args, told }) => {
    writeFileSync(join(home, "kept.txt"), "kept");
    const target = join(home, "deep", folder);
    mkdirSync(join(home, "deep"));
    if (folder === ".") writeFileSync(join(home, "deep", "kept.txt"), "kept");
    await expect(run(target, ...args)).rejects.toThrow(told);
    expect(readdirSync(join(home, "deep"))).toEqual(folder === "." ? ["kept.txt"] : []);
  });
});

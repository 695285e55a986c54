import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { shellBlocks } from "../support/shell-blocks";
import { sharedEngine } from "../support/engine/harness/found-engine";
import { QUICK } from "../support/engine/harness/test-stack";
import { REPOSITORY } from "../support/repository";
import { newFolder } from "../support/folders";

// It installs packages, and runs a dozen operations of the engine.
jest.setTimeout(600_000);

const execute = promisify(execFile);

let folder: string;
beforeEach(() => {
  folder = newFolder();
});

/** A person's shell with an empty home and Pulumi on the path. Error: a command that fails, with what all printed. */
async function shell(lines: readonly string[], cwd: string): Promise<string> {
  const { command, environment } = sharedEngine();
  const own = Object.entries(process.env).filter(([name]) => !/^(?:PULUMI|VCC|GOOGLE)_/u.test(name));
  const { stdout: cache } = await execute("npm", ["config", "get", "cache"]);
  const home = join(folder, "home");
  mkdirSync(home, { recursive: true });
  const { stdout, stderr } = await execute("bash", ["-euc", lines.join("\n")], {
    cwd,
    env: {
      ...Object.fromEntries(own),
      ...environment,
      ...QUICK,
      HOME: home,
      PATH: `${dirname(command)}${delimiter}${process.env["PATH"] ?? ""}`,
      // Packages of this checkout aren't fetched again; what npm knows of newer versions may be out of date.
      npm_config_cache: cache.trim(),
      npm_config_yes: "true",
      npm_config_audit: "false",
      npm_config_fund: "false",
      npm_config_update_notifier: "false",
    },
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout + stderr;
}

const blocksOf = (file: string) => shellBlocks(readFileSync(file, "utf8"));

test("README's path leads from an empty folder and the tarball to a made, broken and mended inbox", async () => {
  const [pack, ...path] =
    blocksOf(join(REPOSITORY, "README.md")).find(([line]) => line?.endsWith("npm pack")) ?? [];
  expect(pack).toBe("npm ci && npm pack");
  const checkout = join(folder, "checkout");
  mkdirSync(checkout);
  await execute("npm", ["pack", "--ignore-scripts", "--pack-destination", checkout], { cwd: REPOSITORY });
  const started = await shell(path, checkout);
  expect(started).toMatch(/\+ 6 created/u);

  const made = join(folder, "inboxes");
  const [tried = []] = blocksOf(join(made, "README.md"));
  const shown = await shell(tried, made);
  expect(shown).toContain("support@example.com is Expired.");
  expect(shown).toMatch(/status *: "Expired" => "Active"/u);
  expect(shown).toMatch(/~ 1 updated/u);
  expect(shown).toMatch(/- 6 deleted/u);

  expect(existsSync(join(made, "node_modules", "pulumi-vcc", "dist"))).toBe(true);

  // What a pipeline does with the lock file that is there by now, and a person in the folder of an export. Neither unpacks
  // the 17,000 files again, which npm install has shown to work above and takes minutes.
  await shell(["npm ci --dry-run"], made);
  const exported = await shell(
    [
      "npx pulumi-vcc simulate run -- npx pulumi-vcc export --out exported",
      "cd exported",
      "npm install --dry-run",
    ],
    made,
  );
  expect(exported).toContain("npm install");
  expect(exported).toMatch(/^add pulumi-vcc 0\./mu);
});

describe("a folder that new has made from its template runs at once", () => {
  test.each([
    // Another run finds the simulated account and the state as the first one left them.
    { template: "many-inboxes", makes: 12, again: true },
    { template: "environments", makes: 15 },
    { template: "fleet", makes: 38 },
  ])("$template", async ({ template, makes, again = false }) => {
    const command = join(REPOSITORY, "bin/pulumi-vcc.js");
    await shell([`node ${command} new mail --template ${template}`], folder);
    const made = join(folder, "mail");
    symlinkSync(join(REPOSITORY, "node_modules"), join(made, "node_modules"), "junction");
    const start = ["npm start -- --skip-preview"];
    expect(await shell(start, made)).toMatch(new RegExp(String.raw`\+ ${makes} created`, "u"));
    if (again) expect(await shell(start, made)).toMatch(new RegExp(`${makes} unchanged`, "u"));
  });
});

import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { sharedEngine } from "../support/engine/harness/found-engine";
import { QUICK } from "../support/engine/harness/test-stack";
import { REPOSITORY } from "../support/repository";

// It runs a dozen operations of the engine.
jest.setTimeout(600_000);

const execute = promisify(execFile);

/** What `npm start` runs, with a temporary folder of its own. Error: when it fails, with what it printed. */
async function start(temporary: string): Promise<string> {
  const { command } = sharedEngine();
  const { stdout } = await execute("npx", ["tsx", "tools/quickstart.ts"], {
    cwd: REPOSITORY,
    env: { ...process.env, ...QUICK, PULUMI_VCC_ENGINE: command, TMPDIR: temporary },
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

const HEADINGS = [
  "A Pulumi engine, a simulated contact centre, and the example one-inbox",
  "1. Preview",
  "2. Apply",
  "3. Apply again: nothing changed, so nothing is written",
  "4. Somebody changes the mapping's priority",
  "5. The mailbox's sign-in expires",
  "6. Somebody maps the address by hand",
  "7. Another mailbox: the new address is made and mapped before the old one goes",
  "8. Destroy",
  "Done. The change of the mailbox as a page, and three things to try next",
];

test("npm start shows the main job end to end, and leaves nothing behind", async () => {
  const temporary = mkdtempSync(join(tmpdir(), "pulumi-vcc-start-"));
  const shown = await start(temporary);
  // tsx and ts-node keep what they have compiled, as does npm on Node 24.
  const kept = /^(?:tsx-.*|ts-node-.*|node-compile-cache)$/u;
  expect(readdirSync(temporary).filter((name) => !kept.test(name))).toEqual([]);
  rmSync(temporary, { recursive: true });
  const headings = shown.split("\n").filter((line) => line.startsWith("── "));
  expect(headings).toEqual(HEADINGS.map((heading): unknown => expect.stringContaining(heading)));
  expect(shown).toContain("No writes reached the API.");
  expect(shown).toMatch(/priority *: 1 => 5000/u);
  expect(shown).toMatch(/status *: "Expired" => "Active"/u);
  expect(shown).toContain("support@example.com is Active again, with the same id");
  expect(shown).toMatch(/Mail to support@example\.com reaches nobody any more.* Written to .*report\.html/u);
  expect(readFileSync(join(REPOSITORY, ".quickstart/report.html"), "utf8")).toContain("help@example.com");
  expect(shown).toContain("can't be deleted: VCC refuses while it is mapped");
});

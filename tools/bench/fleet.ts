import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { lintFleet } from "../../provider/fleet/lint/lint-fleet";
import { startSimulator } from "../../provider/simulator/index";

const run = promisify(execFile);
const COMMAND = join(__dirname, "..", "..", "dist", "provider", "cli", "main.js");
const INBOXES = 1_000;
const LINTED_INBOXES = 5_000;
const LINTED_MAPPINGS = 20;

/**
 * Prints what it takes to validate a fleet file of 1,000 inboxes, to ask the rules over a whole set of 20 mappings that
 * name each of 5,000 inboxes, and to export an account of 1,000 inboxes.
 */
export async function measureFleet(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "pulumi-vcc-bench-"));
  try {
    console.log(`${INBOXES} inboxes in a fleet file`);
    const file = join(folder, "inboxes.yaml");
    await writeFile(file, fleetText());
    console.log(`  validate   ${(await seconds(["validate", file])).toFixed(1)} s, 0 API calls`);
    measureLint();
    await measureExport(folder);
    console.log("");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function measureLint(): void {
  const names = Array.from({ length: LINTED_INBOXES }, (_, index) => `inbox-${index}`);
  const inboxes = Object.fromEntries(names.map((name) => [name, { emailAddress: `${name}@example.com` }]));
  const mappings = Object.fromEntries(
    Array.from({ length: LINTED_MAPPINGS }, (_, index) => [
      `mapping-${index}`,
      { interactionPlan: "Customer support", inboxes: names, priority: 1 + (index % 3) },
    ]),
  );
  const start = performance.now();
  const found = lintFleet({ inboxes, mappings }).length;
  const wall = ((performance.now() - start) / 1_000).toFixed(2);
  console.log(
    `  lint       ${wall} s for ${LINTED_MAPPINGS} mappings over ${LINTED_INBOXES} inboxes, ${found} findings`,
  );
}

function fleetText(): string {
  const inboxes = Array.from(
    { length: INBOXES },
    (_, index) => `  inbox-${index}: { description: "Inbox ${index}" }\n`,
  );
  return `defaults:
  emailAddress: \${inbox}@example.com
  credential: { provider: google, method: serviceAccount, key: "env:GOOGLE_KEY" }
  signature: { html: "<p>Kind regards</p>" }
  mapping: { interactionPlan: Customer support }
inboxes:
${inboxes.join("")}`;
}

async function measureExport(folder: string): Promise<void> {
  const simulator = await startSimulator();
  try {
    const interactionPlanId = simulator.state().plans[0]?.interactionPlanId;
    for (let index = 0; index < INBOXES; index += 1) {
      const emailAddress = `inbox-${index}@example.com`;
      simulator.create("address", { emailAddress, name: `Inbox ${index}` });
      simulator.create("signature", { emailAddress, html: "<p>Kind regards</p>" });
      simulator.create("mapping", {
        mappingName: `Inbox ${index}`,
        mappingDescription: "",
        interactionPlanId,
        toAddresses: [emailAddress],
      });
    }
    simulator.clearRequests();
    const wall = await seconds(["export", "--out", join(folder, "exported")], simulator.environment);
    console.log(`  export     ${wall.toFixed(1)} s, ${simulator.requests().length} API calls`);
  } finally {
    await simulator.stop();
  }
}

async function seconds(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<number> {
  const start = performance.now();
  await run(process.execPath, [COMMAND, ...args], {
    env: { ...process.env, ...environment },
    maxBuffer: 64 * 1024 * 1024,
  });
  return (performance.now() - start) / 1_000;
}

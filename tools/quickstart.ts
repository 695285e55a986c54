/**
 * `npm start`: the main job end to end, on the real Pulumi engine and the simulator, with an example that users copy.
 * Every step says what it shows and checks that it did.
 */
import { generateKeyPairSync } from "node:crypto";
import { cp, mkdir, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { startSimulator, type RunningSimulator } from "../provider/simulator/index";
import { findEngine } from "./engine/find-engine";
import { createPulumi, type Pulumi } from "./pulumi";
import { describeWrites, heading, paragraph } from "./quickstart/report";

const ROOT = join(__dirname, "..");
const FOLDER = join(ROOT, ".quickstart");
const REPORT = join(FOLDER, "report.html");
const FIRST_MAILBOX = "support@example.com";
const SECOND_MAILBOX = "help@example.com";

interface Stage {
  readonly pulumi: Pulumi;
  readonly simulator: RunningSimulator;
}

async function main(): Promise<void> {
  heading("A Pulumi engine, a simulated contact centre, and the example one-inbox");
  const engine = await findEngine({ log: (line) => console.log(line) });
  paragraph(
    `Engine ${engine.version} (${engine.source}), and the simulator on this machine. Nothing leaves it.`,
  );
  const simulator = await startSimulator();
  try {
    const pulumi = await createProject(engine, simulator);
    const stage = { pulumi, simulator };
    await apply(stage);
    await repairDrift(stage);
    await repairExpiry(stage);
    await meetRefusedDelete(stage);
    await changeMailbox(stage);
    await destroy(stage);
    nextSteps();
  } finally {
    await simulator.stop();
  }
}

/** A copy of the example with state of its own, made anew so that every run starts from nothing. */
async function createProject(
  engine: Awaited<ReturnType<typeof findEngine>>,
  simulator: RunningSimulator,
): Promise<Pulumi> {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(join(FOLDER, "state"), { recursive: true });
  await cp(join(ROOT, "examples", "one-inbox"), join(FOLDER, "one-inbox"), { recursive: true });
  const pulumi = createPulumi({
    command: engine.command,
    folder: join(FOLDER, "one-inbox"),
    environment: {
      ...engine.environment,
      PULUMI_HOME: join(FOLDER, "home"),
      PULUMI_BACKEND_URL: `file://${join(FOLDER, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "quickstart",
      ...simulator.environment,
    },
  });
  await pulumi.quietly(["stack", "init", "quickstart"]);
  // Made up on the spot; with a live account it comes from Google, and VCC signs in with it.
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = {
    type: "service_account",
    client_email: "inboxes@example.iam.gserviceaccount.com",
    private_key: privateKey.export({ type: "pkcs8", format: "pem" }),
  };
  await pulumi.quietly(["config", "set", "--secret", "supportGoogleKey"], JSON.stringify(key));
  return pulumi;
}

async function apply({ pulumi, simulator }: Stage): Promise<void> {
  heading("1. Preview: what would be made. No API call is needed for it");
  await pulumi.run(["preview"]);
  expect(simulator.requests().length === 0, "the preview made an API call");

  heading("2. Apply");
  await pulumi.run(["up", "--yes", "--skip-preview"]);
  describeWrites(simulator);

  heading("3. Apply again: nothing changed, so nothing is written");
  simulator.clearRequests();
  await pulumi.run(["up", "--yes", "--skip-preview"]);
  expect(describeWrites(simulator) === 0, "an apply without a change wrote something");
}

async function repairDrift({ pulumi, simulator }: Stage): Promise<void> {
  heading("4. Somebody changes the mapping's priority in VCC's screens: drift, and its repair");
  const [mapping] = simulator.state().mappings;
  if (mapping === undefined) throw new Error("There is no mapping.");
  simulator.edit("mapping", mapping.mappingName, { priority: 1 });
  await pulumi.run(["preview", "--refresh", "--diff"]);
  simulator.clearRequests();
  await pulumi.run(["up", "--refresh", "--yes", "--skip-preview"]);
  expect(describeWrites(simulator) === 1, "the repair was not one write");
}

async function repairExpiry({ pulumi, simulator }: Stage): Promise<void> {
  heading(
    "5. The mailbox's sign-in expires, so VCC stops routing its mail: drift, and a new sign-in in place",
  );
  const before = simulator.state().addresses[0]?.id;
  simulator.expire(FIRST_MAILBOX, "password changed");
  await pulumi.run(["preview", "--refresh", "--diff"]);
  simulator.clearRequests();
  await pulumi.run(["up", "--refresh", "--yes", "--skip-preview"]);
  describeWrites(simulator);
  const after = simulator.state().addresses[0];
  expect(
    after?.authentication.status === "Active" && after.id === before,
    "the address was not repaired in place",
  );
  paragraph(`${FIRST_MAILBOX} is Active again, with the same id ${after?.id}.`);
}

async function meetRefusedDelete({ pulumi, simulator }: Stage): Promise<void> {
  heading(
    "6. Somebody maps the address by hand, then the stack is destroyed: VCC refuses, and nothing is forced",
  );
  const [plan] = simulator.state().plans;
  if (plan === undefined) throw new Error("There is no plan.");
  simulator.create("mapping", {
    mappingName: "Mapped by hand",
    mappingDescription: "",
    interactionPlanId: plan.interactionPlanId,
    toAddresses: [FIRST_MAILBOX],
  });
  await pulumi.runExpectingFailure(["destroy", "--yes", "--skip-preview"]);
  paragraph(
    'The mapping "Mapped by hand" is taken away again, and an apply brings back what the destroy had deleted:',
  );
  simulator.delete("mapping", "Mapped by hand");
  await pulumi.run(["up", "--yes", "--skip-preview"]);
}

async function changeMailbox({ pulumi, simulator }: Stage): Promise<void> {
  heading("7. Another mailbox: the new address is made and mapped before the old one goes");
  await pulumi.quietly(["config", "set", "mailbox", SECOND_MAILBOX]);
  // Mail to the old mailbox reaches nobody any more, which is an error to whoever reviews it.
  await pulumi.ourCommand(["report", "--run", "--format", "html", "--out", REPORT, "--fail-on", "none"]);
  simulator.clearRequests();
  await pulumi.run(["up", "--yes", "--skip-preview"]);
  describeWrites(simulator);
  const writes = simulator.requests().filter(({ committed }) => committed);
  expect(
    writes.every(({ mappedAddresses }) => mappedAddresses?.length === 1),
    "there was a moment without a mapping",
  );
}

async function destroy({ pulumi, simulator }: Stage): Promise<void> {
  heading("8. Destroy: mapping and signature first, then the address, then the profile");
  simulator.clearRequests();
  await pulumi.run(["destroy", "--yes", "--skip-preview"]);
  describeWrites(simulator);
  const { addresses, mappings, profiles } = simulator.state();
  expect(addresses.length + mappings.length + profiles.length === 0, "something was left behind");
}

function nextSteps(): void {
  heading("Done. The change of the mailbox as a page, and three things to try next");
  paragraph(
    [
      `${relative(process.cwd(), REPORT)}   open it in a browser`,
      "1. npx pulumi-vcc new ../inboxes                  a folder of your own that runs against a simulated account",
      "2. npx pulumi-vcc new ../fleet --template fleet   the same with many inboxes in one file",
      "3. README.md, From nothing to a live account",
    ].join("\n"),
  );
}

function expect(holds: boolean | undefined, otherwise: string): void {
  if (!holds) throw new Error(`The quick start went wrong: ${otherwise}.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

import { rm } from "node:fs/promises";
import { startSimulator } from "../../provider/simulator/index";
import type { Engine } from "../engine/engine";
import { createProject, GOOGLE_KEY } from "./project";

const OTHERS = 5_000;
const INBOXES = 100;

/** Prints the API calls of 100 new inboxes in an account of 5,000, and of the same when no create's reply arrives. */
export async function measureRecovery(engine: Engine): Promise<void> {
  console.log(`${INBOXES} new inboxes in an account of ${OTHERS}`);
  console.log(
    `  ${"".padEnd(36)}${["API calls", "creates", "pages", "others"].map((title) => title.padStart(10)).join("")}`,
  );
  await measure(engine, "all replies arrive", false);
  await measure(engine, "every create's reply is lost", true);
  console.log("");
}

async function measure(engine: Engine, name: string, isLossy: boolean): Promise<void> {
  const simulator = await startSimulator();
  const interactionPlanId = simulator.state().plans[0]?.interactionPlanId;
  for (let index = 0; index < OTHERS; index += 1) {
    const emailAddress = `other-${index}@example.com`;
    simulator.create("address", { emailAddress, name: `Other ${index}` });
    const mapping = { mappingName: `Other ${index}`, mappingDescription: "", interactionPlanId };
    simulator.create("mapping", { ...mapping, toAddresses: [emailAddress] });
  }
  const { pulumi, folder } = await createProject(engine, "inboxes", INBOXES, {
    ...simulator.environment,
    GOOGLE_KEY,
  });
  try {
    if (isLossy) {
      for (const path of ["/addresses$", "/mappings$"])
        simulator.addFault({ method: "POST", path, after: true, status: 502, times: INBOXES });
    }
    simulator.clearRequests();
    await pulumi.quietly(["up", "--yes", "--skip-preview"]);
    const requests = simulator.requests();
    const creates = requests.filter(({ method }) => method === "POST").length;
    const pages = requests.filter(({ method, query }) => method === "GET" && "page" in query).length;
    const cells = [requests.length, creates, pages, requests.length - creates - pages];
    console.log(`  ${name.padEnd(36)}${cells.map((cell) => String(cell).padStart(10)).join("")}`);
  } finally {
    await simulator.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

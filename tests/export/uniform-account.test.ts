import { type RunningSimulator, startSimulator } from "../../provider/simulator/index";
import { runExport } from "../support/export-fixture";

const TEAMS = ["Sales", "Returns & repairs", "Billing"];
const COUNT = 140;

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await startSimulator({ plans: ["Customer support", "Sales"] });
});
afterAll(async () => simulator.stop());
beforeEach(() => {
  simulator.reset();
  makeUniform();
});

/** One brand, one key, a mapping each: an account that somebody has clicked together after one pattern. */
function makeUniform(): void {
  simulator.create("profile", { name: "Customer care" });
  const [profile] = simulator.state().profiles;
  for (let index = 0; index < COUNT; index += 1) {
    const name = `team-${String(index).padStart(3, "0")}`;
    const emailAddress = `${name}@example.com`;
    const team = TEAMS[index % TEAMS.length] ?? "";
    simulator.create("address", {
      emailAddress,
      name: `Inbox ${name}`,
      serviceNameForReports: "interactionPlanName",
      dataSources: [
        { name: "channel", value: "email" },
        { name: "team", value: team },
      ],
      profileId: profile?.id,
    });
    simulator.overwrite("address", emailAddress, {
      authentication: {
        provider: "google",
        method: "serviceAccount",
        status: "Active",
        reason: null,
        authenticatedAt: "2026-11-01T08:00:00Z",
        expiresAt: null,
        fingerprint: "sha256:00ff",
      },
    });
    simulator.create("signature", {
      emailAddress,
      html: `<table><tr><td>${team.replace("&", "&amp;")}</td><td><a href="mailto:${emailAddress}">${emailAddress}</a></td></tr></table>`,
    });
    simulator.create("mapping", {
      mappingName: `Routing of ${name}`,
      mappingDescription: "",
      interactionPlanId: simulator.state().plans[0]?.interactionPlanId ?? "",
      toAddresses: [emailAddress],
      dataSources: [],
      priority: 5000,
    });
  }
}

test("140 inboxes of one pattern take fewer than 400 lines, one template and one reference to their key", async () => {
  const { files, exitCode } = await runExport(simulator);
  const text = files["inboxes.yaml"] ?? "";
  expect(exitCode).toBe(0);
  expect(text.split("\n").length).toBeLessThan(400);
  expect(text.match(/GOOGLE_KEY/gu)).toHaveLength(1);
  expect(Object.keys(files).filter((path) => path.startsWith("signatures/"))).toHaveLength(1);
  expect(text).toContain("  emailAddress: ${inbox}@example.com\n");
  expect(text).toContain("    name: Routing of ${inbox}\n");
  expect(text).toContain(
    "  team-000: { dataSources: { team: Sales }, signature: { variables: { text: Sales } } }\n",
  );
});

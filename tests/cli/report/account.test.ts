import { join } from "node:path";
import { reportCommand } from "../../../provider/cli/report";
import { type RunningSimulator, startSimulator } from "../../../provider/simulator/index";
import { ChangeReport } from "../../../schema/report/change-report";
import { createMapping } from "../../support/account-objects";
import { addressOf, digestOf, mappingOf, same, step } from "../../support/digest-of";
import { newFolder } from "../../support/folders";
import { MAILBOX } from "../../support/identities";

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(async () => simulator.stop());
/** A digest that deletes the stack's only mapping, which the account has. */
let digest: string;
beforeEach(() => {
  simulator.reset();
  simulator.create("address", { emailAddress: MAILBOX, name: "Support" });
  const id = createMapping(simulator, "Own");
  const mapping = { ...mappingOf("own", [MAILBOX], "Customer support"), id };
  digest = fileOf([same(addressOf("support", MAILBOX)), step("delete", mapping)]);
  simulator.clearRequests();
});

function fileOf(steps: Parameters<typeof digestOf>[0]): string {
  return join(newFolder({ "digest.json": digestOf(steps) }), "digest.json");
}

async function run(...args: readonly string[]): Promise<string> {
  const said: string[] = [];
  const before = process.exitCode;
  try {
    const environment = { ...simulator.environment, VCC_MAX_RETRIES: "0" };
    const command = reportCommand(
      (text) => said.push(text),
      environment,
      () => undefined,
    );
    await command.parseAsync(args, { from: "user" });
    return said.join("\n");
  } finally {
    process.exitCode = before;
  }
}

const report = async (...args: readonly string[]): Promise<ChangeReport> =>
  ChangeReport.parse(JSON.parse(await run(digest, "--format", "json", ...args)));

test("--account reads the mappings of others, and tells where the mail goes that the stack lets go", async () => {
  expect((await report()).findings.map(({ id }) => id)).toEqual(["mail-unrouted"]);
  expect(simulator.requests()).toEqual([]);
  createMapping(simulator, "By hand", { plan: "Sales", priority: 1 });
  const { basis, findings, mailboxes } = await report("--account");
  expect(basis.mappings).toBe("account");
  expect(findings.map(({ text }) => text)).toEqual([
    `Mail to ${MAILBOX} goes to "Sales", no longer to "Customer support".`,
  ]);
  expect(mailboxes[0]?.routing.after.winner).toBe("By hand (managed elsewhere)");
  expect(await run(digest, "--account")).toContain("Routing is told over all mappings of the account");
});

test("--account reads only", async () => {
  await report("--account");
  expect(simulator.requests().filter(({ committed }) => committed)).toEqual([]);
  expect(simulator.requests().length).toBeGreaterThan(0);
});

test.each(["/mappings", "/emailAddresses|/addresses", "interactionPlans"])(
  "a list (%s) that VCC refuses is the command's failure, in VCC's words",
  async (path) => {
    simulator.addFault({ method: "GET", path, status: 403, times: 9 });
    await expect(run(digest, "--account")).rejects.toMatchObject({ code: "VCC_FORBIDDEN" });
  },
);

test("a preview without the mappings that stay as they are is refused: they'd be taken for others'", async () => {
  const mapping = mappingOf("own", [MAILBOX], "Customer support");
  const plain = JSON.stringify({
    steps: [step("update", mapping, mappingOf("own", [MAILBOX], "Sales"))],
    changeSummary: { same: 3, update: 1 },
  });
  const file = join(newFolder({ "plain.json": plain }), "plain.json");
  await expect(run(file, "--account")).rejects.toThrow("Let npx pulumi-vcc report --run --account make it");
});

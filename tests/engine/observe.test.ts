import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { TOKEN_PATH } from "../../schema/api";
import { type RunningSimulator, startSimulator } from "../../provider/simulator/index";
import { GOOGLE_KEY } from "../support/engine/account";
import type { OperationResult } from "../support/engine/harness/operation";
import { createTestStack, type TestStack } from "../support/engine/harness/test-stack";

const INBOXES = `
const { EmailAddress } = require("pulumi-vcc");
const credential = { provider: "google", method: "serviceAccount", key: "env:GOOGLE_KEY", probe: false };
for (const name of ["sales", "support", "billing"])
  new EmailAddress(name, { emailAddress: name + "@example.com", description: "Made here", credential });
`;
/** An account that differs in what is only read: no write of another spelling is refused. */
const PROFILE = {
  kinds: {
    emailAddress: {
      fields: { createdAt: "created" },
      words: { "authentication.status": { Pending: "NotConnected" } },
    },
  },
};

let simulator: RunningSimulator;
let stack: TestStack;
afterEach(async () => {
  await stack.dispose();
  await simulator.stop();
});

async function begin(options: Parameters<typeof startSimulator>[0] = {}): Promise<void> {
  simulator = await startSimulator(options);
  stack = await createTestStack({
    files: { "index.js": INBOXES },
    env: { ...simulator.environment, GOOGLE_KEY },
    config: { "vcc:observe": "true" },
  });
}

const up = async (): Promise<OperationResult> => stack.operation(["up", "--yes", "--skip-preview"]);
const upRefresh = async (): Promise<OperationResult> =>
  stack.operation(["up", "--refresh", "--yes", "--skip-preview"]);

/** What a run told of the account, apart from where secrets go. */
const told = ({ notes }: OperationResult): readonly string[] =>
  notes.map(({ text }) => text.trim()).filter((text) => /contract|observe/u.test(text));
const writes = (): readonly string[] =>
  simulator
    .requests()
    .flatMap(({ method, path }) => (method === "GET" || path === TOKEN_PATH ? [] : [`${method} ${path}`]));

test("an observed run tells what it doesn't know, stops before the second write, and goes on by the right profile", async () => {
  await begin({ contract: PROFILE });
  const stopped = await up();
  expect(writes()).toEqual(["POST /channels/email/addresses"]);
  const [made] = simulator.state().addresses;
  const { resources } = stack.state();
  expect(resources.map(({ id }) => id)).toEqual([made?.id]);
  expect(told(stopped)).toEqual([
    "vcc: VCC's email addresses have fields that the built-in contract doesn't know: created.",
    `vcc: VCC's email addresses have words that the built-in contract doesn't know: authentication.status "NotConnected".`,
    expect.stringMatching(/^vcc: warning: VCC answered 201 to a write \(create email address .*No further/u),
  ]);
  const address = String(made?.emailAddress);
  expect(stopped.error).toContain("[VCC_CONTRACT_MISMATCH]");
  expect(stopped.error).toContain(
    `That write: create email address ${address}. VCC answered 201, so it has most likely done it, but its reply has "NotConnected"`,
  );
  expect(stopped.error).toContain("Before it, no write of this run was answered as expected.");

  writeFileSync(join(stack.folder, "vcc-contract.yaml"), stringify(PROFILE));
  await stack.command("config", "set", "vcc:contractFile", "vcc-contract.yaml");
  const done = await up();
  expect([done.error, told(done)]).toEqual([undefined, []]);
  const again = await upRefresh();
  expect([again.error, again.changes, told(again)]).toEqual([undefined, [], []]);
  expect(simulator.state().addresses.map(({ authentication: { status } }) => status)).toEqual([
    "Active",
    "Active",
    "Active",
  ]);
});

test("a reply without what was sent ends the writing; switched off, pulumi up goes on", async () => {
  await begin();
  simulator.addFault({ method: "POST", path: "/addresses$", tells: { description: undefined } });
  const stopped = await up();
  expect(stopped.error).toContain("but its reply lacks what was sent as description.");
  expect(writes()).toEqual(["POST /channels/email/addresses"]);
  expect(stack.state().resources).toMatchObject([
    { id: simulator.state().addresses[0]?.id, inputs: { description: "Made here" } },
  ]);

  await stack.command("config", "set", "vcc:observe", "false");
  expect((await up()).error).toBeUndefined();
  const again = await upRefresh();
  expect([again.error, again.changes]).toEqual([undefined, []]);
  expect(simulator.state().addresses).toHaveLength(3);
});

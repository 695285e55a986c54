import { routeOutput, runRoute } from "../../support/route-fixture";
import { createMapping, planId, showAltered } from "../../support/account-objects";
import { MAILBOX } from "../../support/identities";
import { expectPrintable, HOSTILE_TEXTS } from "../../support/printed-text";
import { type RunningSimulator, startSimulator } from "../../../provider/simulator/index";

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(async () => simulator.stop());
beforeEach(() => {
  simulator.reset();
  simulator.create("address", {
    emailAddress: MAILBOX,
    name: "Support",
    dataSources: [{ name: "flow", value: "support" }],
  });
  simulator.signIn(MAILBOX);
});

const environment = () => ({ ...simulator.environment, VCC_MAX_RETRIES: "0" });
const ask = (address = MAILBOX, ...args: readonly string[]) => routeOutput([address, ...args], environment());

test("a tie is decided by what was modified last, and the account's mappings are named as such", async () => {
  createMapping(simulator, "First");
  createMapping(simulator, "Second", { plan: "Sales" });
  const { text, exitCode } = await runRoute([MAILBOX], environment());
  expect(text.split("\n")).toEqual([
    `By the account's mappings, mail to ${MAILBOX} goes to the plan "Sales": the mapping Second takes it, as it was modified last of those with the highest priority.`,
    "",
    "Mappings of the account that name the mailbox, in the order in which VCC asks them:",
    expect.stringMatching(
      /^ {2}1\. Second → plan "Sales" \(priority 5000\), modified 20\S+Z: comes first, as it was modified last of those with the highest priority$/u,
    ),
    expect.stringMatching(/^ {2}1\. First → .+: gets nothing, as Second was modified later$/u),
    "",
    "Data sources of the interaction, the address's before the mapping's:",
    '  flow = "support", the address\'s',
  ]);
  expect(exitCode).toBe(0);
  simulator.edit("mapping", "First", { mappingDescription: "touched" });
  expect(await ask()).toMatchObject({ mapping: "First", plan: "Customer support", status: "Active" });
});

test("the simulated account routes the mail as it is told, of a tested sender, too", async () => {
  createMapping(simulator, "Low", { priority: 1 });
  createMapping(simulator, "High", { plan: "Sales", priority: 2 });
  const testing = {
    interactionPlanId: planId(simulator, "Customer support"),
    fromAddresses: ["qa@example.com"],
  };
  simulator.edit("mapping", "High", { testing });
  for (const from of ["qa@example.com", "somebody@example.com"]) {
    const { mapping, isTesting } = await ask(MAILBOX, "--from", from);
    const route = simulator.route({ to: MAILBOX, from });
    expect({ mapping, isTesting }).toEqual({
      mapping: route?.mapping.mappingName,
      isTesting: route?.isTesting,
    });
  }
});

test("it reads only", async () => {
  simulator.clearRequests();
  await ask();
  expect(new Set(simulator.requests().map(({ method }) => method))).toEqual(new Set(["GET"]));
});

interface Case {
  readonly rule: string;
  readonly arrange: () => void;
  readonly args?: readonly [string, ...string[]];
  readonly expected: object;
}

const show = (name: string, fields: object) => showAltered(simulator, "mappings", name, fields);
const contains = (text: string) => [expect.stringContaining(text) as string];

test.each<Case>([
  {
    rule: "no mapping",
    arrange: () => undefined,
    expected: { exitCode: 2, text: `Nobody takes mail to ${MAILBOX}: no mapping names it.` },
  },
  {
    rule: "an address that VCC doesn't have, though a mapping may name it",
    arrange: () => undefined,
    args: [MAILBOX.replace("@", "t@")],
    expected: {
      exitCode: 2,
      text: expect.stringMatching(/VCC has no such address\. Did you mean ".+"\?$/u) as string,
    },
  },
  {
    rule: "a sign-in that has ended, whatever the mappings are",
    arrange: () => {
      createMapping(simulator, "Main");
      simulator.expire(MAILBOX);
    },
    expected: {
      exitCode: 2,
      status: "Expired",
      mapping: null,
      routes: [{ mapping: "Main", comesFirst: "yes" }],
    },
  },
  {
    rule: "a status that this release doesn't know",
    arrange: () => {
      createMapping(simulator, "Main");
      showAltered(simulator, "addresses", MAILBOX, { authentication: { status: "Dozing" } });
    },
    expected: { exitCode: 5, cannotTell: contains("is Dozing, which doesn't tell if mail is pulled") },
  },
  {
    rule: "a priority that VCC doesn't tell, of several",
    arrange: () => {
      createMapping(simulator, "Main");
      createMapping(simulator, "Odd");
      show("Odd", { priority: null });
    },
    expected: {
      exitCode: 5,
      cannotTell: ["VCC doesn't tell the priority of Odd."],
      routes: [
        { mapping: "Odd", priority: null, comesFirst: "perhaps" },
        { mapping: "Main", comesFirst: "perhaps" },
      ],
    },
  },
  {
    rule: "a priority that VCC doesn't tell, of the only one",
    arrange: () => {
      createMapping(simulator, "Odd");
      show("Odd", { priority: null });
    },
    expected: { exitCode: 0, mapping: "Odd" },
  },
  {
    rule: "addresses that VCC doesn't tell, of a mapping that would win",
    arrange: () => {
      createMapping(simulator, "Main", { priority: 10 });
      createMapping(simulator, "Odd", { priority: 11 });
      show("Odd", { toAddresses: undefined });
    },
    expected: { exitCode: 5, cannotTell: contains("the addresses of Odd, which may take the mail") },
  },
  {
    rule: "addresses that VCC doesn't tell, of a mapping that can't win",
    arrange: () => {
      createMapping(simulator, "Main", { priority: 10 });
      createMapping(simulator, "Odd", { priority: 9 });
      show("Odd", { toAddresses: undefined });
    },
    expected: { exitCode: 0, mapping: "Main" },
  },
  {
    rule: "no mapping, but one whose addresses VCC doesn't tell",
    arrange: () => {
      createMapping(simulator, "Odd");
      show("Odd", { toAddresses: undefined });
    },
    expected: { exitCode: 5, routes: [] },
  },
  {
    rule: "a mapping that can't be read",
    arrange: () => {
      createMapping(simulator, "Main");
      createMapping(simulator, "Odd");
      show("Odd", { priority: { of: "its own" } });
    },
    expected: { exitCode: 5, mapping: null, cannotTell: contains("in another form than this release knows") },
  },
  {
    rule: "a testing plan that VCC doesn't tell, for a sender",
    arrange: () => {
      createMapping(simulator, "Odd");
      show("Odd", { testing: undefined });
    },
    args: [MAILBOX, "--from", "qa@example.com"],
    expected: { exitCode: 5, mapping: "Odd", plan: null, cannotTell: contains("has a testing plan for") },
  },
  {
    rule: "a list of mappings that VCC refuses",
    arrange: () => simulator.addFault({ method: "GET", path: "/mappings", status: 403, times: 9 }),
    expected: { exitCode: 5, cannotTell: contains("interaction-plan mappings couldn't be read: ") },
  },
  {
    rule: "a list of plans that VCC refuses",
    arrange: () => {
      createMapping(simulator, "Main");
      simulator.addFault({ method: "GET", path: "interactionPlans", status: 403, times: 9 });
    },
    expected: { exitCode: 0, mapping: "Main", notes: contains("A plan may be told by its id.") },
  },
])("$rule", async ({ arrange, args: [address, ...args] = [MAILBOX], expected }) => {
  arrange();
  expect(await ask(address, ...args)).toMatchObject(expected);
});

test.each(HOSTILE_TEXTS)("nothing of the account commands the terminal (%j)", async (text) => {
  createMapping(simulator, "Main");
  show("Main", {
    mappingName: text,
    dataSources: [{ name: `k${text}`, value: text }],
    testing: { interactionPlanId: "x", fromAddresses: [text] },
    updatedAt: text,
  });
  for (const args of [[MAILBOX], [MAILBOX, "--json"]])
    expectPrintable((await runRoute(args, environment())).text);
});

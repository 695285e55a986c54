import * as fc from "fast-check";
import { canonicalAddress } from "../../../schema/canonical-address";
import { EXIT_CODES } from "../../../provider/cli/output";
import { fleetFacts } from "../../../provider/cli/route/fleet-facts";
import { findRoute } from "../../../provider/cli/route/find-route";
import { rank } from "../../../provider/report/routing/rank";
import { routeMail } from "../../../provider/simulator/index";
import { fleets } from "../../support/arbitrary-fleet";
import { fleetFile, routeOutput, runRoute } from "../../support/route-fixture";

const FILE = fleetFile(`
inboxes:
  support:
    emailAddress: support@bücher.example
    dataSources: { flow: support, lang: de }
    mapping:
      interactionPlan: Customer support
      priority: 6000
      dataSources: { flow: lost, tier: gold }
      testing: { interactionPlan: Trial, fromAddresses: [QA@example.com] }
  sales: { emailAddress: sales@example.com }
  tied: { emailAddress: tied@example.com, mapping: { interactionPlan: A } }
mappings:
  low: { interactionPlan: Overflow, inboxes: [support, tied], addresses: [other@example.org], priority: 100 }
  twin: { interactionPlan: B, inboxes: [tied] }
environments:
  dev: { inboxes: { support: { mapping: { priority: 50 } } } }
  prod: {}
`);
const ask = (address: string, ...args: readonly string[]) =>
  routeOutput([address, "--fleet", FILE, "--environment", "prod", ...args]);

test("the first line answers, then come the ranks and the data sources, of the fleet file", async () => {
  const { text, exitCode } = await runRoute([
    "support@bücher.example",
    "--fleet",
    FILE,
    "--environment",
    "prod",
  ]);
  expect(text)
    .toBe(`By the fleet file ${FILE} in prod, mail to support@bücher.example goes to the plan "Customer support": the mapping support takes it, as it has the highest priority.

Mappings of ${FILE} in prod that name the mailbox, in the order in which VCC asks them; mappings that are managed elsewhere may take the mail first:
  1. support → plan "Customer support" (priority 6000); mail of "QA@example.com" → plan "Trial": comes first, as it has the highest priority
  2. low → plan "Overflow" (priority 100): gets nothing, as support has a higher priority

Data sources of the interaction, the address's before the mapping's:
  flow = "support", the address's, not the mapping's "lost"
  lang = "de", the address's
  tier = "gold", the mapping's`);
  expect(exitCode).toBe(0);
});

test.each([
  {
    rule: "the highest priority takes the mail",
    args: ["support@bücher.example"],
    expected: { verdict: "taken", mapping: "support", plan: "Customer support", isTesting: false },
  },
  {
    rule: "mailboxes are compared without case and by the domain's ASCII form",
    args: ["SUPPORT@xn--bcher-kva.example"],
    expected: { verdict: "taken", mapping: "support" },
  },
  {
    rule: "a sender of the testing plan takes that one",
    args: ["support@bücher.example", "--from", "qa@Example.com"],
    expected: { verdict: "taken", mapping: "support", plan: "Trial", isTesting: true },
  },
  {
    rule: "any other sender takes the mapping's own plan",
    args: ["support@bücher.example", "--from", "somebody@example.com"],
    expected: { verdict: "taken", plan: "Customer support", isTesting: false },
  },
  {
    rule: "of an address that is managed elsewhere, its own data sources aren't known",
    args: ["other@example.org"],
    expected: {
      verdict: "taken",
      mapping: "low",
      dataSources: [],
      notes: [
        "There may be more data sources: other@example.org is no inbox of the fleet file, and the address's win over the mapping's.",
      ],
    },
  },
  {
    rule: "an inbox without a mapping",
    args: ["sales@example.com"],
    expected: {
      verdict: "nobody",
      text: "Nobody takes mail to sales@example.com: no mapping names it.",
      dataSources: null,
    },
  },
  {
    rule: "an address that is misspelt",
    args: ["slaes@example.com"],
    expected: {
      verdict: "nobody",
      text: 'Nobody takes mail to slaes@example.com: the fleet file has no such address. Did you mean "sales@example.com"?',
    },
  },
  {
    rule: "a tie: no file tells what was modified last",
    args: ["tied@example.com"],
    expected: {
      verdict: "cannotTell",
      mapping: null,
      plan: null,
      routes: [
        { mapping: "tied", rank: 1, comesFirst: "perhaps" },
        { mapping: "twin", rank: 1, comesFirst: "perhaps" },
        { mapping: "low", rank: 3, comesFirst: "no" },
      ],
    },
  },
])("$rule", async ({ args: [address = "", ...args], expected }) => {
  expect(await ask(address, ...args)).toMatchObject(expected);
});

test("an environment has its own answer", async () => {
  const args = ["support@bücher.example", "--fleet", FILE, "--environment", "dev"];
  expect(await routeOutput(args)).toMatchObject({
    mapping: "low",
    fleet: { file: FILE, environment: "dev" },
  });
});

test.each([
  { rule: "a text that is no address", args: ["support"], message: "It has to be an email address" },
  {
    rule: "a file without the environment",
    args: ["a@example.com", "--fleet", FILE],
    message: "one of the file's environments, got none. Known are dev, prod.",
  },
  {
    rule: "a file that has errors",
    args: ["a@example.com", "--fleet", fleetFile("inboxes: { a: { emailAddress: x } }\n")],
    message: "a fleet file without errors",
  },
  {
    rule: "options of a file without one",
    args: ["a@example.com", "--environment", "prod", "--config", "a=b"],
    message: "--environment, --config: these go with a fleet file, and none is given.",
  },
  { rule: "an account without settings", args: ["a@example.com"], message: "VCC_CLIENT_ID" },
])("is used wrongly with $rule", async ({ args, message }) => {
  await expect(runRoute(args)).rejects.toThrow(message);
});

const someMail = fc.record({
  to: fc.nat(99).map((number) => `b${String(number)}@Example.com`),
  from: fc.constantFrom(undefined, "a1@example.com", "C.D2@example.com"),
});

test("the answer is that of the ranks, which the simulator gives, too, whatever the fleet is", () => {
  fc.assert(
    fc.property(fleets, someMail, fc.nat(), (fleet, asked, pick) => {
      const facts = fleetFacts(fleet, "inboxes.yaml", undefined);
      const named = facts.mappings.flatMap(({ mailboxes }) => [...mailboxes.values()]);
      const mail = { ...asked, to: named[pick % (named.length + 1)] ?? asked.to };
      const output = findRoute(mail, facts);
      const key = canonicalAddress(mail.to);
      const ranking = rank(facts.mappings.filter(({ mailboxes }) => mailboxes.has(key)));
      const stored = facts.mappings.map(({ name, mailboxes, plan, priority, testing }) => ({
        mappingId: name,
        toAddresses: [...mailboxes.values()],
        priority: Number(priority),
        interactionPlanId: String(plan),
        testing:
          testing === undefined
            ? null
            : { interactionPlanId: String(testing.plan), fromAddresses: testing.senders.map(String) },
        updatedAt: "2026-11-01T08:00:00Z",
      }));
      const route = routeMail(stored, { to: mail.to, from: mail.from ?? "nobody@example.com" });
      expect(output.routes.map(({ mapping, rank: place }) => [mapping, place])).toEqual(
        ranking.mappings.map(({ mapping, rank: place }) => [mapping.name, place]),
      );
      const isDuplicate =
        facts.addresses.filter((one) => canonicalAddress(one.emailAddress) === key).length > 1;
      if (ranking.doubt !== undefined || (isDuplicate && ranking.mappings.length > 0))
        expect(output.exitCode).toBe(EXIT_CODES.unknown);
      else if (route === undefined) expect(output).toMatchObject({ mapping: null, plan: null });
      else
        expect(output).toMatchObject({
          exitCode: EXIT_CODES.fine,
          mapping: route.mapping.mappingId,
          plan: route.interactionPlanId,
          isTesting: route.isTesting,
        });
    }),
  );
});

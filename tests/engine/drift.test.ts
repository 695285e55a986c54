import { EmailAddress, EmailProfile, EmailSignature, InteractionPlanMapping } from "../../provider/index";
import type { RequestRecord, RunningSimulator } from "../../provider/simulator/index";
import { type Account, AN_HOUR_MS, nameOf, openAccount, SERVICE_ACCOUNT } from "../support/engine/account";
import type { OperationResult } from "../support/engine/harness/operation";
import { about, idsOf, takeWrites } from "../support/engine/writes";
import { planId } from "../support/account-objects";

const BY_HAND = "<p>By hand</p>";
const HTML = "<p>Support</p>";
const RESPELLED = '<p   title="b"  class=a>Support&nbsp;&amp; co<br/></p>\n\n';

interface Drift {
  readonly rule: string;
  /** Name of the resource in the program and of the object in VCC; of an inbox, the mailbox's, too. */
  readonly name: string;
  readonly happens: (simulator: RunningSimulator) => void;
  readonly shown: string;
  readonly diff: Record<string, unknown>;
  readonly repair: string[];
}

const DRIFTS: readonly Drift[] = [
  {
    rule: "a property that the program sets",
    name: "set",
    happens: (simulator) => simulator.edit("mapping", "set", { priority: 1 }),
    shown: "update InteractionPlanMapping set",
    diff: { priority: { kind: "update", before: 1, after: 6000 } },
    repair: ['PATCH mapping {"priority":6000}'],
  },
  {
    rule: "a property that the program leaves at its default",
    name: "default",
    happens: (simulator) => simulator.edit("address", "default", { description: "by hand" }),
    shown: "update EmailAddress default",
    diff: { description: { kind: "update", before: "by hand", after: "" } },
    repair: ['PATCH address {"description":""}'],
  },
  {
    rule: "one entry of a map",
    name: "entry",
    happens: (simulator) =>
      simulator.edit("address", "entry", { dataSources: [{ name: "flow", value: "x" }] }),
    shown: "update EmailAddress entry",
    diff: { "dataSources.flow": { kind: "update", before: "x", after: "support" } },
    repair: ['PATCH address {"dataSources":[{"name":"flow","value":"support"}]}'],
  },
  {
    rule: "another plan",
    name: "plan",
    happens: (simulator) =>
      simulator.edit("mapping", "plan", { interactionPlanId: planId(simulator, "Sales") }),
    shown: "update InteractionPlanMapping plan",
    diff: { interactionPlan: { kind: "update", before: "Sales", after: "Customer support" } },
    repair: ['PATCH mapping {"interactionPlanId":"<Customer support>"}'],
  },
  {
    rule: "a signature",
    name: "signed",
    happens: (simulator) => simulator.edit("signature", "signed@example.com", { html: BY_HAND }),
    shown: "update EmailSignature signed",
    diff: { html: { kind: "update", before: BY_HAND, after: HTML } },
    repair: ['PUT signature {"html":"<p>Support</p>"}'],
  },
  {
    rule: "a profile",
    name: "care",
    happens: (simulator) => simulator.edit("profile", "care", { settings: { a: 2 } }),
    shown: "update EmailProfile care",
    diff: { "settings.a": { kind: "update", before: 2, after: 1 } },
    repair: ['PATCH profile {"settings":{"a":1}}'],
  },
  {
    rule: "a sign-in that expired, repaired in place",
    name: "expired",
    happens: (simulator) => simulator.expire("expired@example.com"),
    shown: "update EmailAddress expired",
    diff: { status: { kind: "update", before: "Expired", after: "Active" } },
    repair: ["PUT sign-in"],
  },
];

/** A mailbox for each drift and each deletion, with as many parts as the case needs; all have one profile. */
function program(): void {
  const { id: profileId } = new EmailProfile("care", { name: "care", settings: { a: 1 } });
  const address = (name: string): EmailAddress =>
    new EmailAddress(name, {
      emailAddress: `${name}@example.com`,
      name,
      profileId,
      dataSources: { flow: "support" },
      credential: SERVICE_ACCOUNT,
    });
  const sign = (name: string, { id: addressId }: EmailAddress, html = HTML): void => {
    new EmailSignature(name, { addressId, html });
  };
  const map = (name: string, { emailAddress }: EmailAddress): void => {
    const routing = { interactionPlan: "Customer support", name, priority: 6000 };
    new InteractionPlanMapping(name, { ...routing, addresses: [emailAddress] });
  };
  for (const name of ["default", "entry", "expired"]) address(name);
  for (const name of ["set", "plan", "unmapped"]) map(name, address(name));
  for (const name of ["signed", "unsigned"]) sign(name, address(name));
  sign("respelled", address("respelled"), RESPELLED);
  const deleted = address("deleted");
  sign("deleted", deleted);
  map("deleted", deleted);
}

let account: Account;
beforeAll(async () => {
  account = await openAccount();
  expect((await account.stack.up(program)).error).toBeUndefined();
  account.writes();
});
afterAll(async () => account.dispose());

describe("what somebody does in VCC's screens shows in a preview with refresh, and the next up repairs it", () => {
  let before: Record<string, string | undefined>;
  let preview: OperationResult;
  let repairs: readonly RequestRecord[];
  beforeAll(async () => {
    before = idsByResource();
    for (const { happens } of DRIFTS) happens(account.simulator);
    account.simulator.clearRequests();
    preview = await account.stack.preview(program, { refresh: true });
    expect([preview.error, account.writes()]).toEqual([undefined, []]);
    expect((await account.stack.up(program, { refresh: true })).error).toBeUndefined();
    repairs = takeWrites(account.simulator);
  });

  test.each(DRIFTS)("$rule", ({ name, shown, diff, repair }) => {
    const step = preview.steps.find((one) => one.name === name && one.op === "update");
    expect(step?.diff).toEqual(diff);
    expect(planned(preview).filter((line) => line.endsWith(` ${name}`))).toEqual([shown]);
    const writes = about(repairs, idsOf(account.stack, name)).map((record) =>
      withPlanNames(account.simulator, `${nameOf(record)} ${JSON.stringify(record.body)}`),
    );
    expect(writes.map((write) => (write.startsWith("PUT sign-in") ? "PUT sign-in" : write))).toEqual(repair);
  });

  test("nothing else is shown or written, HTML that VCC respells included, and every object stays", () => {
    expect(account.simulator.state().signatures.map(({ html }) => html)).not.toContain(RESPELLED);
    expect(planned(preview)).toEqual(DRIFTS.map(({ shown }) => shown).sort());
    expect(repairs).toHaveLength(DRIFTS.length);
    expect(idsByResource()).toEqual(before);
  });
});

describe("what somebody deleted is made again", () => {
  let up: OperationResult;
  let writes: readonly RequestRecord[];
  beforeAll(async () => {
    const { simulator } = account;
    simulator.skewClock(AN_HOUR_MS);
    simulator.delete("mapping", "unmapped");
    simulator.delete("signature", "unsigned@example.com");
    simulator.delete("mapping", "deleted");
    simulator.delete("address", "deleted");
    simulator.clearRequests();
    up = await account.stack.up(program, { refresh: true });
    expect(up.error).toBeUndefined();
    writes = takeWrites(simulator);
  });
  const orderOf = (name: string) =>
    about(writes, [`${name}@example.com`, ...idsOf(account.stack, name)]).map(nameOf);

  test.each([
    {
      what: "a mapping",
      name: "unmapped",
      remade: "create InteractionPlanMapping unmapped",
      write: "POST mapping",
    },
    {
      what: "a signature",
      name: "unsigned",
      remade: "create EmailSignature unsigned",
      write: "PUT signature",
    },
  ])("$what", ({ name, remade, write }) => {
    expect(planned(up).filter((line) => line.endsWith(` ${name}`))).toEqual([remade]);
    expect(orderOf(name)).toEqual([write]);
  });

  test("an address, which is mapped again", () => {
    const order = orderOf("deleted");
    expect(order.slice(0, 2)).toEqual(["POST address", "PUT sign-in"]);
    expect(order.slice(2).sort()).toEqual(["POST mapping", "PUT signature"]);
  });

  test("and nothing else: what was repaired before needs nothing, and in the end nothing differs", async () => {
    expect([planned(up).length, writes.length]).toEqual([5, 6]);
    const { error, changes } = await account.stack.preview(program, { refresh: true });
    expect([error, changes]).toEqual([undefined, []]);
  });
});

/** What the operation changes or would change, without what it only found. */
function planned({ changes }: OperationResult): string[] {
  return changes.filter((line) => !line.startsWith("refresh"));
}

function idsByResource(): Record<string, string | undefined> {
  return Object.fromEntries(account.stack.state().resources.map(({ urn, id }) => [urn, id]));
}

function withPlanNames(simulator: RunningSimulator, text: string): string {
  const { plans } = simulator.state();
  return plans.reduce(
    (named, plan) => named.replaceAll(plan.interactionPlanId, `<${plan.interactionPlanName}>`),
    text,
  );
}

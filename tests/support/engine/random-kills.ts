import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { EmailAddress, EmailSignature, InteractionPlanMapping } from "../../../provider/index";
import { type Account, SERVICE_ACCOUNT } from "./account";

/** Few, so that a run takes seconds. */
const INBOXES = 3;
const WRITES_OF_AN_INBOX = 4;
/** Long enough for kills to fall between a write and its reply, too. */
const REPLY_MS = 15;
const MOST_MS_AFTER = 60;
const MOST_KILLS_IN_A_ROW = 4;
/** The engine then stores what a run did at its end alone. */
const AT_THE_END = { PULUMI_SKIP_CHECKPOINTS: "true" };

interface KillPoint {
  /** Number of the run's writes that VCC has got by then. */
  readonly writes: number;
  /** Then so long after. */
  readonly ms: number;
}

interface Round {
  /** Runs that are killed one after another, before one that isn't. */
  readonly creates: readonly KillPoint[];
  readonly destroys: readonly KillPoint[];
}

const killPoints = (least: number, writes: number) =>
  fc.array(fc.record({ writes: fc.nat(writes), ms: fc.nat(MOST_MS_AFTER) }), {
    minLength: least,
    maxLength: MOST_KILLS_IN_A_ROW,
  });
const someRound: fc.Arbitrary<Round> = fc.record({
  creates: killPoints(1, WRITES_OF_AN_INBOX * INBOXES - 1),
  destroys: killPoints(0, 2 * INBOXES - 1),
});

const program = (): void => {
  for (let index = 0; index < INBOXES; index += 1) {
    const emailAddress = `inbox-${index}@example.com`;
    const address = new EmailAddress(`inbox-${index}`, { emailAddress, credential: SERVICE_ACCOUNT });
    const signature = { addressId: address.id, html: `<p>Inbox ${index}</p>` };
    new EmailSignature(`inbox-${index}`, signature, { deletedWith: address });
    const mapping = { interactionPlan: "Customer support", addresses: [address.emailAddress] };
    new InteractionPlanMapping(`inbox-${index}`, mapping);
  }
};

interface RandomKills {
  readonly kills: number;
  readonly seed: number;
  /** Hears how many runs were killed so far, without a finding. */
  readonly tell?: (killed: number) => void;
}

/**
 * Makes inboxes and deletes them, over and over, in runs that are killed at random points, with the state stored only at
 * the end of a run. Expects that the first run that isn't killed takes up each object of those before it, and leaves
 * each inbox once; and that nothing is left of it after the deletion. Answers how many runs were killed.
 */
export async function killAtRandom(
  account: Account,
  { kills, seed, tell = () => undefined }: RandomKills,
): Promise<number> {
  account.simulator.addFault({ after: true, delayMs: REPLY_MS, times: Number.MAX_SAFE_INTEGER });
  const identity = account.stack.urn("StackIdentity", "vcc");
  const stored = await account.stack.up(program, { target: [identity] });
  if (stored.error !== undefined) throw new Error(stored.error);
  let killed = 0;
  for (const [number, round] of fc.sample(someRound, { seed, numRuns: kills }).entries()) {
    const about = `seed ${seed}, round ${number}: ${JSON.stringify(round)}`;
    killed += await createWithKills(account, round.creates, about);
    killed += await destroyWithKills(account, round.destroys, about);
    tell(killed);
    if (killed >= kills) break;
  }
  return killed;
}

async function createWithKills(
  account: Account,
  points: readonly KillPoint[],
  about: string,
): Promise<number> {
  const { stack } = account;
  let killed = 0;
  const orphans = new Set<string>();
  for (const point of points) {
    const { error } = await stack.up(program, { env: AT_THE_END, killWhen: at(account, point) });
    if (error === "killed") killed += 1;
    for (const id of idsOf(account)) orphans.add(id);
  }
  const { error } = await stack.up(program, { env: AT_THE_END });
  const inState = new Set(stack.state().resources.map(({ id }) => id));
  expect({ about, error, lost: [...orphans].filter((id) => !inState.has(id)) }).toEqual({
    about,
    error: undefined,
    lost: [],
  });
  const { addresses, signatures, mappings } = account.simulator.state();
  const names = Array.from({ length: INBOXES }, (_, index) => `inbox-${index}@example.com`);
  expect({ about, addresses: addresses.map(({ emailAddress }) => emailAddress).sort() }).toEqual({
    about,
    addresses: names,
  });
  expect({ about, signatures: signatures.map(({ html }) => html).sort() }).toEqual({
    about,
    signatures: names.map((_, index) => `<p>Inbox ${index}</p>`),
  });
  expect({ about, mappings: mappings.flatMap(({ toAddresses }) => toAddresses).sort() }).toEqual({
    about,
    mappings: names,
  });
  return killed;
}

async function destroyWithKills(
  account: Account,
  points: readonly KillPoint[],
  about: string,
): Promise<number> {
  const target = account.stack.state().resources.map(({ urn }) => urn);
  let killed = 0;
  for (const point of points) {
    const options = { target, env: AT_THE_END, killWhen: at(account, point) };
    if ((await account.stack.destroy(options)).error === "killed") killed += 1;
  }
  // A kill that came too late has left nothing to name.
  const left = account.stack.state().resources.map(({ urn }) => urn);
  const last = left.length === 0 ? undefined : await account.stack.destroy({ target: left, env: AT_THE_END });
  expect({ about, error: last?.error, left: idsOf(account) }).toEqual({ about, error: undefined, left: [] });
  return killed;
}

/** Waits until VCC has got that many writes of the run that begins now. */
function at({ simulator }: Account, { writes, ms }: KillPoint): () => Promise<void> {
  simulator.clearRequests();
  return async () => {
    while (simulator.requests().filter(({ committed }) => committed).length < writes) await sleep(5);
    await sleep(ms);
  };
}

function idsOf({ simulator }: Account): string[] {
  const { addresses, mappings } = simulator.state();
  return [...addresses.map(({ id }) => id), ...mappings.map(({ mappingId }) => mappingId)];
}

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { EmailAddress, EmailProfile } from "../../provider/index";
import {
  type Account,
  inbox,
  nameOf,
  openAccount,
  openStack,
  SERVICE_ACCOUNT,
} from "../support/engine/account";

let account: Account;
beforeEach(async () => {
  account = await openAccount();
});
afterEach(async () => account.dispose());

const LOCKED = /the stack is currently locked by 1 lock\(s\)/u;

/** Until this write has reached the account. */
async function written(write: string): Promise<void> {
  while (!account.simulator.requests().some((record) => nameOf(record) === write)) await sleep(20);
}

/** The engine's lock files, with their content. */
function locks(): readonly (readonly [string, string])[] {
  const backend = fileURLToPath(account.stack.environment["PULUMI_BACKEND_URL"] ?? "");
  const folder = join(backend, ".pulumi", "locks");
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path, readFileSync(path, "utf8")]);
}

test("of two runs on one stack the second is locked out, and writes nothing; previews are not", async () => {
  account.simulator.addFault({ method: "POST", path: "/addresses$", delayMs: 10_000 });
  const first = account.stack.up(inbox);
  await written("POST address");
  const second = await account.stack.up(inbox);
  expect(second.error).toMatch(LOCKED);
  expect((await account.stack.preview(inbox)).error).toBeUndefined();
  expect((await first).error).toBeUndefined();

  const { addresses, mappings, profiles, signatures } = account.simulator.state();
  expect([addresses, mappings, profiles, signatures].map(({ length }) => length)).toEqual([1, 1, 1, 1]);
  expect((await account.stack.up(inbox)).changes).toEqual([]);
});

test("a lock that a killed run has left: each run says pulumi cancel, after which the next takes up what there is", async () => {
  account.simulator.addFault({ method: "POST", path: "/addresses$", after: true, delayMs: 60_000 });
  let left: ReturnType<typeof locks> = [];
  const whenLocked = async () => {
    await written("POST address");
    left = locks();
  };
  expect((await account.stack.up(inbox, { killWhen: whenLocked })).error).toBe("killed");
  account.simulator.clearFaults();
  expect(left).toHaveLength(1);
  // The harness has taken it away.
  for (const [path, text] of left) writeFileSync(path, text);

  const { error } = await account.stack.up(inbox);
  expect(error).toMatch(LOCKED);
  expect(error).toContain("pulumi cancel");
  expect((await account.stack.command("cancel", "--yes")).code).toBe(0);
  expect((await account.stack.up(inbox)).error).toBeUndefined();
  expect(account.simulator.state().addresses).toHaveLength(1);
  expect((await account.stack.preview(inbox, { refresh: true })).changes).toEqual([]);
});

test("of two stacks that want one mailbox at the same time, one gets it, and the other one is told whose it is", async () => {
  const wanted = () => {
    new EmailAddress("support", { emailAddress: "support@example.com", credential: SERVICE_ACCOUNT });
  };
  const other = await openStack(account.simulator);
  try {
    const runs = await Promise.all([account.stack.up(wanted), other.up(wanted)]);
    const [loss, ...more] = runs.filter(({ error }) => error !== undefined);
    expect(more).toEqual([]);
    const [{ id } = { id: "" }, ...others] = account.simulator.state().addresses;
    expect(others).toEqual([]);
    expect(loss?.error).toContain(`exists already, with the id "${id}"`);
    const loser = loss === runs[0] ? account.stack : other;
    expect((await loser.destroy()).error).toBeUndefined();
    expect(account.simulator.state().addresses).toMatchObject([{ id }]);
  } finally {
    await other.dispose();
  }
});

test("two stacks write to one account at the same time, which takes one write at a time, and both come to their end", async () => {
  account.simulator.set({ detectsOverlappingWrites: true, writeDurationMs: 30 });
  const many = (stack: string) => () => {
    for (const key of ["a", "b", "c", "d"])
      new EmailProfile(`${stack}-${key}`, { name: `${stack} ${key}`, description: key });
  };
  const other = await openStack(account.simulator);
  try {
    const runs = await Promise.all([account.stack.up(many("one")), other.up(many("two"))]);
    expect(runs.map(({ error }) => error)).toEqual([undefined, undefined]);
    expect(account.simulator.state().profiles).toHaveLength(8);
  } finally {
    await other.dispose();
  }
});

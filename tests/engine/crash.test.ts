import { setTimeout as sleep } from "node:timers/promises";
import { EmailAddress, EmailProfile, EmailSignature, InteractionPlanMapping } from "../../provider/index";
import {
  type Account,
  AN_HOUR_MS,
  inbox,
  nameOf,
  openAccount,
  SERVICE_ACCOUNT,
} from "../support/engine/account";
import { killAtRandom } from "../support/engine/random-kills";

let account: Account;
beforeEach(async () => {
  account = await openAccount();
});
afterEach(async () => account.dispose());

const fixedNames = () =>
  inbox({ address: { name: "Support" }, profile: { name: "Care" }, mapping: { name: "Routing" } });

/** Lets the write land, and holds its reply until the run is killed. */
function killAfter(write: string, path: string) {
  const [method = ""] = write.split(" ");
  account.simulator.addFault({ method, path, after: true, delayMs: 60_000 });
  return async () => {
    while (!account.simulator.requests().some((record) => record.committed && nameOf(record) === write))
      await sleep(20);
  };
}

/** In the order in which `program` makes them. */
const WRITES = [
  { write: "POST profile", path: "/profiles$" },
  { write: "POST address", path: "/addresses$" },
  { write: "PUT sign-in", path: "/authentication$" },
  { write: "PUT signature", path: "/signature$" },
  { write: "POST mapping", path: "/mappings$" },
];

/** An inbox whose writes come one after another, so that a kill after one of them is before all others. */
const program = () => {
  const profile = new EmailProfile("care", {});
  const args = { emailAddress: "support@example.com", profileId: profile.id, credential: SERVICE_ACCOUNT };
  const { id, emailAddress } = new EmailAddress("support", args);
  const signature = new EmailSignature("support", { addressId: id, html: "<p>Support</p>" });
  const routing = { interactionPlan: "Customer support", addresses: [emailAddress] };
  new InteractionPlanMapping("support", routing, { dependsOn: [signature] });
};

/** How many objects of each kind there are. */
function counts(): number[] {
  const { addresses, mappings, profiles, signatures } = account.simulator.state();
  return [addresses, mappings, profiles, signatures].map(({ length }) => length);
}

describe("a run that is killed after a write, before its state was stored", () => {
  /** Kills a run after each of the writes in turn; so each run takes up the orphan of the one before. */
  async function killAfterEach(
    writes: typeof WRITES,
    env: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    for (const { write, path } of writes) {
      const killed = await account.stack.up(program, { env, killWhen: killAfter(write, path) });
      expect({ write, error: killed.error }).toEqual({ write, error: "killed" });
      account.simulator.clearFaults();
    }
    expect((await account.stack.up(program, { env })).error).toBeUndefined();
    const written = account.order();
    // A signature is written anew, though equal: nothing but its time tells that it isn't another resource's.
    expect(written.filter((write) => write !== "PUT signature")).toEqual(
      WRITES.map(({ write }) => write).filter((write) => write !== "PUT signature"),
    );
    expect(written).toContain("PUT signature");
    expect(counts()).toEqual([1, 1, 1, 1]);
    expect((await account.stack.preview(program, { refresh: true })).changes).toEqual([]);
  }

  test("and so after every write there is: the next run takes up its own orphan, and makes nothing twice", async () => {
    await killAfterEach(WRITES);
  });

  test("the same after a mailbox and a mapping, where the engine stores its state only at the end", async () => {
    const env = { PULUMI_SKIP_CHECKPOINTS: "true" };
    // Stores the stack's identity, and makes nothing else.
    expect((await account.stack.up(program, { env })).error).toContain("Run pulumi up once more");
    // The others are among the points of chance.
    await killAfterEach(WRITES.filter(({ write }) => write.startsWith("POST")).slice(1), env);
  });

  test("and so at points of chance, where the state is stored only at the end, as npm run test:slow kills hundreds of runs", async () => {
    const kills = 3;
    expect(await killAtRandom(account, { kills, seed: Date.now() % 1_000_000 })).toBeGreaterThanOrEqual(
      kills,
    );
  });

  test("under a fixed name, which proves nothing: the next run stops and names the way to adopt it", async () => {
    const killed = await account.stack.up(fixedNames, { killWhen: killAfter("POST address", "/addresses$") });
    expect(killed.error).toBe("killed");
    account.simulator.clearFaults();
    account.writes();
    const before = counts();

    const next = await account.stack.up(fixedNames);
    expect(next.error).toMatch(/exists already, with the id "(\w+)".*add adopt: "\1"/su);
    expect(account.order()).toEqual([]);
    expect(counts()).toEqual(before);
  });
});

describe("a create never takes what it didn't make", () => {
  test("be it another mailbox of that name, that mailbox under another name, or the same but for a field or a sign-in: the error names it and says how to adopt it", async () => {
    const { simulator, stack } = account;
    const declared = ["a", "b", "c", "d"].map((key) => ({
      emailAddress: `${key}@example.com`,
      name: `Inbox ${key}`,
      description: "from the program",
    }));
    simulator.create("address", { ...declared[0], emailAddress: "x@example.com" });
    simulator.create("address", { ...declared[1], emailAddress: "B@example.com", name: "Old" });
    simulator.create("address", { ...declared[2] });
    simulator.signIn("c@example.com");
    simulator.create("address", { ...declared[3], description: "from somebody" });
    account.writes();
    const all = () => {
      for (const args of declared) new EmailAddress(args.name, { ...args, credential: SERVICE_ACCOUNT });
    };
    const { error } = await stack.up(all, { flags: ["--continue-on-error"] });
    for (const { id } of simulator.state().addresses) {
      expect(error).toContain(`exists already, with the id "${id}"`);
      expect(error).toContain(`add adopt: "${id}"`);
    }
    expect(account.writes()).toEqual([]);
    expect(stack.state().resources).toEqual([]);
  });

  test("adopting brings it in line, and removing adopt afterwards is no change", async () => {
    account.simulator.create("address", { emailAddress: "support@example.com", name: "Clicked" });
    const [existing] = account.simulator.state().addresses;
    account.writes();
    const args = { emailAddress: "support@example.com", name: "Support", credential: SERVICE_ACCOUNT };
    const adopted = await account.stack.up(() => {
      new EmailAddress("support", { ...args, adopt: existing?.id ?? "" });
    });
    expect(adopted.error).toBeUndefined();
    expect(account.order()).toEqual(["PATCH address", "PUT sign-in"]);
    expect(account.stack.state().resources[0]?.id).toBe(existing?.id);
    const after = await account.stack.up(() => {
      new EmailAddress("support", args);
    });
    expect(after.changes).toEqual([]);
    expect(account.writes()).toEqual([]);
  });

  test("an address that a person signed in is adopted as it is", async () => {
    account.simulator.create("address", { emailAddress: "support@example.com", name: "Support" });
    account.simulator.signIn("support@example.com");
    const [existing] = account.simulator.state().addresses;
    account.writes();
    const { error } = await account.stack.up(() => {
      new EmailAddress("support", {
        emailAddress: "support@example.com",
        name: "Support",
        adopt: existing?.id ?? "",
      });
    });
    expect(error).toBeUndefined();
    expect(account.writes()).toEqual([]);
  });
});

test.each([
  { clock: "3 hours fast", skewMs: -3 * AN_HOUR_MS },
  { clock: "3 hours slow", skewMs: 3 * AN_HOUR_MS },
])(
  "where this machine's clock is $clock, a stranger's equal object isn't taken, and what a lost reply told of is made once",
  async ({ skewMs }) => {
    const { simulator, stack } = account;
    simulator.skewClock(skewMs);
    simulator.create("address", { emailAddress: "support@example.com", name: "Support" });
    const [theirs] = simulator.state().addresses;
    const taken = await stack.up(fixedNames);
    expect(taken.error).toContain(`exists already, with the id "${theirs?.id}"`);

    simulator.delete("address", "Support");
    simulator.addFault({ method: "POST", path: "/addresses$", after: true, close: true });
    expect((await stack.up(fixedNames)).error).toBeUndefined();
    expect(counts()).toEqual([1, 1, 1, 1]);
  },
);

test("one object declared twice in a program is an error in the preview", async () => {
  const twice = () => {
    for (const name of ["first", "second"]) new EmailAddress(name, { emailAddress: "support@example.com" });
  };
  const { error } = await account.stack.preview(twice);
  expect(error).toMatch(
    /emailAddress: unique in the account, got "support@example.com", which the resource "\w+" of this program has already/u,
  );
  expect(account.simulator.requests()).toEqual([]);
});

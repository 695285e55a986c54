import { EmailAddress, EmailSignature, InteractionPlanMapping } from "../../provider/index";
import { type Account, nameOf, openAccount, openStack, SERVICE_ACCOUNT } from "../support/engine/account";
import type { TestStack } from "../support/engine/harness/test-stack";

const TEAMS = ["care", "sales"] as const;
const INBOXES = 3;
/** Address, sign-in, signature, mapping. */
const WRITES = 4 * INBOXES;

let account: Account;
let other: TestStack;
beforeEach(async () => {
  account = await openAccount({
    simulator: {
      settings: { detectsOverlappingWrites: true, writeDurationMs: 2_000 },
      // Slow until the two have met.
      onRequest: ({ status }) => {
        if (status === 409) account.simulator.set({ writeDurationMs: 20 });
      },
    },
  });
  other = await openStack(account.simulator);
});
afterEach(async () => {
  await other.dispose();
  await account.dispose();
});

const inboxesOf = (team: (typeof TEAMS)[number]) => () => {
  for (let number = 1; number <= INBOXES; number += 1) {
    const name = `${team}-${number}`;
    const { id, emailAddress } = new EmailAddress(name, {
      emailAddress: `${name}@example.com`,
      credential: SERVICE_ACCOUNT,
    });
    new EmailSignature(name, { addressId: id, html: "<p>Hello</p>" });
    new InteractionPlanMapping(name, { interactionPlan: "Customer support", addresses: [emailAddress] });
  }
};

test("two pipelines at once on one account, which refuses writes that overlap: both end well, nothing is made twice", async () => {
  const [care, sales] = TEAMS.map(inboxesOf) as [() => void, () => void];
  const results = await Promise.all([account.stack.up(care), other.up(sales)]);
  expect(results.map(({ error }) => error)).toEqual([undefined, undefined]);

  const requests = account.simulator.requests();
  const writes = requests.filter(({ method, path }) => method !== "GET" && !path.includes("token"));
  const refused = writes.filter(({ status }) => status === 409);
  expect(refused.length).toBeGreaterThan(0);
  expect(writes.filter(({ committed }) => committed).map(nameOf)).toHaveLength(2 * WRITES);
  expect(writes.length - refused.length).toBe(2 * WRITES);
  expect(refused.length).toBeLessThan(2 * WRITES * 5);

  const { addresses, signatures, mappings } = account.simulator.state();
  expect([addresses, signatures, mappings].map(({ length }) => length)).toEqual([6, 6, 6]);
  expect(account.stack.state().identity).not.toBe(other.state().identity);
  const again = await Promise.all([
    account.stack.preview(care, { refresh: true }),
    other.preview(sales, { refresh: true }),
  ]);
  expect(again.map(({ changes }) => changes)).toEqual([[], []]);
  const gone = await Promise.all([account.stack.destroy(), other.destroy()]);
  expect(gone.map(({ error }) => error)).toEqual([undefined, undefined]);
  expect(account.simulator.state()).toMatchObject({ addresses: [], signatures: [], mappings: [] });
});

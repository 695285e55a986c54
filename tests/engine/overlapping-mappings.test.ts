import { EmailAddress, InteractionPlanMapping } from "../../provider/index";
import { type Account, openAccount, SERVICE_ACCOUNT } from "../support/engine/account";

let account: Account;
beforeAll(async () => {
  account = await openAccount();
});
afterAll(() => account.dispose());

const OTHER = { interactionPlan: "Customer support", priority: 6000 };

/** Mailboxes by the order in which the program has their two mappings, of which only the first changes. */
const ORDERS = {
  before: ["Changing", "Other"],
  after: ["Other", "Changing"],
} as const;

const program = (priority: number) => () => {
  for (const [mailbox, order] of Object.entries(ORDERS)) {
    const args = { emailAddress: `${mailbox}@example.com`, credential: SERVICE_ACCOUNT };
    const { emailAddress } = new EmailAddress(mailbox, args);
    for (const role of order) {
      const name = `${role} ${mailbox}`;
      new InteractionPlanMapping(name, {
        ...OTHER,
        name,
        addresses: [emailAddress],
        ...(role === "Changing" && { priority }),
      });
    }
  }
};

test("a tie with a mapping of the same stack that somebody changed by hand is told, in either order", async () => {
  await account.stack.up(program(4000));
  for (const mailbox of Object.keys(ORDERS))
    account.simulator.edit("mapping", `Other ${mailbox}`, { priority: 5000 });
  const { error, notes } = await account.stack.up(program(5000));
  expect(error).toBeUndefined();
  const told = notes.map(({ text }) => text).filter((text) => text.includes("both take the mail of"));
  // The hand's change itself is drift.
  const { changes } = await account.stack.preview(program(5000), { refresh: true });
  for (const mailbox of Object.keys(ORDERS)) {
    const warning = `mapping "Changing ${mailbox}" .* both take the mail of ${mailbox}@example\\.com`;
    expect(told.filter((text) => new RegExp(warning, "su").test(text))).toHaveLength(1);
    expect(changes).toContain(`update InteractionPlanMapping Other ${mailbox}`);
  }
});

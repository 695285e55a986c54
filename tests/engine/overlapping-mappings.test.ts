import { EmailAddress, InteractionPlanMapping } from "../../provider/index";
import { type Account, openAccount, SERVICE_ACCOUNT } from "../support/engine/account";

let account: Account;
beforeEach(async () => {
  account = await openAccount();
});
afterEach(() => account.dispose());

const OTHER = { interactionPlan: "Customer support", priority: 6000 };

/** Two mappings of one address, of which only the first changes. */
const program = (order: readonly string[], priority: number) => () => {
  const { emailAddress } = new EmailAddress("support", {
    emailAddress: "support@example.com",
    credential: SERVICE_ACCOUNT,
  });
  for (const name of order)
    new InteractionPlanMapping(name, {
      ...OTHER,
      name,
      addresses: [emailAddress],
      ...(name === "Changing" && { priority }),
    });
};

test.each([[["Changing", "Other"]], [["Other", "Changing"]]])(
  "a tie with a mapping of the same stack that somebody changed by hand is told, in the order %j",
  async (order) => {
    await account.stack.up(program(order, 4000));
    account.simulator.edit("mapping", "Other", { priority: 5000 });
    const { error, stdout } = await account.stack.up(program(order, 5000));
    expect(error).toBeUndefined();
    expect(stdout.replace(/\s+/gu, " ")).toMatch(
      /mapping "Changing" .* both take the mail of support@example\.com/u,
    );
    // The hand's change itself is drift.
    const { changes } = await account.stack.preview(program(order, 5000), { refresh: true });
    expect(changes).toContain("update InteractionPlanMapping Other");
  },
);

import { type Account, inbox, openAccount } from "../support/engine/account";

const SALES_ID = "11111111-2222-4333-8444-555555555555";
const OTHER_SALES_ID = "11111111-2222-4333-8444-666666666666";

let account: Account;
beforeEach(async () => {
  account = await openAccount({ simulator: { plans: [{ id: SALES_ID, name: "Sales" }, "Support"] } });
});
afterEach(async () => account.dispose());

const mappedTo = (interactionPlan: string) => () => inbox({ mapping: { interactionPlan } });

test("a name that two plans have is an error that lists their GUIDs; a GUID tells them apart, whatever its case", async () => {
  account.simulator.addPlan("Sales", OTHER_SALES_ID);
  const { error } = await account.stack.up(mappedTo("Sales"));
  expect(error).toContain(
    `which 2 plans have. Use the GUID of the one you mean: ${SALES_ID}, ${OTHER_SALES_ID}.`,
  );
  expect((await account.stack.up(mappedTo(OTHER_SALES_ID))).error).toBeUndefined();
  account.writes();
  const shouted = mappedTo(OTHER_SALES_ID.toUpperCase());
  expect((await account.stack.up(shouted, { refresh: true })).changes).toEqual([]);
  expect(account.writes()).toEqual([]);
});

/** How a plan shows that a preview with refresh finds in VCC. */
async function drift(program: () => void): Promise<unknown> {
  const { steps } = await account.stack.preview(program, { refresh: true });
  return steps.find(({ op }) => op === "update")?.diff;
}

test("a plan's name, from a wrong one to one that is renamed in VCC and one that a second plan gets", async () => {
  const { error } = await account.stack.up(mappedTo("Slaes"));
  expect(error).toContain(
    'interactionPlan: the name or GUID of an interaction plan, got "Slaes", which no plan has. Did you mean "Sales"? The account\'s plans are "Sales", "Support".',
  );
  // The rest of the inbox is made.
  expect((await account.stack.up(mappedTo("Sales"))).changes).toEqual([
    "create InteractionPlanMapping support",
  ]);

  // Renamed in VCC, it's no change until somebody looks, and then shows by name.
  account.simulator.renamePlan("Sales", "Revenue");
  account.writes();
  expect((await account.stack.up(mappedTo("Sales"))).changes).toEqual([]);
  expect(await drift(mappedTo("Sales"))).toMatchObject({
    interactionPlan: { before: "Revenue", after: "Sales" },
  });

  // It's renamed in the program without a write, as a write could move mail.
  expect((await account.stack.up(mappedTo("Revenue"))).error).toBeUndefined();
  expect(account.writes()).toEqual([]);

  // A second plan of the same name doesn't disturb a mapping that exists.
  account.simulator.addPlan("Revenue", OTHER_SALES_ID);
  expect((await account.stack.up(mappedTo("Revenue"), { refresh: true })).changes).toEqual([]);
  expect(account.writes()).toEqual([]);

  // Mail that is led to that one shows as drift, by GUID.
  const [mapping] = account.simulator.state().mappings;
  account.simulator.edit("mapping", mapping?.mappingName ?? "", { interactionPlanId: OTHER_SALES_ID });
  expect(await drift(mappedTo("Revenue"))).toMatchObject({
    interactionPlan: { before: OTHER_SALES_ID, after: "Revenue" },
  });
});

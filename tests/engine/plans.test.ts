import { type Account, inbox, openAccount } from "./account";

const SALES_ID = "11111111-2222-4333-8444-555555555555";
const OTHER_SALES_ID = "11111111-2222-4333-8444-666666666666";

let account: Account;
beforeEach(async () => {
  account = await openAccount({ simulator: { plans: [{ id: SALES_ID, name: "Sales" }, "Support"] } });
});
afterEach(async () => account.dispose());

const mappedTo = (interactionPlan: string) => () => inbox({ mapping: { interactionPlan } });

test("a plan that doesn't exist is an error that lists those that do; the rest of the inbox is made", async () => {
  const { error } = await account.stack.up(mappedTo("Slaes"));
  expect(error).toContain(
    'interactionPlan: the name or GUID of an interaction plan, got "Slaes", which no plan has. The account\'s plans are "Sales", "Support".',
  );
  expect((await account.stack.up(mappedTo("Sales"))).changes).toEqual([
    "create InteractionPlanMapping support",
  ]);
});

test("a name that two plans have is an error that lists their GUIDs; a GUID tells them apart", async () => {
  account.simulator.addPlan("Sales", OTHER_SALES_ID);
  const { error } = await account.stack.up(mappedTo("Sales"));
  expect(error).toContain(
    `which 2 plans have. Use the GUID of the one you mean: ${SALES_ID}, ${OTHER_SALES_ID}.`,
  );
  expect((await account.stack.up(mappedTo(OTHER_SALES_ID))).error).toBeUndefined();
  expect((await account.stack.preview(mappedTo(OTHER_SALES_ID), { refresh: true })).changes).toEqual([]);
});

test("a second plan of the same name doesn't disturb a mapping that exists", async () => {
  await account.stack.up(mappedTo("Sales"));
  account.simulator.addPlan("Sales", OTHER_SALES_ID);
  account.writes();
  expect((await account.stack.up(mappedTo("Sales"), { refresh: true })).changes).toEqual([]);
  expect(account.writes()).toEqual([]);
});

test("mail led to another plan of the same name shows as drift, by GUID", async () => {
  await account.stack.up(mappedTo("Sales"));
  account.simulator.addPlan("Sales", OTHER_SALES_ID);
  const [mapping] = account.simulator.state().mappings;
  account.simulator.edit("mapping", mapping?.mappingName ?? "", { interactionPlanId: OTHER_SALES_ID });
  const { steps } = await account.stack.preview(mappedTo("Sales"), { refresh: true });
  expect(steps.find(({ op }) => op === "update")?.diff).toMatchObject({
    interactionPlan: { before: OTHER_SALES_ID, after: "Sales" },
  });
});

describe("a plan that is renamed in VCC", () => {
  beforeEach(async () => {
    await account.stack.up(mappedTo("Sales"));
    account.simulator.renamePlan("Sales", "Revenue");
    account.writes();
  });

  test("is no change until somebody looks, and then shows by name", async () => {
    expect((await account.stack.up(mappedTo("Sales"))).changes).toEqual([]);
    const { steps } = await account.stack.preview(mappedTo("Sales"), { refresh: true });
    expect(steps.find(({ op }) => op === "update")?.diff).toMatchObject({
      interactionPlan: { before: "Revenue", after: "Sales" },
    });
  });

  test("is renamed in the program without a write, as a write could move mail", async () => {
    expect((await account.stack.up(mappedTo("Revenue"))).error).toBeUndefined();
    expect(account.writes()).toEqual([]);
    expect((await account.stack.preview(mappedTo("Revenue"), { refresh: true })).changes).toEqual([]);
  });
});

test("a plan given by GUID stays a GUID, whatever its case", async () => {
  await account.stack.up(mappedTo(SALES_ID));
  account.writes();
  expect((await account.stack.up(mappedTo(SALES_ID.toUpperCase()), { refresh: true })).changes).toEqual([]);
  expect(account.writes()).toEqual([]);
});

import { type Account, inbox, openAccount } from "../support/engine/account";

/** One stack that is to be destroyed, and isn't at first. */
let account: Account;
beforeAll(async () => {
  account = await openAccount();
  expect((await account.stack.up(inbox)).error).toBeUndefined();
  account.writes();
});
afterAll(async () => account.dispose());

const names = () =>
  account.stack
    .state()
    .resources.map(({ type, name }) => `${type.split(":").at(-1) ?? ""} ${name}`)
    .sort();

test("an address that somebody else mapped is not deleted: the error names the mapping, and nothing is forced", async () => {
  const { simulator, stack } = account;
  simulator.create("mapping", {
    mappingName: "Mapped by hand",
    mappingDescription: "",
    interactionPlanId: simulator.state().plans[0]?.interactionPlanId,
    toAddresses: ["support@example.com"],
  });
  const { error } = await stack.destroy();
  expect(error).toMatch(
    /support@example\.com can't be deleted.*"Mapped by hand".*Remove it from those mappings/su,
  );
  expect(simulator.state().mappings).toMatchObject([{ mappingName: "Mapped by hand" }]);
  // What could not go is still in the state, so nothing is lost.
  expect(names()).toEqual(["EmailAddress support", "EmailProfile care"]);
});

test("after a refused destroy, up brings back what was deleted", async () => {
  account.simulator.delete("mapping", "Mapped by hand");
  account.writes();
  expect((await account.stack.up(inbox)).error).toBeUndefined();
  expect(account.order().sort()).toEqual(["POST mapping", "PUT signature"]);
  const { error, changes } = await account.stack.preview(inbox, { refresh: true });
  expect([error, changes]).toEqual([undefined, []]);
});

test("what is gone already counts as deleted; a profile that another address uses is not deleted: the error names the address", async () => {
  const { simulator, stack } = account;
  const { profiles, mappings } = simulator.state();
  simulator.delete("mapping", mappings[0]?.mappingName ?? "");
  simulator.delete("address", "support@example.com");
  const other = { emailAddress: "other@example.com", name: "Other", profileId: profiles[0]?.id };
  simulator.create("address", other);
  account.writes();
  const { error } = await stack.destroy();
  expect(error).toMatch(/can't be deleted.*other@example\.com/su);
  expect(account.writes()).toEqual([]);
  expect(names()).toEqual(["EmailProfile care"]);
});

test("what was refused goes once nothing holds it", async () => {
  account.simulator.delete("address", "Other");
  account.writes();
  expect((await account.stack.destroy()).error).toBeUndefined();
  expect(account.order()).toEqual(["DELETE profile"]);
  expect(names()).toEqual([]);
});

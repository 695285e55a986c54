import { type Account, inbox, openAccount } from "./account";

let account: Account;
beforeEach(async () => {
  account = await openAccount();
  await account.stack.up(inbox);
  account.writes();
});
afterEach(async () => account.dispose());

function mapByHand(): void {
  const { simulator } = account;
  simulator.create("mapping", {
    mappingName: "Mapped by hand",
    mappingDescription: "",
    interactionPlanId: simulator.state().plans[0]?.interactionPlanId,
    toAddresses: ["support@example.com"],
  });
  account.writes();
}

test("an address that somebody else mapped is not deleted: the error names the mapping, and nothing is forced", async () => {
  mapByHand();
  const refused = await account.stack.destroy();
  expect(refused.error).toMatch(
    /support@example\.com can't be deleted.*"Mapped by hand".*Remove it from those mappings/su,
  );
  expect(account.simulator.state().mappings).toMatchObject([{ mappingName: "Mapped by hand" }]);
  // What could not go is still in the state, so nothing is lost.
  expect(
    account.stack
      .state()
      .resources.map(({ name }) => name)
      .sort(),
  ).toEqual(["care", "support"]);

  account.simulator.delete("mapping", "Mapped by hand");
  account.writes();
  expect((await account.stack.destroy()).error).toBeUndefined();
  expect(account.order()).toEqual(["DELETE address", "DELETE profile"]);
});

test("after a refused destroy, up brings back what was deleted", async () => {
  mapByHand();
  expect((await account.stack.destroy()).error).toContain("Mapped by hand");
  account.simulator.delete("mapping", "Mapped by hand");
  account.writes();
  expect((await account.stack.up(inbox)).error).toBeUndefined();
  expect(account.order().sort()).toEqual(["POST mapping", "PUT signature"]);
  expect((await account.stack.preview(inbox, { refresh: true })).changes).toEqual([]);
});

test("a profile that another address uses is not deleted: the error names the address", async () => {
  const profileId = account.simulator.state().profiles[0]?.id;
  account.simulator.create("address", { emailAddress: "other@example.com", name: "Other", profileId });
  account.writes();
  const refused = await account.stack.destroy();
  expect(refused.error).toMatch(/can't be deleted.*other@example\.com/su);
});

test("what is gone already counts as deleted", async () => {
  account.simulator.delete("mapping", account.simulator.state().mappings[0]?.mappingName ?? "");
  account.simulator.delete("address", "support@example.com");
  expect((await account.stack.destroy()).error).toBeUndefined();
  expect(account.simulator.state().profiles).toEqual([]);
});

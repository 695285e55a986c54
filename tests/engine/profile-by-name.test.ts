import { EmailAddress } from "../../provider/index";
import { type Account, openAccount, SERVICE_ACCOUNT } from "../support/engine/account";

let account: Account;
beforeAll(async () => {
  account = await openAccount();
  account.simulator.create("profile", { name: "Care" });
  account.simulator.create("profile", { name: "Sales" });
});
afterAll(async () => account.dispose());

const program = (profileId: string) => () => {
  new EmailAddress("support", {
    emailAddress: "support@example.com",
    profileId,
    credential: SERVICE_ACCOUNT,
  });
};
const idOf = (name: string) =>
  account.simulator.state().profiles.find((profile) => profile.name === name)?.id;

test("an address takes an existing profile by its name, and keeps it without a write", async () => {
  expect((await account.stack.preview(program("name:Care"))).error).toBeUndefined();
  expect(account.simulator.requests()).toEqual([]);
  expect((await account.stack.up(program("name:Care"))).error).toBeUndefined();
  expect(account.simulator.state().addresses).toMatchObject([{ profileId: idOf("Care") }]);
  account.writes();
  expect((await account.stack.up(program("name:Care"), { refresh: true })).changes).toEqual([]);
  expect(account.writes()).toEqual([]);
});

test("another name is changed in place; a name that no profile has lists those that there are", async () => {
  expect((await account.stack.up(program("name:Sales"))).error).toBeUndefined();
  expect(account.writes()).toEqual([`PATCH address {"profileId":"${idOf("Sales")}"}`]);
  const { error } = await account.stack.up(program("name:Slaes"));
  expect(error).toContain(
    'got "Slaes", which no profile has. Did you mean "Sales"? The account\'s profiles are "Care", "Sales".',
  );
});

test("the same profile by its id is no write", async () => {
  expect((await account.stack.up(program(idOf("Sales") ?? ""))).error).toBeUndefined();
  expect(account.writes()).toEqual([]);
});

test("another profile that somebody chose in VCC is drift", async () => {
  await account.stack.up(program("name:Sales"));
  account.simulator.edit("address", "support@example.com", { profileId: idOf("Care") });
  const { steps } = await account.stack.preview(program("name:Sales"), { refresh: true });
  expect(steps.find(({ op }) => op === "update")?.diff).toMatchObject({
    profileId: { before: idOf("Care"), after: "name:Sales" },
  });
});

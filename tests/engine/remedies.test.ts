import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { InboxFleet } from "../../provider/index";
import { commandsIn } from "../support/commands-in";
import {
  type Account,
  AN_HOUR_MS,
  GOOGLE_KEY,
  inbox,
  openAccount,
  SERVICE_ACCOUNT,
} from "../support/engine/account";
import type { OperationOptions } from "../support/engine/harness/session";
import type { OperationResult } from "../support/engine/harness/operation";
import { MAILBOX } from "../support/identities";
import { newFolder } from "../support/folders";

let account: Account;
beforeEach(async () => {
  account = await openAccount();
});
afterEach(async () => account.dispose());

const statusOf = () => account.simulator.state().addresses[0]?.authentication.status;

/** All that a run showed, in which a remedy is looked for. */
const shown = ({ stdout, stderr, events }: OperationResult) => stdout + stderr + JSON.stringify(events);

/** Runs a command of the engine as it was printed, and no flag more. Error: when it wasn't printed. */
async function runPrinted(
  command: string,
  { printed, program }: { readonly printed: string; readonly program: () => void },
  options?: OperationOptions,
): Promise<OperationResult> {
  expect(commandsIn(printed)).toContain(command);
  const [, ...words] = command.split(" ");
  return account.stack.operation([...words, "--yes", "--skip-preview"], program, options);
}

/** Sets what was asked for, as it was printed. */
async function setPrinted(command: string, printed: string, key: string, value: string): Promise<void> {
  expect(commandsIn(printed)).toContain(command);
  expect(printed).toContain(`${command} ${key}`);
  const [, ...words] = command.split(" ");
  expect(await account.stack.command(...words, key, value)).toMatchObject({ code: 0 });
}

test("a mailbox that VCC is no longer signed in to ends a pipeline's look for drift with 7, and is signed in again by the command that was printed", async () => {
  const program = () => void inbox();
  const preview = async () =>
    account.stack.preview(program, { refresh: true, flags: ["--expect-no-changes"] });
  expect((await account.stack.up(program)).error).toBeUndefined();
  expect((await preview()).exitCode).toBe(0);

  for (const look of [preview, async () => account.stack.refresh()]) {
    account.simulator.expire(MAILBOX, "Password changed");
    const looked = await look();
    // A refresh writes what it saw into the state, and has done its work by that.
    expect(looked.exitCode).toBe(look === preview ? 7 : 0);
    account.writes();
    const printed = shown(looked);
    expect((await runPrinted("pulumi up --refresh", { printed, program })).error).toBeUndefined();
    expect(account.order()).toEqual(["PUT sign-in"]);
    expect(statusOf()).toBe("Active");
  }
});

test("an object that is gone when it is to be changed is made again by the command that was printed", async () => {
  const program = (description: string) => () => void inbox({ profile: { name: "Care", description } });
  await account.stack.up(program("one"));
  account.simulator.skewClock(AN_HOUR_MS);
  account.simulator.delete("mapping", account.simulator.state().mappings[0]?.mappingName ?? "");
  const remapped = () =>
    void inbox({ profile: { name: "Care", description: "one" }, mapping: { priority: 7 } });
  const failed = await account.stack.up(remapped);
  expect(failed.error).toContain("is gone");
  const mended = await runPrinted("pulumi up --refresh", { printed: failed.error ?? "", program: remapped });
  expect(mended.error).toBeUndefined();
  expect(account.simulator.state().mappings).toMatchObject([{ priority: 7 }]);
});

test("a new token where the credential points is handed to VCC by up, as login says", async () => {
  const program = () =>
    void inbox({
      address: {
        credential: {
          provider: "google",
          method: "refreshToken",
          clientId: "client",
          clientSecret: "env:SECRET",
          refreshToken: "env:TOKEN",
          probe: false,
        },
      },
    });
  const withToken = (token: string) => ({ env: { SECRET: "secret-of-the-client", TOKEN: token } });
  await account.stack.up(program, withToken("first-token-of-support"));
  account.writes();
  const printed = "Write this in the program, then run pulumi up:";
  const { error } = await runPrinted("pulumi up", { printed, program }, withToken("second-token-of-support"));
  expect([error, account.order()]).toEqual([undefined, ["PUT sign-in"]]);
});

test("a stack secret that a credential points to is missing: it is set as the error says", async () => {
  const program = () =>
    void inbox({ address: { credential: { ...SERVICE_ACCOUNT, key: "config:supportKey" } } });
  const { error = "" } = await account.stack.up(program);
  await setPrinted("pulumi config set --secret", error, "supportKey", GOOGLE_KEY);
  expect((await account.stack.up(program)).error).toBeUndefined();
  expect(statusOf()).toBe("Active");
});

test("settings are missing: each is set as the error says", async () => {
  const program = () => void inbox();
  const none = { env: { VCC_CLIENT_ID: "", VCC_CLIENT_SECRET: "" } };
  const { error = "" } = await account.stack.up(program, none);
  await setPrinted("pulumi config set", error, "vcc:clientId", account.simulator.clientId);
  await setPrinted("pulumi config set --secret", error, "vcc:clientSecret", account.simulator.clientSecret);
  expect((await account.stack.up(program, none)).error).toBeUndefined();
});

test("a value that a fleet file takes from the stack is missing: it is set as the error says", async () => {
  const file = join(newFolder(), "inboxes.yaml");
  writeFileSync(
    file,
    'inboxes: { support: { emailAddress: "support@${config:domain}", ignore: { unmapped-address: A test. } } }\n',
  );
  const program = () => void InboxFleet.fromFile(file, { environment: "dev" });
  const { error = "" } = await account.stack.preview(program);
  await setPrinted("pulumi config set", error, "domain", "example.com");
  expect((await account.stack.preview(program)).error).toBeUndefined();
});

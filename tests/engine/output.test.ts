import { EmailProfile } from "../../provider/index";
import { type Account, inbox, openAccount } from "./account";
import type { OperationResult } from "./harness/operation";

let account: Account;
beforeEach(async () => {
  account = await openAccount();
});
afterEach(async () => account.dispose());

/** What a person sees of it. */
function shown({ stdout, stderr, notes, error }: OperationResult): string {
  return [stdout, stderr, ...notes.map(({ text }) => text), error].join("\n");
}

const INTERNAL = /\b__\w|see the error of the resource|shown by the engine/u;

test.each([
  {
    rule: "a replacement under a new generated name",
    before: {},
    after: { emailAddress: "help@example.com" },
  },
  { rule: "a name that the program gives", before: {}, after: { name: "Support" } },
  { rule: "a name that the program no longer gives", before: { name: "Support" }, after: {} },
])("nothing internal is shown of $rule", async ({ before, after }) => {
  const made = await account.stack.up(() => inbox({ address: before }));
  expect(made.error).toBeUndefined();
  const program = () => inbox({ address: after });
  const preview = await account.stack.preview(program);
  expect(preview.stdout).toMatch(/diff: .*name/u);
  const detailed = await account.stack.operation(["preview", "--diff"], program);
  const changed = await account.stack.up(program);
  expect(changed.error).toBeUndefined();
  for (const result of [made, preview, detailed, changed]) expect(shown(result)).not.toMatch(INTERNAL);
});

test("an error is shown once, whatever the operation", async () => {
  await account.stack.up(inbox);
  account.simulator.addFault({ status: 403, body: { message: "Not today" }, times: 1_000 });
  const refreshed = await account.stack.refresh();
  const destroyed = await account.stack.destroy();
  for (const result of [refreshed, destroyed]) {
    expect(result.error).toContain("Not today");
    expect(shown(result)).not.toMatch(INTERNAL);
  }
});

test("names that somebody gave in VCC command neither terminal nor CI system", async () => {
  const program = () => new EmailProfile("care", { name: "Care" });
  await account.stack.up(program);
  const name = "x\u001b[31m\n::error::owned\r##vso[task.complete]\u202e";
  account.simulator.edit("profile", "Care", { name, description: name });
  const preview = await account.stack.preview(program, { refresh: true });
  expect(preview.changes).toContain("update EmailProfile care");
  const detailed = await account.stack.operation(["preview", "--refresh", "--diff"], program);
  expect(detailed.stdout).toContain("owned");
  for (const { stdout } of [preview, detailed]) {
    expect(stdout).not.toMatch(/\u001b\[31m|^\s*::/mu);
  }
});

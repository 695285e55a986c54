import { type Account, inbox, openAccount } from "../support/engine/account";
import type { OperationResult } from "../support/engine/harness/operation";

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

test("an error is shown once, with the code that the documentation has, whatever the operation", async () => {
  await account.stack.up(inbox);
  account.simulator.addFault({ status: 403, body: { message: "Not today" }, times: 1_000 });
  const refreshed = await account.stack.refresh();
  const destroyed = await account.stack.destroy();
  for (const result of [refreshed, destroyed]) {
    expect(result.error).toMatch(/Not today.*\[VCC_[A-Z]+\]$/mu);
    expect(shown(result)).not.toMatch(INTERNAL);
  }
});

/** What a terminal, or a runner that reads a pipeline's log line by line, obeys. */
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|^\s*::|##[a-z]*\[/imu;
const EVIL = "\u001b[31m\n::error::owned\r##vso[task.complete]\u202e\u009b31m";

test("what somebody wrote in VCC commands neither terminal nor CI system, and none of it is lost", async () => {
  const program = () => {
    const { care } = inbox({
      html: "<p>One</p>\n<p>Two</p>",
      profile: { name: "Care", description: "One\nTwo" },
    });
    return care;
  };
  await account.stack.up(program);
  const { simulator } = account;
  simulator.edit("profile", "Care", { name: `x${EVIL}`, description: `One\nTwo${EVIL}` });
  simulator.edit("signature", "support@example.com", { html: `<p>One</p>\n::error::x::y\n<p>${EVIL}</p>` });
  simulator.edit("address", "support@example.com", { dataSources: [{ name: "__proto__", value: EVIL }] });
  const preview = await account.stack.preview(program, { refresh: true });
  expect(preview.changes.filter((line) => !line.startsWith("refresh"))).toEqual([
    "update EmailAddress support",
    "update EmailProfile care",
    "update EmailSignature support",
  ]);
  const detailed = await account.stack.operation(["preview", "--refresh", "--diff"], program);
  for (const shownAs of [
    "␛[31m",
    ": :error::owned␍# #vso[task.complete]<U+202E><U+009B>31m",
    "<__proto__>",
  ]) {
    expect(detailed.stdout).toContain(shownAs);
  }
  for (const result of [preview, detailed]) expect(shown(result)).not.toMatch(OBEYED);
  const mended = await account.stack.up(program, { refresh: true });
  expect(mended.error).toBeUndefined();
  const [profile] = simulator.state().profiles;
  expect(profile).toMatchObject({ name: "Care", description: "One\nTwo" });
  expect(simulator.state().addresses).toMatchObject([{ dataSources: [] }]);
});

test("HTML of the program itself stays as it is written, whatever is in it", async () => {
  const html = `<p dir="rtl">\u202b\u05e9\u202c ##vso[x]</p>\n  ::error::x::y\r<p>z</p>`;
  const program = () => inbox({ html });
  await account.stack.up(program);
  expect((await account.stack.preview(program, { refresh: true })).changes).toEqual([]);
});

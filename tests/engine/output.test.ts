import {
  EmailAddress,
  type EmailAddressArgs,
  EmailSignature,
  InteractionPlanMapping,
} from "../../provider/index";
import { type Account, inbox, openAccount, SERVICE_ACCOUNT } from "../support/engine/account";
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

/** Arguments of an address, before and after, by what the change between them is. */
const CHANGES = {
  "a replacement under a new generated name": [{}, { emailAddress: "help@example.com" }],
  "a name that the program gives": [{}, { name: "Support" }],
  "a name that the program no longer gives": [{ name: "Sales" }, {}],
} satisfies Record<string, readonly [Partial<EmailAddressArgs>, Partial<EmailAddressArgs>]>;

/** An inbox for each of the changes. */
const changing = (when: 0 | 1) => () => {
  for (const [key, change] of Object.values(CHANGES).entries()) {
    const made = { emailAddress: `inbox-${key}@example.com`, credential: SERVICE_ACCOUNT };
    const { id: addressId, emailAddress } = new EmailAddress(`inbox-${key}`, { ...made, ...change[when] });
    new EmailSignature(`inbox-${key}`, { addressId, html: "<p>Support</p>" });
    const routing = { interactionPlan: "Customer support", addresses: [emailAddress] };
    new InteractionPlanMapping(`inbox-${key}`, routing);
  }
};

test(`nothing internal is shown of ${Object.keys(CHANGES).join(", ")}`, async () => {
  const made = await account.stack.up(changing(0));
  expect(made.error).toBeUndefined();
  const preview = await account.stack.preview(changing(1));
  for (const key of Object.keys(CHANGES).keys())
    expect(preview.stdout).toMatch(new RegExp(`EmailAddress inbox-${key} .*diff: .*name`, "u"));
  const detailed = await account.stack.operation(["preview", "--diff"], changing(1));
  const changed = await account.stack.up(changing(1));
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

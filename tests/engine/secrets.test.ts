import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Inbox, InboxFleet, SignatureTemplate } from "../../provider/index";
import { type Account, openAccount, SERVICE_ACCOUNT } from "../support/engine/account";
import { newFolder } from "../support/folders";

const WORD = "hush-hush-0123456789";
const SPELT = Array.from(WORD).join(".");

/** The SDK's types leave it out. */
const isForDebugging = (severity: string | undefined) => severity === "debug";

let account: Account;
let folder: string;
beforeEach(async () => {
  account = await openAccount();
  folder = newFolder();
  await account.stack.command("config", "set", "--secret", "word", WORD);
});
afterEach(async () => {
  for (const name of ["PLANTED", "TIER"]) Reflect.deleteProperty(process.env, name);
  await account.dispose();
});

test("a secret stays one wherever a program puts it, also where a template spells it letter by letter", async () => {
  writeFileSync(
    join(folder, "spell.html"),
    '<p>{% assign letters = word | split: "" %}{{ letters | join: "." }}</p>',
  );
  const program = (ending: string) => () => {
    const word = pulumi.interpolate`${new pulumi.Config().requireSecret("word")}${ending}`;
    const spell = SignatureTemplate.fromFile("spell.html", { folder });
    new Inbox("support", {
      emailAddress: "support@example.com",
      credential: SERVICE_ACCOUNT,
      description: word,
      dataSources: { word },
      profile: { settings: { word } },
      signature: { template: spell, variables: { word } },
      mapping: { interactionPlan: "Customer support", description: word, dataSources: { note: word } },
    });
  };
  const texts: string[] = [];
  const keep = ({ error, stdout, stderr, events }: Awaited<ReturnType<typeof account.stack.up>>) => {
    expect(error).toBeUndefined();
    // Pulumi's own debugging, which people see with --debug alone, masks no more than the secret as it is configured.
    const shown = events.filter(({ diagnosticEvent }) => !isForDebugging(diagnosticEvent?.severity));
    texts.push(stdout, stderr, JSON.stringify(shown), account.stack.state().text);
  };
  keep(await account.stack.preview(program(""), { flags: ["--diff"] }));
  keep(await account.stack.up(program(""), { flags: ["--diff"] }));
  expect(account.simulator.state()).toMatchObject({
    addresses: [{ description: WORD }],
    signatures: [{ html: expect.stringContaining(SPELT) as string }],
  });
  account.simulator.edit("address", "support@example.com", { description: "Clicked" });
  keep(await account.stack.preview(program(""), { refresh: true, flags: ["--diff"] }));
  keep(await account.stack.up(program("!"), { refresh: true, flags: ["--diff"] }));
  for (const shown of [WORD, SPELT]) expect(texts.some((text) => text.includes(shown))).toBe(false);
});

test("a fleet file puts no secret of the stack and no variable of the process into text", async () => {
  const file = join(folder, "inboxes.yaml");
  const text = (description: string) =>
    `inboxes:\n  support: { emailAddress: support@example.com, ignore: { unmapped-address: x }, description: "${description}", credential: { provider: google, method: serviceAccount, key: env:GOOGLE_KEY, probe: false } }\n`;
  // Programs of these tests run in this process.
  Object.assign(process.env, { PLANTED: "planted-0123456789", TIER: "gold-gold-gold" });
  const program = () =>
    void InboxFleet.fromFile(file, { environment: pulumi.getStack(), allow: { env: ["TIER"] } });
  for (const [variable, told] of [
    ["config:word", "got config:word, which is a secret"],
    ["env:PLANTED", "got env:PLANTED, which nobody has allowed"],
  ] as const) {
    writeFileSync(file, text(`\${${variable}}`));
    const { error, stdout, stderr } = await account.stack.preview(program);
    expect(error).toContain(told);
    expect(stdout + stderr).not.toMatch(/hush-hush|planted-/u);
  }
  writeFileSync(file, text("${env:TIER}"));
  expect((await account.stack.up(program)).error).toBeUndefined();
  expect(account.simulator.state().addresses).toMatchObject([{ description: "gold-gold-gold" }]);
});

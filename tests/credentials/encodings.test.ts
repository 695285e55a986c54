import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createCredentials } from "../../provider/credentials/index";
import { MAILBOX, serviceAccountKey } from "../support/identities";
import { newFolder } from "../support/folders";

const key = serviceAccountKey();
const folder = newFolder();

const credentialsWith = (value = "") =>
  createCredentials({ environment: { KEY: value }, folder, config: () => value });
const credentialAt = (reference: string) =>
  ({ provider: "google", method: "serviceAccount", key: reference }) as const;

test.each(["env:KEY", "config:key", "file:bom.json"])(
  "a byte order mark before a key is no part of it: %s",
  async (reference) => {
    const text = `\ufeff${key.file}`;
    writeFileSync(join(folder, "bom.json"), text);
    const grant = await credentialsWith(text).grant(credentialAt(reference), MAILBOX);
    expect(grant).toMatchObject({ serviceAccountKey: { client_email: key.account.email } });
  },
);

test("a key file in UTF-16 is named, in the preview and where it is needed", async () => {
  writeFileSync(join(folder, "key.json"), Buffer.from(`\ufeff${key.file}`, "utf16le"));
  const credential = credentialAt("file:key.json");
  const told = 'a file in UTF-8, got "file:key.json", which is in UTF-16, little endian. Save it as UTF-8.';
  expect(credentialsWith().problems(credential)).toContainEqual({ field: "key", reason: told });
  await expect(credentialsWith().grant(credential, MAILBOX)).rejects.toThrow(
    `The service account key of ${MAILBOX} can't be read: ${told}`,
  );
});

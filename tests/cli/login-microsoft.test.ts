import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { IdentityServer } from "../credentials/servers/identity-server";
import {
  CLIENT_SECRET,
  CONFIDENTIAL_CLIENT,
  entersCodes,
  login,
  MAILBOX,
  newFolder,
  PUBLIC_CLIENT,
  startMicrosoft,
  TENANT,
} from "./signing-in";

let microsoft: IdentityServer;
beforeAll(async () => {
  microsoft = await startMicrosoft();
});
afterAll(() => microsoft.stop());
beforeEach(async () => {
  await microsoft.faults();
  await microsoft.send("signInAs", MAILBOX);
  await microsoft.takeRequests();
});

const environment = () => ({
  VCC_MICROSOFT_AUTHORITY: microsoft.url,
  VCC_GRAPH_ROOT_URL: microsoft.url,
  CLIENT_SECRET,
});
const options = ["--provider", "microsoft", "--tenant", TENANT];

test.each([
  ["browser, public", ["--client-id", PUBLIC_CLIENT], true],
  [
    "browser, confidential",
    ["--client-id", CONFIDENTIAL_CLIENT, "--client-secret-ref", "env:CLIENT_SECRET"],
    false,
  ],
  ["code", ["--client-id", PUBLIC_CLIENT], false],
])("%s", async (name, more, hasBrowser) => {
  const folder = newFolder();
  const ran = await login(
    [MAILBOX, ...options, ...more, "--timeout", "6", "--file", join(folder, "token"), "--cwd", folder],
    {
      environment: environment(),
      hasBrowser,
      ...(name === "code" && { react: entersCodes }),
    },
  );
  console.log(ran, await microsoft.takeRequests());
  console.log(readFileSync(join(folder, "token"), "utf8"));
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Browser } from "../../support/browser";
import { fakePulumi } from "../../support/fake-pulumi";
import { newFolder } from "../../support/folders";
import { expectNoSecret } from "../../support/printed-text";
import { CLIENT_SECRET, CLIENT, MAILBOX, OTHER_MAILBOX } from "../../support/identities";
import { useGoogle } from "../../support/identity/identity-server";
import { REPOSITORY } from "../../support/repository";

const SOURCE =
  'require("./provider/cli/login").loginCommand().parseAsync(process.argv.slice(1), { from: "user" })';

const google = useGoogle();

/** As a person would run it, with Google's library as it is. Logging is asked for, as it would print tokens. */
async function run(folder: string, path: string) {
  const args = ["--provider", "google", "--client-id", CLIENT, "--client-secret-ref", "env:CLIENT_SECRET"];
  const place = ["--stack-secret", "supportMailbox", "--cwd", folder];
  const program = spawn(
    process.execPath,
    ["--import", "tsx", "-e", SOURCE, "--", MAILBOX, ...args, ...place],
    {
      cwd: REPOSITORY,
      env: {
        PATH: path,
        HOME: folder,
        ...google.environment,
        CLIENT_SECRET,
        GOOGLE_SDK_NODE_LOGGING: "*",
        NODE_DEBUG: "fetch",
      },
    },
  );
  const [out, err]: [string[], string[]] = [[], []];
  let spare: Socket | undefined;
  createInterface(program.stdout).on("line", (line) => out.push(line));
  createInterface(program.stderr).on("line", (line) => {
    err.push(line);
    if (!line.startsWith("http")) return;
    const { port } = new URL(new URL(line).searchParams.get("redirect_uri") ?? "");
    // As browsers do: a connection ahead, kept without a word.
    spare = connect({ host: "127.0.0.1", port: Number(port) });
    spare.on("error", () => undefined);
    void new Browser().open(line);
  });
  const [exitCode] = (await once(program, "close")) as [number | null];
  spare?.destroy();
  return { exitCode, out: out.join("\n"), err: err.join("\n") };
}

test("as a program it signs in, stores the token, and says what to write", async () => {
  const folder = newFolder();
  const pulumi = fakePulumi(folder);
  pulumi.answer({ "stack --show-name": { output: "dev\n" }, "config set": {} });
  await google.send("signInAs", MAILBOX);
  const { exitCode, out, err } = await run(folder, pulumi.path);
  expect({ exitCode, err }).toMatchObject({ exitCode: 0 });
  expect(out).toMatch(/^credential: \{\n[\s\S]*refreshToken: "config:supportMailbox",\n[\s\S]*\n\},$/u);
  const token = pulumi.runs()[1]?.input ?? "";
  expect(token).toMatch(/^[\w-]{20,}$/u);
  expectNoSecret(out + err, [token, CLIENT_SECRET]);
}, 60_000);

test("as a program it refuses another mailbox with exit code 2", async () => {
  const folder = newFolder();
  const pulumi = fakePulumi(folder);
  pulumi.answer({ "stack --show-name": { output: "dev\n" } });
  await google.send("signInAs", OTHER_MAILBOX);
  const { exitCode, out, err } = await run(folder, pulumi.path);
  expect({ exitCode, out }).toEqual({ exitCode: 2, out: "" });
  expect(err).toContain(`opens the mailbox ${OTHER_MAILBOX}, not ${MAILBOX}`);
  const log = join(folder, "runs.jsonl");
  expect(existsSync(log) && readFileSync(log, "utf8")).not.toContain("config");
}, 60_000);

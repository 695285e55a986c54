import { spawn } from "node:child_process";
import { once } from "node:events";
import { serviceAccountKey, MAILBOX, SERVICE_ACCOUNT } from "../../support/identities";
import { useDoctorFixture, PLANTED } from "../../support/doctor-fixture";
import { expectNoSecret } from "../../support/printed-text";
import { REPOSITORY } from "../../support/repository";

const SOURCE =
  'require("./provider/cli/doctor").doctorCommand().parseAsync(process.argv.slice(1), { from: "user" })';

const fixture = useDoctorFixture();
beforeEach(() => {
  fixture.environment["KEY"] = serviceAccountKey().file;
});

/** As a pipeline would run it, with Google's library as it is. Logging is asked for, as it would print tokens. */
async function run(...args: readonly string[]) {
  const all = ["--import", "tsx", "-e", SOURCE, "--", "--cwd", fixture.folder, ...args];
  const program = spawn(process.execPath, all, {
    cwd: REPOSITORY,
    env: { ...fixture.environment, HOME: fixture.folder, GOOGLE_SDK_NODE_LOGGING: "*" },
  });
  let [out, err] = ["", ""];
  program.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  program.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const [exitCode] = (await once(program, "close")) as [number | null];
  expectNoSecret(out + err, Object.values(PLANTED));
  return { exitCode, out, err };
}

test("as a program it prints one JSON document and ends with its exit code", async () => {
  const id = await fixture.address(MAILBOX, SERVICE_ACCOUNT);
  fixture.stack([{ name: "support", id, emailAddress: MAILBOX, credential: SERVICE_ACCOUNT }]);
  const fine = await run("--json");
  expect(fine).toMatchObject({ exitCode: 0, err: "" });
  expect(JSON.parse(fine.out)).toMatchObject({ exitCode: 0, mailboxes: [{ probe: { health: "active" } }] });
  fixture.simulator.expire(MAILBOX);
  const expired = await run();
  expect(expired).toMatchObject({ exitCode: 2, out: expect.stringMatching(/Exit code 2\.\n$/u) });
}, 60_000);

test("as a program it ends at its time-out, whatever is under way", async () => {
  fixture.stack([]);
  fixture.simulator.addFault({ path: "addresses", delayMs: 50_000 });
  const { exitCode, out } = await run("--timeout", "4");
  expect(exitCode).toBe(5);
  expect(out).toMatch(/Exit code 5\.\n$/u);
}, 30_000);

test("a wrong option is no finding: exit code 1", async () => {
  expect(await run("--timeout", "soon")).toMatchObject({ exitCode: 1, out: "" });
}, 30_000);

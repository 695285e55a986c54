import { authenticate } from "../../provider/kinds/email-address/calls";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ManagedCredential } from "../../schema/credential/credential";
import { createVccApi } from "../../provider/client/api";
import { createCredentials } from "../../provider/credentials/index";
import { doctorCommand } from "../../provider/cli/doctor";
import type { DoctorOutput } from "../../provider/cli/output";
import { type RunningSimulator, startSimulator } from "../../provider/simulator/index";
import { fakePulumi, type FakePulumi, stackExport, type StoredAddress } from "./fake-pulumi";
import { CLIENT_LIMITS } from "./client-fixture";
import { newFolder } from "./folders";
import { expectNoSecret } from "./printed-text";

/** When every test of `doctor` runs. */
export const NOW = Date.parse("2026-11-23T08:00:00Z");

/** In the environment, in the stack's configuration, and as credentials: never to be seen. */
export const PLANTED = {
  clientSecret: 'Planted~"platform"+secret 0123',
  refreshToken: "1//planted-refresh-token-0123456789",
  stackSecret: "planted-stack-secret-0123456789",
} as const;

/** A simulated account, and a stack that a fake engine tells of. */
export interface DoctorFixture {
  readonly simulator: RunningSimulator;
  readonly folder: string;
  readonly pulumi: FakePulumi;
  /** Environment of the commands; change it at will. */
  readonly environment: Record<string, string | undefined>;
  /** An address in VCC, signed in with this credential, or by a person; its id. */
  address(emailAddress: string, credential?: ManagedCredential): Promise<string>;
  /** What the stack manages, and its configuration. */
  stack(resources: readonly StoredAddress[], config?: Readonly<Record<string, string>>): void;
}

export async function createDoctorFixture(): Promise<DoctorFixture> {
  const simulator = await startSimulator({ clientSecret: PLANTED.clientSecret });
  const folder = newFolder();
  const pulumi = fakePulumi(folder);
  writeFileSync(join(folder, "Pulumi.yaml"), "name: inboxes\nruntime: nodejs\n");
  const environment: Record<string, string | undefined> = { ...simulator.environment, PATH: pulumi.path };
  const api = createVccApi({
    apiBaseUrl: simulator.url,
    authBaseUrl: simulator.authUrl,
    clientId: simulator.clientId,
    clientSecret: simulator.clientSecret,
    ...CLIENT_LIMITS,
  });
  const signIn = async (id: string, emailAddress: string, credential: ManagedCredential) => {
    const credentials = createCredentials({ environment, folder, config: () => PLANTED.refreshToken });
    await authenticate(api, id, await credentials.grant(credential, emailAddress));
  };
  return {
    simulator,
    folder,
    pulumi,
    environment,
    async address(emailAddress, credential) {
      simulator.create("address", { emailAddress, name: emailAddress });
      const id = simulator.state().addresses.find((one) => one.emailAddress === emailAddress)?.id ?? "";
      if (credential === undefined) simulator.signIn(emailAddress);
      else await signIn(id, emailAddress, credential);
      return id;
    },
    stack: (resources, config = {}) =>
      pulumi.answer({
        "config --json": {
          output: Object.fromEntries(
            Object.entries({ "inboxes:unused": PLANTED.stackSecret, ...config }).map(([key, value]) => [
              key,
              { value, secret: true },
            ]),
          ),
        },
        "stack export": stackExport(resources),
      }),
  };
}

/** A fixture of its own for each test of the file. */
export function useDoctorFixture(): DoctorFixture {
  const fixture = {} as DoctorFixture;
  beforeEach(async () => {
    Object.assign(fixture, await createDoctorFixture());
  });
  afterEach(() => fixture.simulator.stop());
  return fixture;
}

/** Result of a run of `doctor`. */
export interface DoctorRun {
  readonly exitCode: number | undefined;
  readonly isOverdue: boolean | undefined;
  readonly text: string;
}

/** Runs `doctor` in a fixture's folder; in the process's own where it is "". */
export async function doctor(
  { environment, folder }: DoctorFixture,
  ...args: readonly string[]
): Promise<DoctorRun> {
  const texts: string[] = [];
  let ended: { readonly exitCode: number; readonly isOverdue: boolean } | undefined;
  const command = doctorCommand({
    environment,
    now: () => NOW,
    print: (text) => texts.push(text),
    finish: (exitCode, isOverdue) => (ended = { exitCode, isOverdue }),
    // Jest can't load the ESM-only one that Google's library brings along; another test runs without Jest.
    fetch,
  });
  command.exitOverride().configureOutput({ writeErr: (text) => texts.push(text) });
  await command.parseAsync([...(folder === "" ? [] : ["--cwd", folder]), ...args], { from: "user" });
  expectNoSecret(texts.join("\n"), [...Object.values(PLANTED), ...secretsOf(environment["KEY"])]);
  return { exitCode: ended?.exitCode, isOverdue: ended?.isOverdue, text: texts.join("\n") };
}

/** The lines of a service account's private key. */
function secretsOf(key: string | undefined): readonly string[] {
  const { private_key: pem = "" } = JSON.parse(key ?? "{}") as { private_key?: string };
  return pem.split("\n").filter((line) => line.length > 20 && !line.startsWith("---"));
}

/** The same as JSON, parsed. */
export async function report(fixture: DoctorFixture, ...args: readonly string[]): Promise<DoctorOutput> {
  const { exitCode, text } = await doctor(fixture, "--json", ...args);
  const parsed = JSON.parse(text) as DoctorOutput;
  expect(parsed.exitCode).toBe(exitCode);
  return parsed;
}

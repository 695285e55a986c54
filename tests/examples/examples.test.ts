import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type RunningSimulator, startSimulator } from "../../provider/simulator/index";
import { GOOGLE_KEY } from "../support/engine/account";
import { REPOSITORY } from "../support/repository";
import { CHECKED_TYPES, createTestStack, type TestStack } from "../support/engine/harness/test-stack";

/** What a user has to provide before the first `pulumi up`, as the example's comments say. */
interface Example {
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly config?: Readonly<Record<string, string>>;
  readonly secretConfig?: Readonly<Record<string, string>>;
  /** How many objects of each kind it makes. */
  readonly makes: Readonly<Record<"addresses" | "signatures" | "profiles" | "mappings", number>>;
}

const EXAMPLES: readonly Example[] = [
  {
    folder: "one-inbox",
    secretConfig: { supportGoogleKey: GOOGLE_KEY },
    makes: { addresses: 1, signatures: 1, profiles: 1, mappings: 1 },
  },
  {
    folder: "many-inboxes",
    env: { GOOGLE_KEY },
    makes: { addresses: 3, signatures: 3, profiles: 1, mappings: 3 },
  },
  {
    folder: "fleet",
    env: { GOOGLE_KEY },
    makes: { addresses: 9, signatures: 8, profiles: 2, mappings: 7 },
  },
  {
    folder: "environments",
    config: { domain: "dev.example.com" },
    secretConfig: { googleKey: GOOGLE_KEY },
    makes: { addresses: 3, signatures: 3, profiles: 0, mappings: 3 },
  },
];

const OBJECT = /^create (?:EmailAddress|EmailProfile|EmailSignature|InteractionPlanMapping) /u;

test("every example that is a program is run here", () => {
  const names = readdirSync(join(REPOSITORY, "examples"));
  const programs = names.filter((name) => existsSync(join(REPOSITORY, "examples", name, "Pulumi.yaml")));
  expect(EXAMPLES.map(({ folder }) => folder).sort()).toEqual(programs.sort());
});

describe.each(EXAMPLES)("examples/$folder, as a user would copy it", ({ folder, makes, ...settings }) => {
  let simulator: RunningSimulator;
  let stack: TestStack;
  beforeAll(async () => {
    simulator = await startSimulator();
    stack = await createTestStack({
      ...settings,
      copyOf: `examples/${folder}`,
      env: { CI: "true", ...simulator.environment, ...settings.env },
    });
  });
  afterAll(async () => {
    await stack.dispose();
    await simulator.stop();
  });

  const written = () => simulator.requests().filter(({ committed }) => committed);
  const counted = () => {
    const { addresses, signatures, profiles, mappings } = simulator.state();
    return {
      addresses: addresses.length,
      signatures: signatures.length,
      profiles: profiles.length,
      mappings: mappings.length,
    };
  };

  test("is previewed without any API call", async () => {
    // One suffices to show that types hold as the engine checks them, too, and not only in this repository.
    const env = folder === "fleet" ? CHECKED_TYPES : {};
    const { error, changes } = await stack.preview(undefined, { env });
    expect(error).toBeUndefined();
    const count = Object.values(makes).reduce((sum, one) => sum + one);
    expect(changes.filter((line) => OBJECT.test(line))).toHaveLength(count);
    expect(simulator.requests()).toEqual([]);
  });

  test("makes every object once, and signs every mailbox in", async () => {
    expect((await stack.up()).error).toBeUndefined();
    expect(counted()).toEqual(makes);
    const statuses = simulator.state().addresses.map(({ authentication }) => authentication.status);
    expect(new Set(statuses)).toEqual(new Set(["Active"]));
  });

  test("changes and writes nothing when it is applied again, and shows no drift", async () => {
    simulator.clearRequests();
    expect(await stack.up(undefined, { refresh: true })).toMatchObject({ error: undefined, changes: [] });
    expect(written()).toEqual([]);
  });

  test("leaves nothing behind when it is destroyed", async () => {
    expect((await stack.destroy()).error).toBeUndefined();
    expect(counted()).toEqual({ addresses: 0, signatures: 0, profiles: 0, mappings: 0 });
    expect(stack.state().resources).toEqual([]);
  });
});

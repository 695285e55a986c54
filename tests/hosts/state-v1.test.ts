import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KindName } from "../../provider/kinds/index";
import { type AccountState, type RunningSimulator, startSimulator } from "../../provider/simulator/index";
import { closeProviders, type ProviderProcess } from "../support/provider-process";
import { make, openProvider, sent } from "../support/provider-resource";
import { newFolder } from "../support/folders";
import type { Bag } from "../../provider/lifecycle/lifecycle";

/** Kinds of the first release. */
type FirstKind = Extract<
  KindName,
  "EmailProfile" | "EmailAddress" | "EmailSignature" | "InteractionPlanMapping"
>;

/** A resource as an engine has stored it. */
interface Stored {
  readonly kind: FirstKind;
  readonly id: string;
  /** What the program says. */
  readonly args: Bag;
  readonly inputs: Bag;
  readonly outputs: Bag;
}

interface Fixture {
  readonly account: AccountState;
  readonly resources: readonly Stored[];
}

const fixtureIn = (file: string) => JSON.parse(readFileSync(join(__dirname, file), "utf8")) as Fixture;

/**
 * Written by the first release, and in users' stacks ever since: never edited, only joined by the state of a later
 * version. `account` is the simulated account at that moment.
 */
const FIXTURE = fixtureIn("state-v1.json");
/** Written before that, without generated names, and without what tells resources apart that have one object. */
const WITHOUT_METADATA = fixtureIn("state-v1-without-metadata.json");

let folder: string;
let simulator: RunningSimulator;
beforeEach(() => {
  folder = newFolder();
});
afterEach(async () => {
  await closeProviders();
  await simulator.stop();
});

/** A simulator with the account of the fixture, and a process that has no access to the secrets of then. */
async function restore({ account }: Fixture): Promise<ProviderProcess> {
  const file = join(folder, "account.json");
  writeFileSync(file, JSON.stringify({ format: "pulumi-vcc simulator 1", account }));
  simulator = await startSimulator({ file });
  return openProvider(simulator, { KEY: "" });
}

const written = () =>
  simulator.requests().flatMap(({ committed, method, body }) => (committed ? [{ method, body }] : []));

const CHANGED: Record<FirstKind, { readonly args: Bag; readonly write: object }> = {
  EmailProfile: {
    args: { settings: { maxOpenEmails: 4 } },
    write: { method: "PATCH", body: { settings: { maxOpenEmails: 4 } } },
  },
  EmailAddress: {
    args: { description: "Second line" },
    write: { method: "PATCH", body: { description: "Second line" } },
  },
  EmailSignature: {
    args: { html: "<p>Bye</p>" },
    write: { method: "PUT", body: { html: "<p>Bye</p>" } },
  },
  InteractionPlanMapping: {
    args: { priority: 7000 },
    write: { method: "PATCH", body: { priority: 7000 } },
  },
};

const STATES = [FIXTURE, WITHOUT_METADATA].flatMap((fixture) =>
  fixture.resources.map((stored) => ({
    ...stored,
    fixture,
    how: fixture === FIXTURE ? "" : ", without metadata",
  })),
);

describe.each(STATES)("state of version 1$how: $kind", ({ kind, id, args, inputs, outputs, fixture }) => {
  test("is no change for the same program, before and after a refresh", async () => {
    const provider = await restore(fixture);
    const { inputs: news } = await provider.check(inputs, sent(kind, args));
    expect(await provider.diff(id, outputs, news)).toMatchObject({ changes: "none", replaces: [] });
    expect(simulator.requests()).toEqual([]);

    const read = await provider.read(id, outputs);
    expect(read).toMatchObject({ id, properties: outputs, inputs });
    const { inputs: newer } = await provider.check(read.inputs ?? {}, sent(kind, args));
    expect(await provider.diff(id, read.properties, newer)).toMatchObject({ changes: "none", replaces: [] });
    expect(written()).toEqual([]);
  });

  test("is changed by one write with just the change", async () => {
    const provider = await restore(fixture);
    const { args: more, write } = CHANGED[kind];
    const { inputs: news } = await provider.check(inputs, sent(kind, { ...args, ...more }));
    expect(await provider.diff(id, outputs, news)).toMatchObject({ changes: "unknown", replaces: [] });
    expect(await provider.update(id, outputs, news)).toMatchObject(more);
    expect(written()).toEqual([write]);
  });
});

test.each([FIXTURE, WITHOUT_METADATA])(
  "states of version 1 are deleted, in the order that VCC demands",
  async (fixture) => {
    const provider = await restore(fixture);
    for (const { id, outputs } of [...fixture.resources].reverse()) await provider.delete(id, outputs);
    expect(simulator.state()).toMatchObject({ addresses: [], mappings: [], profiles: [], signatures: [] });
  },
);

/** Makes one inbox with every field set, by the current code. */
async function record(): Promise<readonly Stored[]> {
  simulator = await startSimulator();
  const provider = await openProvider(simulator);
  const stored: Stored[] = [];
  const add = async (kind: FirstKind, args: Bag) => {
    const { id, inputs, properties } = await make(provider, kind, args);
    stored.push({ kind, id, args, inputs, outputs: properties });
    return id;
  };
  // Without a name, so that it is generated.
  const profileId = await add("EmailProfile", {
    description: "For customers",
    settings: { maxOpenEmails: 3, tone: "kind", isPublic: true },
  });
  const addressId = await add("EmailAddress", {
    emailAddress: "Support@example.com",
    name: "Support",
    description: "First line",
    serviceNameForReports: "interactionPlanName",
    dataSources: { channel: "email", flow: "support" },
    profileId,
    credential: { provider: "google", method: "serviceAccount", key: "env:KEY" },
  });
  await add("EmailSignature", { addressId, html: '<p title="b" class=a>Support &amp; co</p>' });
  await add("InteractionPlanMapping", {
    interactionPlan: "Customer support",
    addresses: ["Support@example.com"],
    name: "Routing",
    description: "To the care team",
    dataSources: { queue: "care" },
    priority: 6000,
    testing: { interactionPlan: "Quality testing", fromAddresses: ["qa@example.com"] },
  });
  return stored;
}

/** The same without what differs from one run to the next. */
function comparable(resources: readonly Stored[]): unknown {
  const text = JSON.stringify(resources);
  return JSON.parse(
    text
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/gu, "<guid>")
      .replace(/\b(prf|adr|map)_[0-9a-f]+/gu, "<$1>")
      // From the stack's identity; formerly from the names of project and stack. Kept in either case.
      .replace(/"(name|__generatedName)":"support-[0-9a-f]{8}"/gu, '"$1":"support-<hash>"')
      .replace(/"__made":"[^"]+"/gu, '"__made":"<made>"')
      // Which resource of the program it is, later releases of this version store, too.
      .replace(/"__resource":"[^"]+",?/gu, "")
      .replace(/sha256:[0-9a-f]+/gu, "<fingerprint>")
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/gu, "<time>"),
  );
}

test("this release still writes version 1; a state with other keys needs a new version, and a migration", async () => {
  expect(comparable(await record())).toEqual(comparable(FIXTURE.resources));
});

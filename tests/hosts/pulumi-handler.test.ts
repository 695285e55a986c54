import { type RunningSimulator, startSimulator } from "../../provider/simulator/index";
import { KINDS } from "../support/kinds";
import { closeProviders, OperationError, type ProviderProcess, UNKNOWN } from "../support/provider-process";
import { ADDRESS, make, openProvider, sent } from "../support/provider-resource";
import { providerText } from "../../provider/pulumi/provider-text";
import { MAILBOX } from "../support/identities";
import { addressId } from "../support/account-objects";

/** With GUIDs of their own, which a reset keeps: a process remembers them for a while. */
const PLANS = ["Customer support", "Sales", "Quality testing"].map((name, index) => ({
  id: `00000000-0000-4000-8000-00000000000${index}`,
  name,
}));

let simulator: RunningSimulator;
/** For what leaves nothing behind in a process. */
let shared: ProviderProcess;
beforeAll(async () => {
  simulator = await startSimulator({ plans: PLANS });
  shared = await openProvider(simulator);
});
beforeEach(() => simulator.reset());
afterEach(async () => closeProviders(shared));
afterAll(async () => {
  await closeProviders();
  await simulator.stop();
});

const written = () => simulator.requests().filter(({ committed }) => committed).length;

async function failureOf(operation: Promise<unknown>): Promise<OperationError> {
  const error = await operation.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof OperationError)) throw new Error("expected an operation to fail");
  return error;
}

describe.each(KINDS)("$kind in Pulumi's own process", (row) => {
  const { kind, noun } = row;
  const [change = { field: "", value: "" }] = row.changes;

  test("is checked, made, kept, changed, read and deleted", async () => {
    const args = row.prepare(simulator);
    const first = await openProvider(simulator);
    const { id, properties, inputs } = await make(first, kind, args);
    expect(inputs).toMatchObject({ ...args, __provider: providerText(kind) });
    expect(properties).toMatchObject({ ...inputs, __v: 1 });

    const second = await openProvider(simulator, { VCC_VISIBILITY_WAIT_SECONDS: "0" });
    const same = await second.check(inputs, sent(kind, args));
    expect(same).toEqual({ inputs, reasons: [] });
    expect(await second.diff(id, properties, same.inputs)).toMatchObject({ changes: "none", replaces: [] });
    const changed = await second.check(inputs, sent(kind, { ...args, [change.field]: change.value }));
    // For a change, the engine finds the properties by itself.
    expect(await second.diff(id, properties, changed.inputs)).toMatchObject({
      changes: "unknown",
      replaces: [],
    });
    const updated = await second.update(id, properties, changed.inputs);
    expect(updated).toMatchObject({ ...changed.inputs, __v: 1 });

    const read = await second.read(id, updated);
    expect(read).toEqual({ id, properties: updated, inputs: changed.inputs });
    // As the engine asks after a refresh: what was found against what was wanted.
    expect(await second.diff(id, read.properties, changed.inputs)).toMatchObject({ changes: "none" });

    await second.delete(id, updated);
    await second.delete(id, updated);
    expect(await second.read(id, updated)).toMatchObject({ id: "" });
  });

  test("is found by its id, until somebody deletes it; a missing one is an error that says so", async () => {
    const provider = await openProvider(simulator);
    const { id, properties } = await make(provider, kind, row.prepare(simulator));
    const got = { __provider: providerText(kind) };
    const found = await provider.read(id, got);
    expect(found.properties).toMatchObject({ __v: 1, updatedAt: properties["updatedAt"], ...got });
    const missing = await failureOf(provider.read("no-such-id", got));
    expect(missing.message).toContain(`There is no ${kind} with the id "no-such-id" in this VCC account.`);

    simulator.delete(noun, row.key);
    const later = await openProvider(simulator, { VCC_VISIBILITY_WAIT_SECONDS: "0" });
    expect(await later.read(id, properties)).toMatchObject({ id: "" });
  });

  test("whose create is refused leaves nothing, and the error is VCC's", async () => {
    const args = row.prepare(simulator);
    simulator.addFault({
      method: noun === "signature" ? "PUT" : "POST",
      status: 422,
      body: { status: 422, title: "Unprocessable", errors: [{ message: "Not today.", path: "name" }] },
    });
    const failure = await failureOf(make(shared, kind, args));
    expect(failure.message).toContain("Not today.");
    expect(failure.made).toBeUndefined();
    expect(written()).toBe(0);
  });
});

describe("unknown values in a preview", () => {
  test.each(KINDS)(
    "are let through by the check of $kind, field by field, and nothing is asked",
    async (row) => {
      const args = row.prepare(simulator);
      for (const field of [...Object.keys(args), ...row.changes.map((change) => change.field)]) {
        const { inputs, reasons } = await shared.check({}, sent(row.kind, { ...args, [field]: UNKNOWN }));
        expect(reasons).toEqual([]);
        expect(inputs[field]).toBe(UNKNOWN);
      }
      expect(simulator.requests()).toEqual([]);
    },
  );

  test("are let through inside of lists, maps and blocks", async () => {
    const mapping = {
      interactionPlan: "Sales",
      addresses: [MAILBOX, UNKNOWN],
      dataSources: { flow: UNKNOWN, channel: "email" },
      testing: { interactionPlan: UNKNOWN, fromAddresses: [UNKNOWN] },
    };
    const { inputs, reasons } = await shared.check({}, sent("InteractionPlanMapping", mapping));
    expect(reasons).toEqual([]);
    expect(inputs).toMatchObject(mapping);
  });

  test("are let through inside of a credential, while the rest of it is checked", async () => {
    const credential = { provider: "google", method: "serviceAccount", key: UNKNOWN, subject: "nobody" };
    const { inputs, reasons } = await shared.check({}, sent("EmailAddress", { ...ADDRESS, credential }));
    expect(reasons).toEqual([]);
    expect(inputs).toMatchObject({ credential, status: "Active" });
  });

  test("don't keep the other fields from being checked", async () => {
    const args = { addresses: UNKNOWN, interactionPlan: "", priority: 0 };
    const { reasons } = await shared.check({}, sent("InteractionPlanMapping", args));
    expect(reasons).toEqual([
      expect.stringMatching(/^interactionPlan: /u),
      expect.stringMatching(/^priority: whole number from 1 to 10000, got 0\./u),
    ]);
  });

  test("make a generated name unknown where it depends on them", async () => {
    const { inputs } = await shared.check({}, sent("EmailAddress", { emailAddress: UNKNOWN }));
    expect(inputs["name"]).toBe(UNKNOWN);
  });

  test.each(KINDS)(
    "are a change of $kind in a diff, and no replacement but where order demands it",
    async (row) => {
      const args = row.prepare(simulator);
      const { id, properties, inputs } = await make(shared, row.kind, args);
      for (const { field } of row.changes) {
        const { inputs: news } = await shared.check(inputs, sent(row.kind, { ...args, [field]: UNKNOWN }));
        // A mapping goes before an address that has to be deleted first: so the engine learns of it.
        const replaces = field === "addresses" ? [field] : [];
        expect(await shared.diff(id, properties, news)).toEqual({
          changes: "unknown",
          replaces,
          deleteBeforeReplace: replaces.length > 0,
        });
      }
    },
  );

  test("of the mailbox replace the address, by way of a new name or of deleting it first", async () => {
    const { id, properties, inputs } = await make(shared, "EmailAddress", ADDRESS);
    const diffOf = async (args: object) => {
      const { inputs: news } = await shared.check(inputs, sent("EmailAddress", { ...ADDRESS, ...args }));
      return shared.diff(id, properties, news);
    };
    expect(await diffOf({ emailAddress: UNKNOWN })).toEqual({
      changes: "unknown",
      replaces: ["emailAddress"],
      deleteBeforeReplace: true,
    });
    expect(await diffOf({ emailAddress: UNKNOWN, name: UNKNOWN })).toMatchObject({
      replaces: ["emailAddress"],
      deleteBeforeReplace: false,
    });
  });
});

describe("a partial create", () => {
  test("carries the id, and the state with the keys that later runs need", async () => {
    const provider = await openProvider(simulator);
    simulator.refuseGrants({ reason: "Delegation is missing." });
    const { made, message } = await failureOf(make(provider, "EmailAddress", ADDRESS));
    expect(message).toContain("Delegation is missing.");
    expect(made).toMatchObject({
      id: addressId(simulator.state()),
      properties: { ...ADDRESS, status: "Pending", __v: 1, __provider: providerText("EmailAddress") },
      reasons: [message],
    });
  });

  test("is taken further by the next run's update, and can be deleted", async () => {
    simulator.refuseGrants({ reason: "Delegation is missing.", times: 2 });
    const provider = await openProvider(simulator);
    const { made } = await failureOf(make(provider, "EmailAddress", ADDRESS));
    const { id = "", properties = {} } = made ?? {};
    const later = await openProvider(simulator);
    const { inputs } = await later.check({}, sent("EmailAddress", ADDRESS));
    const again = await failureOf(later.update(id, properties, inputs));
    expect(again.made).toMatchObject({ id, properties: { status: "Pending", __v: 1 } });
    expect(await later.update(id, again.made?.properties ?? {}, inputs)).toMatchObject({ status: "Active" });
    await later.delete(id, properties);
    expect(simulator.state().addresses).toEqual([]);
  });
});

describe("many operations at once", () => {
  /** As check completes the inputs. */
  const PROFILE = { description: "", settings: {} };
  const DEFAULTS = {
    description: "",
    serviceNameForReports: "reportingGroup",
    dataSources: {},
    status: "Active",
  };

  test("of 20 first ones, none runs without the configuration", async () => {
    const provider = await openProvider(simulator);
    const profiles = Array.from({ length: 10 }, async (_, index) =>
      provider.create({ ...sent("EmailProfile", PROFILE), name: `Profile ${index}` }),
    );
    const addresses = Array.from({ length: 10 }, async (_, index) =>
      provider.create({
        ...sent("EmailAddress", { ...ADDRESS, ...DEFAULTS }),
        emailAddress: `${index}@example.com`,
        name: `${index}`,
      }),
    );
    await Promise.all([...profiles, ...addresses]);
    expect(simulator.state().profiles).toHaveLength(10);
    expect(simulator.state().addresses).toHaveLength(10);
  });

  test("200 creates make 200 objects, with one write at a time", async () => {
    simulator.set({ detectsOverlappingWrites: true });
    const provider = await openProvider(simulator);
    const made = await Promise.all(
      Array.from({ length: 200 }, async (_, index) =>
        make(provider, "EmailProfile", { name: `Profile ${index}` }, `profile-${index}`),
      ),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(200);
    expect(simulator.state().profiles).toHaveLength(200);
    expect(written()).toBe(200);
    expect(simulator.mostWritesAtOnce).toBe(1);
  });
});

import fc from "fast-check";
import { randomUUID } from "node:crypto";
import { createVccApi } from "../../provider/client/api";
import { correctedProfile, triedProfile } from "../../provider/contract/corrected-profile";
import type { TrialContext } from "../../provider/contract/trial/undo";
import { TRIAL_CLAIMS } from "../../provider/contract/trial/claims";
import { TrialNames } from "../../provider/contract/trial/names";
import { type Trial, tryContract, undoEarlierTrials } from "../../provider/contract/trial/trial";
import { type RunningSimulator, startSimulator, type Fault } from "../../provider/simulator/index";
import type { StartOptions } from "../../provider/simulator/start-simulator";
import { Contract } from "../../schema/contract/contract";
import type { ContractProfile } from "../../schema/contract/profile";
import { CLIENT_LIMITS } from "../support/client-fixture";
import { profileOf, SHARED_PROFILES, sharedProfile } from "../support/contract-profiles";
import { fillAccount } from "../support/filled-account";

const MAILBOX = "trial@customer.example";
const DIGITS = "0123ab";
const nameOf = (mailbox: string) => new TrialNames(mailbox, new Contract()).of(DIGITS);
const NAME = nameOf(MAILBOX);

let simulator: RunningSimulator | undefined;
afterEach(async () => simulator?.stop());

interface Account {
  readonly simulator: RunningSimulator;
  readonly context: TrialContext;
  /** Requests that aren't reads, such as `POST /channels/email/addresses`. */
  writes(): readonly string[];
}

/** An account that speaks a profile, and a client that takes it for another one, on a clock that waiting moves. */
async function account({
  speaks = {},
  taken = {},
  ...options
}: StartOptions & {
  readonly speaks?: ContractProfile;
  readonly taken?: ContractProfile;
} = {}): Promise<Account> {
  let time = Date.UTC(2026, 10, 1, 8);
  const now = () => time;
  const sleep = (ms: number) => {
    time += ms;
    return Promise.resolve();
  };
  const started = await startSimulator({ now, contract: speaks, clientId: randomUUID(), ...options });
  simulator = started;
  const { url: apiBaseUrl, authUrl: authBaseUrl, clientId, clientSecret } = started;
  const contract = new Contract(taken);
  const client = { ...CLIENT_LIMITS, apiBaseUrl, authBaseUrl, clientId, clientSecret, contract, sleep, now };
  const limits = { visibilityWaitMs: 30_000, consentWaitMs: 0, pollIntervalMs: 1_000 };
  return {
    simulator: started,
    context: { api: createVccApi({ ...client, sharedListMs: 0 }), contract, limits, sleep, now },
    writes: () =>
      started
        .requests()
        .filter(({ method, path }) => method !== "GET" && !path.endsWith("/token"))
        .map(({ method, path }) => `${method} ${path}`),
  };
}

async function trial({ context }: Account, isStopped = () => false): Promise<Trial> {
  return tryContract(context, {
    mailbox: MAILBOX,
    plan: "Sales",
    digits: DIGITS,
    say: () => undefined,
    isStopped,
  });
}

function verdicts({ claims }: Trial, verdict: string): readonly string[] {
  return claims.filter((claim) => claim.verdict === verdict).map(({ id }) => id);
}

/** What is in the account, without what belongs to nobody. */
function contents(running: RunningSimulator): object {
  const { addresses, profiles, mappings, signatures } = running.state();
  return { addresses, profiles, mappings, signatures };
}

test("an account as built in: all claims hold, nothing is left, and what was there is as it was", async () => {
  const own = await account();
  fillAccount(own.simulator);
  const before = contents(own.simulator);
  const result = await trial(own);
  expect(verdicts(result, "confirmed")).toEqual(TRIAL_CLAIMS.map(({ id }) => id));
  expect(result).toMatchObject({ results: [], leftovers: [], stopped: undefined, verdict: "confirmed" });
  expect(contents(own.simulator)).toEqual(before);
  const known = new Set(
    Object.values(before)
      .flatMap((rows) => rows as { id?: string; mappingId?: string }[])
      .flatMap(({ id, mappingId }) => id ?? mappingId ?? []),
  );
  expect(own.writes().filter((write) => [...known].some((id) => write.includes(id)))).toEqual([]);
});

test.each(SHARED_PROFILES)("%s: an account that speaks the profile holds what it has", async (file) => {
  const profile = profileOf(sharedProfile(file));
  const own = await account({ speaks: profile, taken: profile });
  const result = await trial(own);
  expect([result.verdict, result.stopped, result.leftovers]).toEqual(["confirmed", undefined, []]);
  expect(verdicts(result, "confirmed")).toEqual(
    expect.arrayContaining(["C03", "C07", "C29", "C31", "C39", "C108"]),
  );
  expect(contents(own.simulator)).toMatchObject({ addresses: [], mappings: [] });
});

const semantics = (kinds: Record<string, object>): ContractProfile => ({
  kinds: Object.fromEntries(Object.entries(kinds).map(([kind, semantics]) => [kind, { semantics }])),
});
const INCOMPLETE = { status: 400, body: { message: "Incomplete" } } as const;
const refusalOf = (path: string) => ({ title: "No", errors: [{ message: "No", path }] });
/** What the simulator refuses is altered, and told as if it weren't. */
const taken = (path: string, unique: Readonly<Record<string, unknown>>): Fault => ({
  method: "POST",
  path,
  skip: 1,
  alters: Object.fromEntries(
    Object.keys(unique).map((key) => [
      key,
      key === "emailAddress"
        ? "other@customer.example"
        : new TrialNames(MAILBOX, new Contract()).of("ffffff"),
    ]),
  ),
  tells: unique,
});

test.each<{
  what: string;
  speaks?: ContractProfile;
  fault?: Fault;
  faults?: readonly Fault[];
  contradicted: readonly string[];
  results?: readonly string[];
}>([
  {
    what: "a PATCH that loses what it leaves out, of addresses",
    speaks: semantics({ emailAddress: { patchKeeps: false } }),
    contradicted: ["C19"],
    results: ["emailAddress.patchKeeps"],
  },
  {
    what: "one of mappings and profiles",
    speaks: semantics({ interactionPlanMapping: { patchKeeps: false }, emailProfile: { patchKeeps: false } }),
    contradicted: ["C19"],
    results: ["emailProfile.patchKeeps", "interactionPlanMapping.patchKeeps"],
  },
  {
    what: "null that clears nothing",
    speaks: semantics({ interactionPlanMapping: { nullClears: false }, emailAddress: { nullClears: false } }),
    contradicted: ["C23"],
    results: ["emailAddress.nullClears", "interactionPlanMapping.nullClears"],
  },
  {
    what: "a mapped address that is deleted",
    speaks: semantics({ emailAddress: { refusesMapped: false } }),
    contradicted: ["C41"],
    results: ["emailAddress.refusesMapped"],
  },
  {
    what: "a second profile of the name",
    fault: taken("profiles$", { name: NAME }),
    contradicted: ["C08", "C75"],
  },
  {
    what: "a second address of the mailbox",
    fault: taken("addresses$", { emailAddress: MAILBOX.toUpperCase() }),
    contradicted: ["C08", "C31"],
  },
  {
    what: "a second mapping of the name",
    fault: taken("mappings$", { mappingName: NAME }),
    contradicted: ["C08", "C105"],
  },
  {
    what: "a refusal with another status",
    fault: { method: "POST", path: "profiles$", skip: 1, status: 400, body: refusalOf("name") },
    contradicted: ["C16"],
  },
  {
    what: "a token without the right to write",
    fault: { method: "POST", path: "profiles$", status: 403, body: { error: { code: "Forbidden" } } },
    contradicted: ["C03"],
  },
  {
    what: "updatedAt that stays",
    fault: {
      method: "GET",
      path: "profiles",
      tells: { updatedAt: "2026-01-01T00:00:00.000Z" },
      times: 100,
    },
    contradicted: ["C106"],
  },
  {
    what: "a data source and a description that aren't kept",
    fault: { method: "POST", path: "addresses$", alters: { description: "", dataSources: [] } },
    contradicted: ["C29"],
  },
  {
    what: "a description that VCC makes another one",
    fault: { method: "POST", path: "addresses$", alters: { description: "Another one" } },
    contradicted: ["C29"],
  },
  {
    what: "a reply to the making of a profile that shows another one",
    fault: { method: "POST", path: "profiles$", tells: { description: "Another one" } },
    contradicted: ["C73"],
  },
  {
    what: "a mapping that takes no testing block",
    fault: { method: "POST", path: "mappings$", alters: { testing: null } },
    contradicted: ["C81"],
  },
  {
    what: "a change of one field that VCC refuses, and takes with the whole object",
    faults: [0, 1].map((skip) => ({ method: "PATCH", path: "profiles/", skip, ...INCOMPLETE })),
    contradicted: ["C19"],
    results: ["emailProfile.patchKeeps"],
  },
  {
    what: "a signature that VCC makes another one",
    fault: { method: "PUT", path: "signature$", alters: { html: "<p>Another one</p>" } },
    contradicted: ["C67"],
  },
  {
    what: "a write that changes nothing, and VCC refuses",
    fault: { method: "PATCH", path: "profiles/", skip: 1, status: 400, body: { message: "No change" } },
    contradicted: ["C107"],
  },
  {
    what: "a word for a new address that isn't known",
    fault: { method: "GET", path: "addresses/adr_[0-9a-f]+$", tells: { status: "New" }, times: 2 },
    contradicted: ["C44"],
  },
  {
    what: "a signature that stays",
    fault: { method: "DELETE", path: "signature$", status: 204, body: "" },
    contradicted: ["C68"],
  },
  {
    what: "a name that a deleted address keeps",
    fault: {
      method: "POST",
      path: "addresses$",
      skip: 3,
      status: 409,
      body: { status: 409, title: "Conflict", errors: [{ message: "Taken", path: "name" }] },
    },
    contradicted: ["C108"],
  },
])(
  "$what is told, with what follows, and nothing is left",
  async ({ speaks = {}, fault, faults = fault ? [fault] : [], contradicted, results = [] }) => {
    const own = await account({ speaks });
    for (const one of faults) own.simulator.addFault(one);
    const result = await trial(own);
    expect(verdicts(result, "contradicted")).toEqual(contradicted);
    expect(result.verdict).toBe("contradicted");
    expect(result.results.map(({ path }) => path.slice(1).join(".").replace("semantics.", ""))).toEqual(
      results,
    );
    expect(result.leftovers).toEqual([]);
    expect(contents(own.simulator)).toEqual({ addresses: [], profiles: [], mappings: [], signatures: [] });
  },
);

test.each<{
  what: string;
  faults: readonly Fault[];
  open: readonly string[];
  contradicted?: readonly string[];
}>([
  {
    what: "another mailbox in capitals that VCC refuses for whatever reason",
    faults: [
      { method: "POST", path: "addresses$", skip: 2, status: 400, body: { message: "Lower case, please" } },
    ],
    open: ["C31"],
  },
  {
    what: "a VCC that doesn't say when an object was changed",
    faults: [{ path: "profiles|addresses|mappings", tells: { updatedAt: undefined }, times: 1_000 }],
    open: ["C106"],
  },
  {
    what: "a change that VCC refuses whatever is sent",
    faults: [{ method: "PATCH", path: "mappings/", status: 400, body: { message: "No" }, times: 2 }],
    open: ["C19", "C20", "C23", "C81", "C106", "C107"],
  },
  {
    what: "a deletion that VCC takes, and doesn't make",
    faults: [{ method: "DELETE", path: "mappings/", status: 204, body: "" }],
    // VCC still refuses to delete the address, so the trial ends there.
    open: ["C39", "C40", "C41", "C73", "C78", "C108"],
    contradicted: ["C81"],
  },
])("$what isn't told as fine", async ({ faults, open, contradicted = [] }) => {
  const own = await account();
  for (const fault of faults) own.simulator.addFault(fault);
  const result = await trial(own);
  expect([verdicts(result, "cannotTell"), verdicts(result, "contradicted")]).toEqual([open, contradicted]);
  expect(result.results).toEqual([]);
  expect(result.leftovers).toEqual([]);
  expect(contents(own.simulator)).toEqual({ addresses: [], profiles: [], mappings: [], signatures: [] });
});

const TEXTS = ["emailAddress", "emailProfile", "interactionPlanMapping"] as const;
const byKind = (of: (name: string, description: string) => object): ContractProfile => ({
  kinds: Object.fromEntries(
    TEXTS.map((kind) => [
      kind,
      kind === "interactionPlanMapping" ? of("mappingName", "mappingDescription") : of("name", "description"),
    ]),
  ),
});

test.each<{ what: string; profile: ContractProfile }>([
  {
    what: "has no descriptions",
    profile: byKind((_name, description) => ({ fields: { [description]: null } })),
  },
  {
    what: "takes short texts alone",
    profile: byKind((name, description) => ({ limits: { [name]: 20, [description]: 1 } })),
  },
  {
    what: "has one data source",
    profile: {
      kinds: { emailAddress: { dataSources: "object" }, interactionPlanMapping: { dataSources: "object" } },
    },
  },
])("an account that $what is tried as a whole", async ({ profile }) => {
  const own = await account({ speaks: profile, taken: profile });
  const result = await trial(own);
  expect(result.stopped).toBeUndefined();
  expect(verdicts(result, "confirmed")).toEqual(TRIAL_CLAIMS.map(({ id }) => id));
  expect(contents(own.simulator)).toEqual({ addresses: [], profiles: [], mappings: [], signatures: [] });
});

test("how soon a write shows is told; one that doesn't in time ends the trial, and what it made is deleted when it shows", async () => {
  const own = await account({ staleReads: { lagMs: 5_000 } });
  const late = await trial(own);
  expect(late.verdict).toBe("confirmed");
  const parts = late.claims.find(({ id }) => id === "C07")?.parts ?? [];
  expect(parts.map(({ seen }) => seen)).toEqual(["after 5.0 s", "after 5.0 s", "after 5.0 s"]);
  own.simulator.setStaleReads({ lagMs: 50_000 });
  const later = await trial(own);
  expect(verdicts(later, "contradicted")).toEqual(["C07"]);
  expect(contents(own.simulator)).toEqual({ addresses: [], profiles: [], mappings: [], signatures: [] });
});

const FAULTS: Readonly<Record<string, Partial<Fault>>> = {
  "is refused": { status: 400, body: { message: "No." } },
  "is forbidden": { status: 403, body: { message: "No." } },
  "isn't answered": { close: true },
  "is done and not answered": { close: true, after: true },
  "is done and answered by an error": { status: 500, after: true },
  "isn't done and answered by an error, again and again": { status: 503, times: 20 },
  "is answered by something else": { status: 200, body: "<html>Welcome</html>", after: true },
  "asks for a pause, again and again": { status: 429, times: 20 },
  "asks to stop": {},
};

interface Row {
  readonly id?: string;
  readonly mappingId?: string;
  readonly name?: string;
  readonly mappingName?: string;
}

/** The writes of a trial in which nothing goes wrong, each by its method, its path, and how many of these were before it. */
async function allWrites(): Promise<readonly Pick<Fault, "method" | "path" | "skip">[]> {
  const own = await account();
  await trial(own);
  const writes = own.writes().map((write) => `${write.replaceAll(/(?:adr|prf|map)_\w+/gu, "[^/]+")}$`);
  await own.simulator.stop();
  return writes.map((write, index) => {
    const [method = "", path = ""] = write.split(" ");
    return { method, path, skip: writes.slice(0, index).filter((one) => one === write).length };
  });
}

test("whichever write meets whatever fault, all that is left is told, and nothing else is touched", async () => {
  const writes = await allWrites();
  expect(writes.length).toBeGreaterThan(20);
  const place = fc.record({
    index: fc.nat(writes.length - 1),
    fault: fc.constantFrom(...Object.keys(FAULTS)),
  });
  await fc.assert(
    fc.asyncProperty(place, async ({ index, fault }) => {
      const own = await account();
      fillAccount(own.simulator);
      const before = contents(own.simulator);
      const isAskedToStop = fault === "asks to stop";
      if (!isAskedToStop) own.simulator.addFault({ ...writes[index], ...FAULTS[fault] });
      const result = await trial(own, () => isAskedToStop && own.writes().length > index);
      const told = new Set(result.leftovers.map(({ id, name }) => id ?? name));
      const isTold = (row: Row) =>
        [row.id, row.mappingId, row.name, row.mappingName].some((one) => told.has(one ?? ""));
      const after = Object.entries(contents(own.simulator)) as [string, readonly Row[]][];
      const untold = after.map(([key, rows]) => [key, rows.filter((row) => !isTold(row))]);
      await own.simulator.stop();
      expect(Object.fromEntries(untold)).toEqual(before);
      expect(result.verdict === "confirmed" && result.stopped !== undefined).toBe(false);
    }),
    { numRuns: Number(process.env["TRIAL_RUNS"] ?? 40) },
  );
});

test("what a trial couldn't delete is told, and --undo deletes it, and nothing of other mail", async () => {
  const own = await account();
  fillAccount(own.simulator);
  own.simulator.create("profile", { name: "pulumi-vcc trial", description: "", settings: {} });
  own.simulator.create("profile", {
    name: nameOf("care@customer.example"),
    description: "",
    settings: {},
  });
  own.simulator.create("address", { emailAddress: "care@customer.example", name: `${NAME} of somebody` });
  const before = contents(own.simulator);
  // The three before it are tried on what is in use, and on the signature.
  own.simulator.addFault({ method: "DELETE", skip: 3, status: 503, times: 100 });
  const result = await trial(own);
  expect(result.leftovers.map(({ noun, name }) => [noun, name])).toEqual([
    ["interaction-plan mapping", NAME],
    ["email address", NAME],
    ["email profile", NAME],
  ]);
  await expect(trial(own)).rejects.toMatchObject({
    code: "VCC_ARGUMENT_INVALID",
    message: expect.stringContaining("--undo") as string,
  });
  own.simulator.clearFaults();
  const undone = await undoEarlierTrials(own.context, MAILBOX);
  expect([undone.earlier.length, undone.leftovers]).toEqual([3, []]);
  expect(contents(own.simulator)).toEqual(before);
});

test("what was set aside is no trial's, whatever its name", async () => {
  const own = await account({ speaks: semantics({ emailAddress: { refusesMapped: false } }) });
  const { simulator: running } = own;
  running.create("address", { emailAddress: MAILBOX, name: NAME });
  running.create("address", { emailAddress: "care@customer.example", name: "Care" });
  const interactionPlanId = running.state().plans[0]?.interactionPlanId;
  const toAddresses = [MAILBOX, "care@customer.example"];
  running.create("mapping", { mappingName: NAME, mappingDescription: "", interactionPlanId, toAddresses });
  const before = contents(running);
  expect((await undoEarlierTrials(own.context, MAILBOX)).leftovers).toHaveLength(2);
  expect(contents(running)).toEqual(before);
});

test("what has a trial's name, and leads other mail by now, --undo leaves, and tells", async () => {
  const own = await account();
  own.simulator.create("address", { emailAddress: "care@customer.example", name: NAME });
  const before = contents(own.simulator);
  const undone = await undoEarlierTrials(own.context, MAILBOX);
  expect(undone.earlier).toEqual([]);
  expect(undone.leftovers).toMatchObject([
    { noun: "email address", name: NAME, why: expect.stringContaining("other mail") as string },
  ]);
  expect(contents(own.simulator)).toEqual(before);
});

test("where names aren't unique, another one of the trial's name isn't deleted", async () => {
  const own = await account();
  fillAccount(own.simulator);
  const before = contents(own.simulator);
  own.simulator.addFault({ method: "GET", path: "profiles$", tells: { name: NAME }, times: 1_000 });
  const { leftovers } = await trial(own);
  expect(leftovers).toEqual([]);
  expect(contents(own.simulator)).toEqual(before);
});

test("what couldn't be deleted, and no list shows yet, is told", async () => {
  const own = await account({ staleReads: { lagMs: 500_000 } });
  own.simulator.addFault({ method: "DELETE", status: 503, times: 100 });
  const { leftovers } = await trial(own);
  expect(leftovers.map(({ noun, id }) => [noun, id])).toEqual([
    ["email profile", own.simulator.state().profiles[0]?.id],
  ]);
});

test("a second one of a name, of which nobody knows whether it was made, is told as what may be there", async () => {
  const own = await account();
  own.simulator.addFault({ method: "POST", path: "profiles$", skip: 1, close: true });
  const { leftovers } = await trial(own);
  expect(leftovers).toEqual([
    {
      noun: "email profile",
      name: NAME,
      id: null,
      why: expect.stringContaining("no clear answer") as string,
    },
  ]);
});

test("what the profile says of an earlier trial holds, where VCC still works so", async () => {
  const ways = semantics({
    emailAddress: { refusesMapped: false, nullClears: false, patchKeeps: false },
    interactionPlanMapping: { nullClears: false },
  });
  const result = await trial(await account({ speaks: ways, taken: ways }));
  // With the address, a mapping's deletion took the steps after it.
  expect(verdicts(result, "contradicted")).toEqual([]);
  expect(result.claims.find(({ id }) => id === "C41")?.verdict).toBe("confirmed");
  expect(result.claims.map(({ id }) => id)).not.toContain("C23");
  expect(result.results).toHaveLength(4);
});

test("a verb of changes that VCC doesn't have is told with the other one", async () => {
  const own = await account({ speaks: { kinds: { emailAddress: { update: "PUT" } } } });
  const result = await trial(own);
  expect(verdicts(result, "contradicted")).toEqual(["C33"]);
  const [part] = result.claims.find(({ id }) => id === "C33")?.parts ?? [];
  expect(part?.next).toContain("kinds.emailAddress.update: PUT");
  expect(contents(own.simulator)).toEqual({ addresses: [], profiles: [], mappings: [], signatures: [] });
});

test("a field that VCC doesn't know ends the trial with what to write", async () => {
  const result = await trial(
    await account({ speaks: { kinds: { emailProfile: { fields: { description: null } } } } }),
  );
  expect(result.stopped).toContain("write null for it");
});

test("a later trial keeps what it couldn't try again, and takes back what it has seen otherwise", async () => {
  const taken = semantics({ emailAddress: { refusesMapped: false } });
  const early = await account({ taken });
  early.simulator.addFault({ method: "POST", path: "mappings$", status: 403, body: {} });
  const kept = [{ path: ["kinds", "emailAddress", "semantics", "refusesMapped"], value: false }];
  expect((await trial(early)).results).toEqual(kept);
  await early.simulator.stop();
  expect((await trial(await account({ taken }))).results).toEqual([]);
});

test("one refusal for a passing reason hides nothing: a mapped address that VCC deletes is told", async () => {
  const own = await account({ speaks: semantics({ emailAddress: { refusesMapped: false } }) });
  own.simulator.addFault({
    method: "DELETE",
    path: "addresses/adr_[0-9a-f]+$",
    status: 409,
    body: { title: "Wait", errors: [] },
  });
  const result = await trial(own);
  expect(verdicts(result, "contradicted")).toContain("C41");
  expect(result.results).toHaveLength(1);
});

test.each([
  { what: "null that VCC refuses each time", refused: [3, 4], verdict: "contradicted", results: 1 },
  { what: "a write with null that VCC refuses once", refused: [3], verdict: "confirmed", results: 0 },
  { what: "a write that VCC refuses without null, too", refused: [3, 3], verdict: "cannotTell", results: 0 },
])("$what: whether null clears is $verdict, and the trial goes on", async ({ refused, verdict, results }) => {
  const own = await account();
  for (const skip of refused)
    own.simulator.addFault({ method: "PATCH", path: "addresses/", skip, status: 400, body: refusalOf("x") });
  const result = await trial(own);
  expect(verdicts(result, verdict)).toContain("C23");
  expect([result.stopped, result.results.length]).toEqual([undefined, results]);
});

test("one refusal of a change for a passing reason notes nothing", async () => {
  const own = await account();
  own.simulator.addFault({ method: "PATCH", path: "mappings/", ...INCOMPLETE });
  const result = await trial(own);
  expect([result.verdict, result.results]).toEqual(["confirmed", []]);
});

test.each([
  {
    what: "an API that reads no single object",
    faults: [{ method: "GET", path: "/[a-z]+_[0-9a-f]+$", status: 404, times: 1_000 }],
  },
  {
    what: "an id that is nowhere in a reply",
    faults: [{ method: "POST", path: "profiles$", tells: { id: "job-1" } }],
  },
  {
    what: "an id that is nowhere, of a mapping",
    faults: [{ method: "POST", path: "mappings$", tells: { mappingId: "job-1" } }],
  },
  {
    what: "a name that VCC spells otherwise",
    faults: [{ method: "POST", path: "addresses$", alters: { name: NAME.toUpperCase() } }],
  },
  {
    what: "a new object that can't be read",
    faults: [
      { method: "POST", path: "addresses$", tells: { createdAt: 7 } },
      { method: "GET", path: "addresses/adr_[0-9a-f]+$", tells: { createdAt: 7 }, times: 1_000 },
    ],
  },
  {
    what: "a POST that is done and answered by 302",
    faults: [{ method: "POST", path: "profiles$", status: 302, after: true }],
  },
  {
    what: "a POST that is done and refused",
    faults: [{ method: "POST", path: "mappings$", status: 401, after: true, times: 9 }],
  },
] as { what: string; faults: Fault[] }[])(
  "after $what, nothing is left, and nothing of others is touched",
  async ({ faults }) => {
    const own = await account();
    fillAccount(own.simulator);
    const before = contents(own.simulator);
    for (const fault of faults) own.simulator.addFault(fault);
    await trial(own);
    expect(contents(own.simulator)).toEqual(before);
  },
);

test.each([true, false])(
  "what another one uses by now, --undo leaves, and tells, also where VCC lets it be deleted: %s",
  async (refusesMapped) => {
    const own = await account({ speaks: semantics({ emailAddress: { refusesMapped } }) });
    const { simulator: running } = own;
    running.create("profile", { name: NAME, description: "", settings: {} });
    const profileId = running.state().profiles[0]?.id;
    running.create("address", { emailAddress: "care@customer.example", name: "Care", profileId });
    running.create("address", { emailAddress: MAILBOX, name: NAME });
    const interactionPlanId = running.state().plans[0]?.interactionPlanId;
    const toAddresses = [MAILBOX, "care@customer.example"];
    running.create("mapping", {
      mappingName: "Of somebody",
      mappingDescription: "",
      interactionPlanId,
      toAddresses,
    });
    const before = contents(running);
    const { leftovers } = await undoEarlierTrials(own.context, MAILBOX);
    expect(leftovers.map(({ noun, why }) => [noun, why])).toEqual([
      ["email address", "another interaction-plan mapping uses it by now, so it isn't deleted"],
      ["email profile", "another email address uses it by now, so it isn't deleted"],
    ]);
    expect(contents(running)).toEqual(before);
  },
);

test("what a change loses is sent again, so that one trial tells the rest, too", async () => {
  const loses = { patchKeeps: false };
  const own = await account({
    speaks: semantics({ emailAddress: loses, interactionPlanMapping: loses, emailProfile: loses }),
  });
  const result = await trial(own);
  expect([verdicts(result, "contradicted"), verdicts(result, "cannotTell")]).toEqual([["C19"], []]);
  expect(result.results).toHaveLength(3);
});

describe("an id of somebody's object in a reply", () => {
  test.each([
    { path: "profiles$", table: "profiles", key: "id" },
    { path: "addresses$", table: "addresses", key: "id" },
    { path: "mappings$", table: "mappings", key: "mappingId" },
  ] as const)("$path: that object isn't touched, and the trial's own is deleted", async (row) => {
    const { path, table, key } = row;
    for (const skip of [0, 1]) {
      const own = await account();
      fillAccount(own.simulator);
      const before = contents(own.simulator);
      const [somebodys] = own.simulator.state()[table] as readonly Readonly<Record<string, unknown>>[];
      own.simulator.addFault({ method: "POST", path, skip, tells: { [key]: somebodys?.[key] } });
      const { leftovers, verdict } = await trial(own);
      expect([leftovers, verdict]).toEqual([[], skip === 0 ? "cannotTell" : "confirmed"]);
      expect(contents(own.simulator)).toEqual(before);
      const named = own.writes().filter((write) => write.includes(String(somebodys?.[key])));
      expect(named).toEqual([]);
      await own.simulator.stop();
    }
  });
});

test("what loses its name by a change is the trial's all the same, and is deleted", async () => {
  const own = await account();
  own.simulator.addFault({ method: "PATCH", path: "addresses/", alters: { name: "Lost" } });
  const result = await trial(own);
  expect([verdicts(result, "contradicted"), result.leftovers]).toEqual([["C19"], []]);
  expect(contents(own.simulator)).toEqual({ addresses: [], profiles: [], mappings: [], signatures: [] });
});

test("a mapping that leads other mail than was asked for ends the trial, and is deleted at once", async () => {
  const own = await account();
  fillAccount(own.simulator);
  const before = contents(own.simulator);
  own.simulator.addFault({
    method: "POST",
    path: "mappings$",
    alters: { toAddresses: ["zeppelin@customer.example"] },
  });
  const result = await trial(own);
  expect(verdicts(result, "contradicted")).toEqual(["C81"]);
  expect([result.stopped, result.results]).toEqual([expect.stringContaining("toAddresses"), []]);
  expect(contents(own.simulator)).toEqual(before);
  const writes = own.writes();
  const made = writes.indexOf("POST /interactionplanmanager/mappings");
  expect(writes[made + 1]).toMatch(/^DELETE \/interactionplanmanager\/mappings\//u);
});

test.each([
  {
    what: "no licence for more",
    fault: { path: "addresses$", skip: 1, times: 2 },
    method: "POST",
    open: ["C31"],
  },
  { what: "a profile at work", fault: { path: "profiles/", times: 2 }, method: "DELETE", open: ["C78"] },
  {
    what: "an address at work",
    fault: { path: "addresses/[^/]+$", times: 2 },
    method: "DELETE",
    open: ["C41"],
  },
])("a refusal for $what tells nothing of what is taken or in use", async ({ fault, method, open }) => {
  const taken = semantics({ emailAddress: { refusesMapped: false } });
  const own = await account({ taken });
  own.simulator.addFault({ ...fault, method, status: 409, body: refusalOf("licence") });
  const result = await trial(own);
  expect([verdicts(result, "cannotTell"), verdicts(result, "contradicted")]).toEqual([open, []]);
  // What an earlier trial has found stays, as long as nothing has shown otherwise.
  expect(result.results).toHaveLength(open.includes("C41") ? 1 : 0);
});

test("lists that VCC orders anew lose nothing", async () => {
  const own = await account();
  own.simulator.addFault({
    method: "GET",
    path: "addresses/adr_[0-9a-f]+$",
    skip: 3,
    tells: {
      dataSources: [
        { name: "trial_two", value: "2" },
        { name: "trial_one", value: "1" },
      ],
    },
  });
  expect(verdicts(await trial(own), "contradicted")).toEqual([]);
});

test("a profile without settings has nothing that a change could lose: that isn't told as kept", async () => {
  const own = await account();
  own.simulator.addFault({
    method: "POST",
    path: "profiles$",
    status: 400,
    body: refusalOf("settings.trial"),
  });
  const result = await trial(own);
  expect([verdicts(result, "cannotTell"), verdicts(result, "contradicted")]).toEqual([["C19"], []]);
});

test("a list that can't be read keeps nothing from being deleted that has an id", async () => {
  const own = await account();
  own.simulator.addFault({ method: "PATCH", path: "mappings/", status: 500, times: 20 });
  own.simulator.addFault({ method: "GET", path: "mappings$", skip: 2, status: 403, times: 100 });
  const { leftovers } = await trial(own);
  expect(contents(own.simulator)).toEqual({ addresses: [], profiles: [], mappings: [], signatures: [] });
  expect(leftovers).toMatchObject([{ why: expect.stringContaining("can't be told") as string }]);
});

test.each<{ what: string; fault: Fault }>([
  { what: "a list that can't be read", fault: { method: "GET", path: "mappings$", status: 403, times: 100 } },
  {
    what: "an object that can't be read",
    fault: { path: "mappings$", tells: { mappingName: 7 }, times: 100 },
  },
])("with $what, --undo deletes the rest, and doesn't say that nothing is left", async ({ fault }) => {
  const own = await account();
  own.simulator.create("profile", { name: NAME, description: "", settings: {} });
  own.simulator.create("address", { emailAddress: MAILBOX, name: "Of somebody" });
  const plan = own.simulator.state().plans[0]?.interactionPlanId;
  const mapping = { mappingDescription: "", interactionPlanId: plan, toAddresses: [MAILBOX] };
  own.simulator.create("mapping", { mappingName: NAME, ...mapping });
  own.simulator.addFault(fault);
  const { leftovers } = await undoEarlierTrials(own.context, MAILBOX);
  expect(leftovers).toMatchObject([
    { noun: "interaction-plan mapping", why: expect.stringContaining("can't be told") as string },
  ]);
  expect(own.simulator.state().profiles).toEqual([]);
});

test("--undo knows the names of a trial that ran with other limits", async () => {
  const own = await account();
  own.simulator.create("profile", { name: NAME.slice(-20), description: "", settings: {} });
  expect((await undoEarlierTrials(own.context, MAILBOX)).earlier).toHaveLength(1);
  expect(own.simulator.state().profiles).toEqual([]);
});

test.each([
  { what: "of an address", mailbox: "ZEPPELIN@customer.example", plan: "Sales", message: '"Zeppelin Parts"' },
  { what: "of nothing, and a plan that isn't there", mailbox: MAILBOX, plan: "Sails", message: "--plan" },
])("a mailbox $what is refused before any write", async ({ mailbox, plan, message }) => {
  const own = await account();
  fillAccount(own.simulator);
  const options = { mailbox, plan, digits: DIGITS, say: () => undefined, isStopped: () => false };
  await expect(tryContract(own.context, options)).rejects.toThrow(message);
  expect(own.writes()).toEqual([]);
});

test("an account whose objects can't all be read may have the mailbox: it is refused", async () => {
  const own = await account();
  const { api } = own.context;
  const unreadable = [{ id: "adr_1", problem: "emailAddress is not of type string" }];
  const reader: typeof api.reader = (endpoint) => ({
    ...api.reader(endpoint),
    listAll: async () => Promise.resolve({ objects: [], unreadable }),
  });
  const context = { ...own.context, api: { ...api, reader } };
  await expect(trial({ ...own, context })).rejects.toThrow("2 objects can't be read");
  expect(own.writes()).toEqual([]);
});

test("the profile keeps what a trial has found under its seal, which nothing else of it may break", () => {
  const given = "kinds: # ours\n  emailAddress: { listKey: items }\n";
  const results = [{ path: ["kinds", "emailAddress", "semantics", "nullClears"], value: false }];
  const text = triedProfile(given, results) ?? "";
  expect(text).toContain("# ours");
  expect(profileOf(text).kinds?.emailAddress?.semantics).toEqual({ nullClears: false });
  for (const altered of [
    text.replace("items", "things"),
    text.replace("false", "true"),
    text.replace("nullClears: false", "nullClears: false, patchKeeps: false"),
    text.replace(/^trial: .*$/mu, ""),
  ])
    expect(() => profileOf(altered)).toThrow("contract trial");
  expect(profileOf(triedProfile(text, []) ?? "")).toEqual({ kinds: { emailAddress: { listKey: "items" } } });
  const corrected = correctedProfile(text, [{ path: ["kinds", "emailAddress", "listKey"], value: "all" }]);
  expect(corrected?.endsTrial).toBe(true);
  expect(profileOf(corrected?.text ?? "")).toEqual({ kinds: { emailAddress: { listKey: "all" } } });
  // What it says already is no other contract.
  const same = correctedProfile(text, [{ path: ["kinds", "emailAddress", "listKey"], value: "items" }]);
  expect(same).toEqual({ text, endsTrial: false });
});

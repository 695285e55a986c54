import { cleanReport } from "../../provider/report/clean-report";
import fc from "fast-check";
import { FORMATS, renderReport } from "../../provider/cli/report/formats";
import { buildReport } from "../../provider/report/build-report";
import { readRun } from "../../provider/report/read/read-run";
import { withEvents } from "../../provider/report/read/join-log";
import { fixture, OPTIONS, reportOf } from "../support/report-of";
import { addressOf, digestOf, mappingOf, same, step } from "../support/digest-of";

/** Changes of every kind of property, with drift beside them. */
const PLANTED = [
  "create-inbox",
  "data-sources",
  "drift-plan",
  "mapping-replaced",
  "mailbox-create-first",
  "plan-change",
  "signature-changed",
  "testing-added",
  "testing-removed",
  "credential-ends",
];

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** As the engine prints a secret: in a digest, and in an event log. */
const MASKS = {
  "digest.json": "[secret]",
  "plain.json": "[secret]",
  "events.ndjson": {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    ciphertext: "blinded",
  },
} as const satisfies Readonly<Record<string, Json>>;
type Shape = keyof typeof MASKS;

/** Paths of the values in a state: of each part, and of each whole. */
function pathsOf(value: Json | undefined, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return path.length === 0 ? [] : [path];
  const below = Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key]));
  return path.length === 0 ? below : [path, ...below];
}

/** The value with every text at the path, or below it, replaced: by the canary, or by the mask of the whole. */
function planted(
  value: Json | undefined,
  path: readonly string[],
  put: (old: Json) => Json,
): Json | undefined {
  if (value === undefined) return undefined;
  const [key, ...rest] = path;
  if (key === undefined) return put(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value))
    return value.map((part, at) => (String(at) === key ? (planted(part, rest, put) ?? null) : part));
  if (!Object.hasOwn(value, key)) return value;
  return { ...value, [key]: planted(value[key], rest, put) ?? null };
}

/** The value with the canary in place of each text in it. */
function inClear(value: Json, canary: string): Json {
  if (typeof value === "string") return canary;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((part) => inClear(part, canary));
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inClear(part, canary)]));
}

interface State {
  readonly inputs?: Json;
  readonly outputs?: Json;
}

/** A step, or the metadata of an event: of either shape. */
interface Told {
  urn: string;
  oldState?: State;
  newState?: State;
  old?: State | null;
  new?: State | null;
}

/** All that the engine tells of steps, in a document of either shape that can be printed again. */
function opened(text: string, shape: Shape): { readonly told: Told[]; readonly print: () => string } {
  if (shape !== "events.ndjson") {
    const digest = JSON.parse(text) as { steps: Told[] };
    return { told: digest.steps, print: () => JSON.stringify(digest) };
  }
  const events = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, { metadata?: Told } | undefined>);
  const told = events.flatMap((event) =>
    ["resourcePreEvent", "resOutputsEvent"].flatMap((kind) => event[kind]?.metadata ?? []),
  );
  return { told, print: () => events.map((event) => JSON.stringify(event)).join("\n") };
}

/** Positions at which a value of the package's own resources may be secret. */
function positionsOf(
  text: string,
  shape: Shape,
): { readonly urn: string; readonly path: readonly string[] }[] {
  const found = opened(text, shape).told.flatMap(({ urn, ...sides }) =>
    urn.includes("/vcc:")
      ? [sides.oldState, sides.newState, sides.old, sides.new].flatMap((state) =>
          [state?.inputs, state?.outputs].flatMap((values) => pathsOf(values).map((path) => ({ urn, path }))),
        )
      : [],
  );
  const own = found.filter(({ path }) => !path[0]?.startsWith("__"));
  const each = [...new Map(own.map((one) => [JSON.stringify(one), one])).values()];
  return each.filter((one) => withSecret(text, shape, { ...one, canary: "" }) !== undefined);
}

/**
 * The document of a run in which the program has just made a value secret: the old sides have it in clear. Undefined
 * where the value is gone by then, so that nothing is secret.
 */
function withSecret(
  text: string,
  shape: Shape,
  { urn, path, canary }: { readonly urn: string; readonly path: readonly string[]; readonly canary: string },
): string | undefined {
  const { told, print } = opened(text, shape);
  const plant = (state: State | null | undefined, put: (old: Json) => Json): State | null | undefined =>
    state && {
      ...state,
      ...(state.inputs !== undefined && { inputs: planted(state.inputs, path, put) ?? null }),
      ...(state.outputs !== undefined && { outputs: planted(state.outputs, path, put) ?? null }),
    };
  const clear = (old: Json) => inClear(old, canary);
  const gone: Json[] = [];
  const mask = (old: Json) => {
    gone.push(old);
    return MASKS[shape];
  };
  for (const one of told.filter((each) => each.urn === urn)) {
    // Of a resource without an older side, nothing was ever in clear.
    if (one.oldState) one.oldState = plant(one.oldState, clear) ?? {};
    if (one.newState) one.newState = plant(one.newState, mask) ?? {};
    if (one.old) one.old = plant(one.old, clear) ?? null;
    if (one.new) one.new = plant(one.new, mask) ?? null;
  }
  return gone.length > 0 ? print() : undefined;
}

/** Every form of the report, one text. */
function allForms(report: ReturnType<typeof reportOf>): string {
  return FORMATS.map((format) => renderReport({ ...report, exitCode: 0 }, { format })).join("\n");
}

/** Random, and no word of ours: an address, as it may stand where one has to. */
const canaries = fc.stringMatching(/^canary[0-9a-z]{12}$/u).map((text) => `${text}@example.com`);

describe.each(Object.keys(MASKS) as Shape[])("of a secret in %s", (shape) => {
  const cases = PLANTED.map((scenario) => {
    const text = fixture(scenario, shape);
    return { scenario, text, positions: positionsOf(text, shape) };
  }).filter(({ positions }) => positions.length > 0);

  test("there are positions enough", () => {
    expect(cases.flatMap(({ positions }) => positions).length).toBeGreaterThan(50);
  });

  test.each(cases)("no form of the report shows what it was: $scenario", ({ text, positions }) => {
    fc.assert(
      fc.property(fc.constantFrom(...positions), canaries, (position, canary) => {
        const secret = withSecret(text, shape, { ...position, canary }) ?? "";
        expect(allForms(reportOf(secret))).not.toContain(canary.slice(0, 18));
      }),
      { numRuns: 25 },
    );
  });
});

test("no form of a report that --run makes shows it either", () => {
  const [digest, events] = [fixture("plan-change", "digest.json"), fixture("plan-change", "events.ndjson")];
  const positions = positionsOf(digest, "digest.json");
  fc.assert(
    fc.property(fc.constantFrom(...positions), canaries, (position, canary) => {
      const run = withEvents(
        readRun(withSecret(digest, "digest.json", { ...position, canary }) ?? "", "the digest"),
        readRun(withSecret(events, "events.ndjson", { ...position, canary }) ?? "", "the log"),
      );
      expect(allForms(buildReport(run, OPTIONS))).not.toContain(canary.slice(0, 18));
    }),
    { numRuns: 25 },
  );
});

const CANARY = "canary-4f1d2c@example.com";

test("what a program calls secret in one place isn't shown where it stands in clear in another", () => {
  const [before, after] = [
    mappingOf("support", ["support@example.com"], CANARY),
    mappingOf("support", ["support@example.com"], "[secret]", { description: `Leads to ${CANARY}` }),
  ];
  const report = reportOf(
    digestOf([step("update", before, after), same(addressOf("support", "support@example.com"))]),
  );
  expect(report.mailboxes[0]?.changes.map(({ property }) => property)).toContain("description");
  expect(allForms(report)).not.toContain("canary");
});

test.each([
  { rule: "a literal of a field for material", credential: { clientSecret: CANARY } },
  { rule: "a literal of a field that no method has", credential: { clientSecrett: CANARY } },
  { rule: "a literal in a list", credential: { privateKey: [CANARY] } },
])("of a credential, $rule isn't shown", ({ credential }) => {
  const given = { method: "clientSecret", provider: "microsoft", clientId: "app-1", ...credential };
  const [before, after] = [
    addressOf("support", "support@example.com"),
    addressOf("support", "support@example.com", { credential: given }),
  ];
  const report = reportOf(digestOf([step("update", before, after)]));
  expect(allForms(report)).toContain("credential.clientId");
  expect(allForms(report)).not.toContain("canary");
});

test("of a credential, a reference is shown, without the person in its path", () => {
  const credential = { method: "serviceAccount", provider: "google", key: "file:/home/bob/keys/google.json" };
  const [before, after] = [
    addressOf("support", "support@example.com"),
    addressOf("support", "support@example.com", { credential }),
  ];
  const report = reportOf(digestOf([step("update", before, after)]));
  const key = report.mailboxes[0]?.changes.find(({ property }) => property === "credential.key");
  expect(key?.to).toBe("~/keys/google.json");
  expect(allForms(report)).not.toContain("bob");
});

test("of a key with two underscores, the change is told, and neither key nor value", () => {
  const dataSources = (value: string) => ({ dataSources: { flow: "a", __internal: value } });
  const [before, after] = ["canary-before", "canary-after"].map((value) =>
    addressOf("support", "support@example.com", dataSources(value)),
  );
  const report = reportOf(digestOf([step("update", before, after)]));
  expect(report.mailboxes[0]?.changes).toEqual([
    expect.objectContaining({ property: "dataSources", from: { secret: true }, to: { secret: true } }),
  ]);
  expect(allForms(report)).not.toMatch(/__internal|canary/u);
});

test("a message of the engine has neither folders nor persons, and stays readable", () => {
  const digest = JSON.parse(digestOf([same(addressOf("support", "support@example.com"))])) as object;
  const message =
    "error: Running program '/home/bob smith/shop/index.ts' failed with an unhandled exception:\n" +
    "Error: ENOENT: no such file or directory, open 'C:\\Users\\bob\\key.pem'\n" +
    "    at planOf (file:///home/bob/shop/index.ts:9:3)\n    at /home/ann/.npm/bob.js:1:1";
  const report = reportOf(JSON.stringify({ ...digest, diagnostics: [{ severity: "error", message }] }));
  expect(report.findings.map(({ text }) => text).join("\n")).toContain(
    "Running program 'index.ts' failed with an unhandled exception: Error: ENOENT: no such file or directory, open 'key.pem' at planOf (index.ts:9:3)",
  );
  expect(allForms(report)).not.toMatch(/\/home|Users|ann\b|smith/u);
});

test("a value keeps its keys when secrets are taken out, whatever they are called", () => {
  const from = JSON.parse('{ "__proto__": "one", "constructor": "S3cret-0123456789" }') as object;
  const { from: clean } = cleanReport({ from }, ["S3cret-0123456789"]);
  expect(Object.entries(clean)).toEqual([
    ["__proto__", "one"],
    ["constructor", "[redacted]"],
  ]);
});

import * as fc from "fast-check";
import type { ReadOnlyClient } from "../../provider/client/read-only";
import { completeOptions } from "../../provider/client/options";
import { createReadOnlyClient } from "../../provider/client/read-only";
import { checkContract } from "../../provider/contract/check/check-contract";
import { MOST_CALLS, takeSurvey } from "../../provider/contract/check/survey";
import type { ReportSource } from "../../provider/contract/report/build-report";
import type { ContractReport, Shape } from "../../provider/contract/report/contract-report";
import { createReport } from "../../provider/contract/report/create-report";
import { namesSeenIn } from "../../provider/contract/check/names-seen";
import { strangersIn } from "../../provider/contract/report/search";
import { Seen, textsOfProfile } from "../../provider/contract/report/seen";
import { Contract } from "../../schema/contract/contract";
import { CONTRACT_KINDS, type ContractKind } from "../../schema/contract/kinds";
import { CLIENT_LIMITS } from "../support/client-fixture";
import { profileOf, SHARED_PROFILES, sharedProfile } from "../support/contract-profiles";
import { createEngineDouble, type EngineDouble } from "../support/engine-double";
import { fillAccount, PLANTED } from "../support/filled-account";
import { clientOf, type SpokenAccount } from "../support/spoken-account";

let engine: EngineDouble | undefined;
afterEach(() => engine?.stop());

interface Asked {
  readonly contract?: Contract;
  readonly written?: Contract;
  readonly isAgreed?: boolean;
  readonly settings?: readonly string[];
}

async function read(
  client: ReadOnlyClient,
  { contract = new Contract(), written = contract, isAgreed = false, settings = [] }: Asked = {},
): Promise<{ readonly source: ReportSource; readonly seen: ReadonlySet<string> }> {
  const seen = new Seen([...settings, ...textsOfProfile(contract, written)]);
  const survey = await takeSurvey(seen.recording(client), contract);
  const check = checkContract(survey, contract, written, isAgreed);
  const source = { survey, contract, written, check, isAgreed, packageVersion: "1.2.3" };
  return { source, seen: seen.texts(survey, contract) };
}

async function textOf(client: ReadOnlyClient, asked: Asked = {}): Promise<string> {
  const { source, seen } = await read(client, asked);
  return createReport(source, seen);
}

async function reportOf(account: SpokenAccount, asked: Asked = {}): Promise<ContractReport> {
  return JSON.parse(await textOf(clientOf(account), asked)) as ContractReport;
}

function addressesOf({ kinds }: ContractReport): Readonly<Record<string, Shape>> {
  return kinds.emailAddress?.shape?.below ?? {};
}

/** All texts of six characters in a row. */
function sixes(text: string): readonly string[] {
  return Array.from({ length: Math.max(0, text.length - 5) }, (_, at) =>
    text.slice(at, at + 6).toLowerCase(),
  );
}

describe.each(SHARED_PROFILES)("an account that speaks %s", (file) => {
  test.each([false, true])(
    "shows no six characters of what it holds; names agreed to: %s",
    async (isAgreed) => {
      const spoken = profileOf(sharedProfile(file));
      engine = await createEngineDouble({ profile: spoken });
      const { simulator } = engine;
      fillAccount(simulator);
      const { url: apiBaseUrl, authUrl: authBaseUrl, clientId, clientSecret } = simulator;
      for (const contract of [new Contract(), new Contract(spoken)]) {
        const given = { apiBaseUrl, authBaseUrl, clientId, clientSecret, maxRetries: 0, contract };
        const client = createReadOnlyClient(completeOptions({ ...CLIENT_LIMITS, ...given }), MOST_CALLS);
        const report = (await textOf(client, { contract, isAgreed })).toLowerCase();
        const { addresses, plans, profiles, mappings } = simulator.state();
        const held = [
          ...PLANTED,
          ...[...addresses, ...profiles].map(({ id }) => id),
          ...plans.flatMap((plan) => [plan.interactionPlanId, plan.interactionPlanName]),
          ...mappings.map(({ mappingId }) => mappingId),
          ...[clientId, clientSecret, apiBaseUrl, "/accounts/acme"],
        ];
        // A plan is called as the contract's field is.
        const pieces = held.flatMap(sixes).filter((piece) => !"testing".includes(piece));
        expect(pieces.filter((piece) => report.includes(piece))).toEqual([]);
      }
    },
  );
});

const T = "2026-11-01T08:00:00Z";
const ADDRESS = {
  id: "adr_1",
  emailAddress: "desk@shop.example",
  name: "Front desk",
  description: "Answers all that is about orders",
  serviceNameForReports: "reportingGroup",
  dataSources: [
    { name: "tier", value: "gold-and-silver" },
    { name: "lang", value: "" },
  ],
  authentication: { provider: "google", status: "Active", expiresAt: null },
  createdAt: T,
};

test("it tells of each place where it is, which types are there, and how long they are, in ranges", async () => {
  const report = await reportOf({
    addresses: [ADDRESS],
    profiles: [{ id: "p", name: "n", settings: { tone: "brief", limit: 120, quick: true, more: [null] } }],
  });
  expect(addressesOf(report)).toMatchObject({
    description: { field: "description", types: { string: 1 }, characters: "17-32" },
    serviceNameForReports: { types: { string: 1 }, words: { reportingGroup: 1 } },
    dataSources: {
      types: { list: 1 },
      items: "2",
      each: {
        types: { map: 2 },
        keys: "2",
        below: {
          name: { types: { string: 2 }, characters: "1-8" },
          value: { types: { string: 2 }, characters: "0-16" },
        },
      },
    },
    authentication: { below: { status: { words: { Active: 1 } }, expiresAt: { types: { null: 1 } } } },
  });
  expect(report.kinds.emailProfile?.shape?.below?.["settings"]).toEqual({
    field: "settings",
    types: { map: 1 },
    keys: "3-4",
    below: {
      "{*}": {
        types: { boolean: 1, list: 1, number: 1, string: 1 },
        characters: "1-8",
        digits: "3-4",
        items: "1",
        each: { types: { null: 1 } },
      },
    },
  });
  expect(report).toMatchObject({
    schema: "pulumi-vcc/contract-report/v1",
    packageVersion: "1.2.3",
    claims: { C26: "confirmed", C31: "cannotTell" },
    kinds: { emailAddress: { outcomes: { read: 1 }, objects: 1, listKeys: ["addresses"] } },
  });
});

describe("what this package doesn't know", () => {
  const account = {
    addresses: [
      { ...ADDRESS, priorityLane: 1, serviceNameForReports: "QUEUE_LABEL" },
      {
        ...ADDRESS,
        id: "adr_2",
        ordersAnswered: 2,
        authentication: { ...ADDRESS.authentication, lastTriedAt: T },
        extra: { priorityLane: 3, description: 4 },
      },
    ],
  };

  test("is {*} as long as nobody agrees", async () => {
    const report = await reportOf(account);
    const fields = addressesOf(report);
    expect(fields["{*}"]).toMatchObject({ types: { number: 2, map: 1 }, below: { "{*}": {} } });
    expect(fields["serviceNameForReports"]?.words).toEqual({ reportingGroup: 1, "{*}": 1 });
    expect(JSON.stringify(report)).not.toMatch(/lane|QUEUE|lastTried|orders/iu);
  });

  test("enters where the person agrees, if no value and no key of data is like it", async () => {
    const fields = addressesOf(await reportOf(account, { isAgreed: true }));
    expect(fields["serviceNameForReports"]?.words).toEqual({ reportingGroup: 1, QUEUE_LABEL: 1 });
    expect(fields["authentication"]?.below).toHaveProperty("lastTriedAt");
    // `extra` is a map that nobody knows: its keys may be data. `orders` is a word of a description.
    expect(fields["extra"]?.below).toEqual({ "{*}": { types: { number: 2 }, digits: "1" } });
    expect(fields).not.toHaveProperty("priorityLane");
    expect(fields).not.toHaveProperty("ordersAnswered");
  });

  test("a word that is a value elsewhere stays {*}", async () => {
    const [first, second] = account.addresses;
    const addresses = [{ ...first, description: "of the queue_label" }, second];
    const fields = addressesOf(await reportOf({ addresses }, { isAgreed: true }));
    expect(fields["serviceNameForReports"]?.words).toEqual({ reportingGroup: 1, "{*}": 1 });
  });

  test("of more words than such a field has, none is told", async () => {
    const words = ["ann", "bob", "cyd", "dan", "eve", "fay", "gus"];
    const addresses = words.map((word) => ({ ...ADDRESS, id: word.repeat(3), serviceNameForReports: word }));
    const fields = addressesOf(await reportOf({ addresses }, { isAgreed: true }));
    expect(fields["serviceNameForReports"]?.words).toEqual({ "{*}": 7 });
  });

  test("a spelling of the profile that isn't on the list shows as the field that it is for", async () => {
    const contract = new Contract({
      apis: { email: { prefix: "/accounts/acmebank", version: 3 } },
      kinds: {
        emailAddress: { path: "/acmebank/addresses", fields: { name: "acmebankTitle", description: null } },
      },
    });
    const report = await reportOf({ addresses: [] }, { contract });
    expect(report.profile).toEqual([
      { setting: "apis.email.prefix", value: "{*}" },
      { setting: "apis.email.version", value: 3 },
      { setting: "kinds.emailAddress.path", value: "/{*}/addresses" },
      { setting: "kinds.emailAddress.fields.name", value: "{*}" },
      { setting: "kinds.emailAddress.fields.description", value: null },
    ]);
    const spelled = new Contract({ kinds: { emailAddress: { fields: { name: "acmebankTitle" } } } });
    const addresses = [{ id: "a", acmebankTitle: "x" }];
    expect(addressesOf(await reportOf({ addresses }, { contract: spelled }))).toHaveProperty(["{name}"]);
  });
});

test("a profile that says all that one can say has a report", async () => {
  const profile = {
    trial: "sha256:0123456789ab",
    apis: {
      email: {
        baseUrl: "https://acmebank.example",
        prefix: "/acmebank",
        mediaType: "application/json;version={version}",
        version: 3,
        scopes: { read: "acmebank:read", write: "acmebank:write" },
        firstPage: 0 as const,
        pageSize: 50,
      },
    },
    kinds: Object.fromEntries(
      Object.entries<ContractKind>(CONTRACT_KINDS).map(([kind, facts]) => [
        kind,
        {
          path: "/{id}/acmebank",
          listKey: "acmebank",
          update: "PUT" as const,
          fields: Object.fromEntries(facts.optional.map((field) => [field, null])),
          words: facts.words && Object.fromEntries(Object.keys(facts.words).map((field) => [field, {}])),
          dataSources: "map" as const,
          limits: facts.limits && Object.fromEntries(Object.keys(facts.limits).map((field) => [field, 99])),
          semantics: Object.fromEntries((facts.semantics ?? []).map((one) => [one, false])),
          calls: Object.fromEntries(facts.calls.map((call) => [call, null])),
        },
      ]),
    ),
  };
  const { profile: told } = await reportOf({}, { contract: new Contract(), written: new Contract(profile) });
  expect(told.map(({ setting }) => setting)).toEqual(
    expect.arrayContaining([
      "trial",
      "apis.email.scopes.write",
      "kinds.emailAddress.limits.name",
      "kinds.emailAddress.semantics.refusesMapped",
      "kinds.emailAddress.calls.consent",
    ]),
  );
  expect(JSON.stringify(told)).not.toContain("acmebank");
});

test("an account whose values are names on the list has a report like any other", async () => {
  const addresses = [{ ...ADDRESS, name: "description", description: "emailAddress", dataSources: [] }];
  for (const isAgreed of [false, true])
    expect(addressesOf(await reportOf({ addresses }, { isAgreed }))).toHaveProperty("description");
});

test("settings and what stands for placeholders are seen, too", async () => {
  const profileAt = (path: string) => ({
    apis: { email: { prefix: "/zeppelin" } },
    kinds: { emailProfile: { path } },
  });
  const written = new Contract(profileAt("/of/{accountKey}/profiles"));
  const contract = new Contract(profileAt("/of/acmebank/profiles"));
  const addresses = [{ ...ADDRESS, AcmeBankLane: 1, clientZyx9000: 2, unrelatedFact: 3, zeppelinRate: 4 }];
  const asked = { contract, written, isAgreed: true, settings: ["id-of-client-ZYX9000"] };
  const text = await textOf(clientOf({ addresses }), asked);
  expect(text).toContain("unrelatedFact");
  expect(text).toContain("/of/{accountKey}/profiles");
  expect(text).not.toMatch(/acme|zyx|zeppelin/iu);
});

test("the same account has the same report, in whatever order it is listed", async () => {
  const addresses = [
    ADDRESS,
    { ...ADDRESS, id: "adr_2", newField: 1 },
    { ...ADDRESS, id: "adr_3", other: "" },
  ];
  const first = await textOf(clientOf({ addresses }), { isAgreed: true });
  expect(await textOf(clientOf({ addresses: addresses.toReversed() }), { isAgreed: true })).toBe(first);
});

test("a count of what an account holds is never an exact number of five digits", async () => {
  const settings = { all: Array.from({ length: 12_345 }, () => "x") };
  const { kinds } = await reportOf({ profiles: [{ id: "p", settings }] });
  expect(kinds.emailProfile?.shape?.below?.["settings"]?.below).toEqual({
    "{*}": {
      types: { list: 1 },
      items: "4097-16384",
      each: { types: { string: 9_999 }, characters: "1-8" },
    },
  });
});

/** Letters that no word of this package has three of in a row. */
const someSecret = fc.stringMatching(/^[qzxjkQZXJK]{6,20}$/u);
const LEAK = /[qzxjk]{3}|\d{6}|[^\x20-\x7e\n]/iu;

const someValue = (secret: fc.Arbitrary<string>): fc.Arbitrary<unknown> =>
  fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      secret,
      fc.string({ unit: "binary", minLength: 1 }),
      fc.constantFrom("description", "Active", "{*}", "C01", null, true),
      fc.bigInt({ min: 1_000_000n }).map(Number),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.oneof(secret, fc.constantFrom("name", "value", "__proto__", "a.b")), tie("value"), {
        maxKeys: 3,
      }),
    ),
  })).value;

/** An object of an API with anything in its fields, and keys that `keys` makes of the secrets. */
const someObject = (fields: readonly string[], keys: fc.Arbitrary<string>): fc.Arbitrary<object> =>
  fc
    .tuple(
      fc.dictionary(fc.constantFrom(...fields), someValue(someSecret), { maxKeys: 6 }),
      fc.dictionary(keys, someValue(someSecret), { maxKeys: 3 }),
      fc.dictionary(keys, someValue(someSecret), { maxKeys: 2 }),
    )
    .map(([known, unknown, block]) => ({ ...unknown, ...known, authentication: block }));

const FIELDS = ["id", "name", "description", "settings", "dataSources", "serviceNameForReports", "priority"];
const someKey = fc.oneof(
  someSecret,
  fc.string({ unit: "binary" }),
  fc.constantFrom("__proto__", "a.b", "name"),
);
const someAccount = (keys: fc.Arbitrary<string>): fc.Arbitrary<SpokenAccount> => {
  const objects = fc.array(someObject(FIELDS, keys), { maxLength: 3 });
  return fc.record({
    addresses: objects,
    profiles: objects,
    mappings: objects,
    plans: objects,
    signature: someObject(["html"], keys),
  });
};

test("whatever an account holds, nothing of it is told", async () => {
  await fc.assert(
    fc.asyncProperty(someAccount(someKey), async (account) => {
      expect(await textOf(clientOf(account))).not.toMatch(LEAK);
    }),
  );
});

test("no name that is like a value is told, though the person agrees to names", async () => {
  const likes = [
    (secret: string) => secret,
    (secret: string) => secret.toUpperCase(),
    (secret: string) => `team_${secret}`,
    (secret: string) => `${secret.slice(0, 6)}Team`,
    (secret: string) => secret.split("").join("_"),
  ];
  const someFields = fc.record({ secret: someSecret, like: fc.constantFrom(...likes), at: fc.nat(2) });
  await fc.assert(
    fc.asyncProperty(fc.array(someFields, { minLength: 1, maxLength: 4 }), async (rows) => {
      const keys = Object.fromEntries(rows.map(({ secret, like }) => [like(secret), 1]));
      const holders = rows.map(
        ({ secret, at }) =>
          [
            { name: secret },
            { settings: { tone: `It is ${secret.toLowerCase()}, said they` } },
            { settings: { [secret]: "x" } },
          ][at],
      );
      const text = await textOf(clientOf({ addresses: [keys], profiles: holders }), { isAgreed: true });
      expect(text).not.toMatch(LEAK);
    }),
  );
});

/** All texts in a value, with keys. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [key, ...textsIn(part)]);
}

test("no name that shares six characters with a value or a key of data is told, though the person agrees", async () => {
  const isWithoutWords = (account: SpokenAccount) =>
    !JSON.stringify(account).includes("serviceNameForReports");
  await fc.assert(
    fc.asyncProperty(someAccount(someSecret).filter(isWithoutWords), async (account) => {
      const client = clientOf(account);
      const report = (await textOf(client, { isAgreed: true })).toLowerCase();
      const { signature, ...lists } = account;
      const isRead = client.asked.some((path) => path.endsWith("/signature"));
      const objects = [...Object.values(lists).flat(), ...(isRead ? [signature] : [])] as Readonly<
        Record<string, unknown>
      >[];
      const data = objects.flatMap(({ authentication = {}, ...fields }) =>
        [...Object.values(fields), ...Object.values(authentication as object)].flatMap(textsIn),
      );
      const secrets = data.filter((text) => /^[qzxjk]+$/iu.test(text));
      expect(secrets.flatMap(sixes).filter((piece) => report.includes(piece))).toEqual([]);
    }),
  );
});

describe("the search afterwards", () => {
  test.each<{ what: string; name: string; seen: string }>([
    { what: "in another case", name: "ZEPPELINrate", seen: "zeppelin parts" },
    { what: "with other marks", name: "acme_bank_rate", seen: "Acme-Bank" },
    { what: "with accents", name: "Muenchhausen", seen: "\u004du\u0308enchhausen" },
    { what: "in wide letters", name: "zeppelin", seen: "\uff3aeppelin" },
    { what: "spread over two words", name: "janeDoeDesk", seen: "jane.doe@shop.example" },
    { what: "as a part of a longer text", name: "lane", seen: "the second lane, on the left" },
    { what: "six characters of it", name: "zeppelsRate", seen: "Zeppelin" },
    { what: "a short word", name: "acmeRate", seen: "Acme Ltd" },
    { what: "a short text within a word", name: "acmeplan", seen: "Acme" },
    { what: "a short word of a text within a word", name: "myacme", seen: "ACME customers" },
    { what: "behind capitals", name: "HTTPAcme", seen: "all of Acme" },
    { what: "parted by a number", name: "anna1smith", seen: "Anna Smith Jr" },
    { what: "with letters that have no plain form", name: "mollerorsted", seen: "M\u00f8ller \u00d8rsted" },
    { what: "with a sharp s", name: "strasse", seen: "Stra\u00dfe" },
    { what: "with a short number", name: "acct9876", seen: "9876 open" },
    { what: "a number", name: "acct4711123", seen: "4711123" },
    { what: "a name on the list with something else", name: "descriptionOfZeppelin", seen: "Zeppelin" },
  ])("finds a name $what", ({ name, seen }) => {
    expect(namesSeenIn(new Set([name, "unlike"]), [seen])).toEqual(new Set([name]));
  });

  test.each<{ name: string; seen: string }>([
    { name: "descriptionLimit", seen: "A description of all" },
    { name: "retention", seen: "ten" },
    { name: "addressBook", seen: "Mail addresses" },
  ])("doesn't find $name in $seen", ({ name, seen }) => {
    expect(namesSeenIn(new Set([name]), [seen])).toEqual(new Set());
  });

  const agreed = { names: new Set(["agreedName"]), packageVersion: "1.2.3" };
  test.each<{ what: string; report: string; at: readonly string[] }>([
    { what: "a text", report: '{"profile":[{"value":"Zeppelin"}]}', at: ["$.profile[0].value"] },
    { what: "an escaped text", report: '{"profile":["\\u005aeppelin"]}', at: ["$.profile[0]"] },
    { what: "a key", report: '{"kinds":{"Zeppelin":1}}', at: ["$.kinds.key 1"] },
    { what: "a number", report: '{"calls":4711123}', at: ["$.calls"] },
    { what: "a fraction", report: '{"calls":0.4711}', at: ["$.calls"] },
    { what: "a part of a place", report: '["name.Zeppelin"]', at: ["$[0]"] },
    { what: "a name with other letters", report: '["name Иванов","group Иванов"]', at: ["$[0]", "$[1]"] },
    { what: "a time", report: '["2026-11-01T08:00:00Z","20261101-1"]', at: ["$[0]", "$[1]"] },
    { what: "nothing", report: '["agreedName","name.agreedName","1.2.3","9-16","C01","{*}"]', at: [] },
  ])("finds $what that nobody let in, and tells the place alone", ({ report, at }) => {
    expect(strangersIn(report, agreed)).toEqual(at);
  });

  test("no report is made where a defect let something in", async () => {
    const { source, seen } = await read(clientOf({ addresses: [ADDRESS] }));
    const [claim] = source.check.claims;
    const parts = [{ name: "Front desk", verdict: "confirmed" }] as const;
    const claims = claim === undefined ? [] : [{ ...claim, parts }];
    const make = () => createReport({ ...source, check: { ...source.check, claims } }, seen);
    expect(make).toThrow(/^no report is written: what stands at \$\.parts\[0\]\.name isn't/u);
    expect(make).not.toThrow(/desk/iu);
  });
});

test("names and depths beyond all measure take a moment", async () => {
  const addresses = Array.from({ length: 1_000 }, (_, index) => ({
    id: `adr_${index}`,
    ...Object.fromEntries(Array.from({ length: 50 }, (_none, key) => [`k${index}_${key}`, `value ${key}`])),
  }));
  const settings = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`key${index}`, index]));
  const before = process.cpuUsage();
  const client = clientOf({ addresses, profiles: [{ id: "p", settings, deep: "DEEP" }] });
  const text = await textOf(
    {
      ...client,
      async get(...asked) {
        const answer = await client.get(...asked);
        const deep = `${"[".repeat(5_000)}${"]".repeat(5_000)}`;
        return "body" in answer ? { ...answer, body: answer.body.replace('"DEEP"', deep) } : answer;
      },
    },
    { isAgreed: true },
  );
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(20_000);
  // So many names are data.
  expect(Object.keys(addressesOf(JSON.parse(text) as ContractReport))).toEqual(["id", "{*}"]);
});

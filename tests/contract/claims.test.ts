import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ReadResult, ReadOnlyClient } from "../../provider/client/read-only";
import { allClaims, checkContract, type ContractCheck } from "../../provider/contract/check/check-contract";
import { CLAIMS } from "../../provider/contract/check/claims";
import type { Finding } from "../../provider/contract/check/finding";
import { MOST_CALLS, takeSurvey } from "../../provider/contract/check/survey";
import type { ApiName } from "../../schema/api";
import { Contract } from "../../schema/contract/contract";
import type { ContractProfile } from "../../schema/contract/profile";
import { REPOSITORY } from "../support/repository";

type Bag = Record<string, unknown>;
type Replies = Record<string, ReadResult | ((query: URLSearchParams, accept: string) => ReadResult)>;

const T1 = "2026-11-01T08:00:00Z";
const T2 = "2026-11-02T08:00:00Z";

const signIn = (status: string): Bag => ({
  provider: "google",
  method: "serviceAccount",
  status,
  reason: null,
  authenticatedAt: T1,
  expiresAt: null,
  fingerprint: null,
});
const addressOf = (id: string, status = "Active"): Bag => ({
  id,
  emailAddress: `${id}@example.com`,
  name: `Name of ${id}`,
  description: "",
  serviceNameForReports: "reportingGroup",
  dataSources: [{ name: "team", value: id }],
  profileId: "prf_1",
  authentication: signIn(status),
  createdAt: T1,
  updatedAt: T2,
});
const profileOf = (id: string): Bag => ({
  id,
  name: `Name of ${id}`,
  description: "",
  settings: { quick: true },
  createdAt: T1,
  updatedAt: T2,
});
const mappingOf = (id: string): Bag => ({
  mappingId: id,
  mappingName: `Name of ${id}`,
  mappingDescription: "",
  interactionPlanId: "pln_1",
  toAddresses: [`${id}@example.com`],
  dataSources: [{ name: "team", value: id }],
  priority: 5000,
  testing: { interactionPlanId: "pln_2", fromAddresses: ["vip@example.com"] },
  updatedAt: T2,
});
const planOf = (id: string): Bag => ({ interactionPlanId: id, interactionPlanName: `Name of ${id}` });

/** An account's objects, in the spelling of its replies. */
interface Account {
  addresses: Bag[];
  profiles: Bag[];
  mappings: Bag[];
  plans: Bag[];
  signature: Bag;
  /** Replies of other paths, or other replies. */
  replies: Replies;
}

function goodAccount(): Account {
  return {
    addresses: [addressOf("adr_1"), addressOf("adr_2", "Expired")],
    profiles: [profileOf("prf_1"), profileOf("prf_2")],
    mappings: [mappingOf("map_1"), mappingOf("map_2")],
    plans: [planOf("pln_1"), planOf("pln_2")],
    signature: { html: "<p>Hello</p>", updatedAt: T2 },
    replies: {},
  };
}

const ok = (body: unknown): ReadResult => ({ status: 200, body: JSON.stringify(body) });
const failed = (status: number, body: unknown = {}): ReadResult => ({ status, body: JSON.stringify(body) });
const notFound = failed(404, { statusCode: 404, error: "Not Found", message: "Not Found" });
const listOf = (key: string, items: readonly Bag[]): ReadResult =>
  ok({ [key]: items, meta: { page: 1, count: items.length, pageCount: 1, totalCount: items.length } });

const ADDRESSES = "/channels/email/addresses";
const PROFILES = "/channels/email/profiles";
const MAPPINGS = "/interactionplanmanager/mappings";
const PLANS = "/useradmin/interactionPlans";

function listsOf({ addresses, profiles, mappings, plans }: Account): Readonly<Record<string, ReadResult>> {
  return {
    [ADDRESSES]: listOf("addresses", addresses),
    [PROFILES]: listOf("profiles", profiles),
    [MAPPINGS]: listOf("mappings", mappings),
    [PLANS]: listOf("interactionPlans", plans),
  };
}

/** A client of this account. No server is like most of these. */
function clientOf(account: Account): ReadOnlyClient {
  const replies: Replies = {
    ...listsOf(account),
    [`${ADDRESSES}/adr_1`]: ok(account.addresses[0]),
    [`${ADDRESSES}/adr_1/signature`]: ok(account.signature),
    [`${PROFILES}/prf_1`]: ok(account.profiles[0]),
    [`${MAPPINGS}/map_1`]: ok(account.mappings[0]),
    ...account.replies,
  };
  let calls = 0;
  return {
    calls: () => calls,
    get(_api: ApiName, target, accept = "") {
      calls += 1;
      const url = new URL(target, "http://vcc.invalid");
      const reply = replies[url.pathname] ?? notFound;
      return Promise.resolve(typeof reply === "function" ? reply(url.searchParams, accept) : reply);
    },
  };
}

interface Row {
  readonly claim: string;
  readonly verdict: "contradicted" | "ambiguous" | "cannotTell";
  readonly when: string;
  readonly account: (account: Account) => void;
  readonly contract?: ContractProfile;
  /** True where the person agrees to names that aren't on the package's list. */
  readonly isAgreed?: boolean;
  /** What becomes part of the profile. */
  readonly corrected?: readonly (readonly [path: string, value: unknown])[];
}

const NO_TOKEN: ReadResult = { problem: "no token (VCC_SCOPE_MISSING)", isNoToken: true };
const TOO_LITTLE = failed(403, { error: "insufficient_scope", error_description: "more is needed" });
/** The reply of a path in this version alone. */
const inVersion = (accepted: number, reply: ReadResult) => (_query: URLSearchParams, accept: string) =>
  accept.includes(`v${accepted}+`)
    ? reply
    : failed(400, { message: `Invalid api-version! Valid values: 2,${accepted}` });

function rename(list: readonly Bag[], from: string, to: string): void {
  for (const object of list) {
    object[to] = object[from];
    Reflect.deleteProperty(object, from);
  }
}

function drop(list: readonly Bag[], field: string): void {
  for (const object of list) Reflect.deleteProperty(object, field);
}

const part = (object: Bag, key: string) => object[key] as Bag;

/** Rows of a list's path, key and read of one, which are alike for all kinds. */
function listRows(
  { path, key, one, fields }: { path: string; key: string; one: string; fields: string },
  kind: string,
  list: "addresses" | "profiles" | "mappings" | "plans",
  idKey: string,
  nameKey: string,
): readonly Row[] {
  const replaced = (reply: Replies[string]) => (account: Account) => {
    account.replies[PATHS[list]] = reply;
  };
  const spelled = KEYS[list];
  return [
    { claim: path, verdict: "cannotTell", when: "no token is given", account: replaced(NO_TOKEN) },
    {
      claim: key,
      verdict: "contradicted",
      when: "the only list has another key",
      account: (account) => {
        account.replies[PATHS[list]] = listOf("items", account[list]);
      },
      corrected: [[`kinds.${kind}.listKey`, "items"]],
    },
    {
      claim: key,
      verdict: "contradicted",
      when: "there are two lists of other keys",
      account: (account) => {
        account.replies[PATHS[list]] = ok({
          items: account[list],
          others: [{}],
          meta: { pageCount: 1, totalCount: 2 },
        });
      },
      corrected: [],
    },
    { claim: key, verdict: "cannotTell", when: "the list is forbidden", account: replaced(failed(403)) },
    ...(one === ""
      ? []
      : ([
          {
            claim: one,
            verdict: "contradicted",
            when: "an object that the list shows isn't found",
            account: (account) => {
              account.replies[`${PATHS[list]}/${String(account[list][0]?.[idKey])}`] = notFound;
            },
            corrected: [[`kinds.${kind}.calls.read`, null]],
          },
          {
            claim: one,
            verdict: "cannotTell",
            when: "there is none",
            account: (account) => {
              account[list].splice(0);
            },
          },
        ] satisfies Row[])),
    {
      claim: fields,
      verdict: "contradicted",
      when: "the id has another name",
      account: (account) => {
        rename(account[list], idKey, "uuid");
      },
      corrected: [[`kinds.${kind}.fields.${idKey}`, "uuid"]],
    },
    {
      claim: fields,
      verdict: "ambiguous",
      when: "the name has two other names",
      account: (account) => {
        rename(account[list], nameKey, "title");
        for (const object of account[list]) object["label"] = object["title"];
      },
    },
    {
      claim: fields,
      verdict: "ambiguous",
      when: "the name is there, and another one beside it",
      account: (account) => {
        for (const object of account[list]) object["displayName"] = object[nameKey];
      },
    },
    {
      claim: fields,
      verdict: "cannotTell",
      when: "there is none",
      account: (account) => {
        account[list].splice(0);
      },
    },
    {
      claim: fields,
      verdict: "contradicted",
      when: `${spelled} have no name at all`,
      account: (account) => {
        drop(account[list], nameKey);
      },
      corrected: [],
    },
  ];
}

const PATHS = { addresses: ADDRESSES, profiles: PROFILES, mappings: MAPPINGS, plans: PLANS } as const;
const KEYS = { addresses: "addresses", profiles: "profiles", mappings: "mappings", plans: "plans" } as const;

const ROWS: readonly Row[] = [
  ...(
    [
      ["C01", ADDRESSES, PROFILES],
      ["C02", MAPPINGS, MAPPINGS],
      ["C97", PLANS, PLANS],
    ] as const
  ).flatMap(([claim, one, other]): readonly Row[] => [
    {
      claim,
      verdict: "contradicted",
      when: "the API says that the scope is too little",
      account: ({ replies }) => {
        replies[one] = TOO_LITTLE;
        replies[other] = TOO_LITTLE;
      },
    },
    {
      claim,
      verdict: "cannotTell",
      when: "no token of it is given",
      account: ({ replies }) => {
        replies[one] = NO_TOKEN;
        replies[other] = NO_TOKEN;
      },
    },
  ]),
  ...(
    [
      ["C05", "email", ADDRESSES, PROFILES],
      ["C06", "interactionplanmanager", MAPPINGS, MAPPINGS],
      ["C98", "useradmin", PLANS, PLANS],
    ] as const
  ).flatMap(([claim, api, one, other]): readonly Row[] => [
    {
      claim,
      verdict: "contradicted",
      when: "a 400 names another version, which is answered",
      account(account) {
        const good = listsOf(account);
        for (const path of [one, other]) account.replies[path] = inVersion(6, good[path] ?? notFound);
      },
      corrected: [[`apis.${api}.version`, 6]],
    },
    {
      claim,
      verdict: "contradicted",
      when: "a 400 names no version",
      account: ({ replies }) => {
        replies[one] = failed(400, { message: "Version missing from Accept header!" });
        replies[other] = failed(400, { message: "Version missing from Accept header!" });
      },
      corrected: [],
    },
    {
      claim,
      verdict: "cannotTell",
      when: "something in front of VCC answers",
      account: ({ replies }) => {
        replies[one] = { status: 502, body: "<title>Bad Gateway</title>" };
        replies[other] = { status: 502, body: "<title>Bad Gateway</title>" };
      },
    },
  ]),
  {
    claim: "C11",
    verdict: "contradicted",
    when: "it counts fewer than there are",
    account: (account) => {
      account.replies[ADDRESSES] = ok({
        addresses: account.addresses,
        meta: { pageCount: 1, totalCount: 1 },
      });
    },
  },
  {
    claim: "C11",
    verdict: "cannotTell",
    when: "no list has objects",
    account: (account) => {
      for (const list of ["addresses", "profiles", "mappings", "plans"] as const) account[list].splice(0);
    },
  },
  {
    claim: "C13",
    verdict: "contradicted",
    when: "an empty list has a page",
    account: ({ replies }) => {
      replies[PROFILES] = ok({ profiles: [], meta: { pageCount: 1, totalCount: 0 } });
    },
  },
  {
    claim: "C26",
    verdict: "contradicted",
    when: "another path of the API answers",
    account: ({ replies }) => {
      replies[ADDRESSES] = notFound;
    },
  },
  {
    claim: "C71",
    verdict: "contradicted",
    when: "another path of the API answers",
    account: ({ replies }) => {
      replies[PROFILES] = notFound;
    },
  },
  {
    claim: "C79",
    verdict: "cannotTell",
    when: "it isn't found, and its API has no other path",
    account: ({ replies }) => {
      replies[MAPPINGS] = notFound;
    },
  },
  {
    claim: "C99",
    verdict: "cannotTell",
    when: "it isn't found, and its API has no other path",
    account: ({ replies }) => {
      replies[PLANS] = notFound;
    },
  },
  ...listRows(
    { path: "C26", key: "C27", one: "C28", fields: "C30" },
    "emailAddress",
    "addresses",
    "id",
    "name",
  ),
  ...listRows(
    { path: "C71", key: "C72", one: "C92", fields: "C74" },
    "emailProfile",
    "profiles",
    "id",
    "name",
  ),
  ...listRows(
    { path: "C79", key: "C80", one: "C93", fields: "C91" },
    "interactionPlanMapping",
    "mappings",
    "mappingId",
    "mappingName",
  ),
  ...listRows(
    { path: "C99", key: "C100", one: "", fields: "C101" },
    "interactionPlan",
    "plans",
    "interactionPlanId",
    "interactionPlanName",
  ),
  {
    claim: "C30",
    verdict: "contradicted",
    when: "the mailbox is known by its @ alone",
    isAgreed: true,
    account: ({ addresses }) => {
      rename(addresses, "emailAddress", "inbound");
    },
    corrected: [["kinds.emailAddress.fields.emailAddress", "inbound"]],
  },
  {
    claim: "C30",
    verdict: "contradicted",
    when: "a time of an unknown name isn't before the other one",
    isAgreed: true,
    account: ({ addresses }) => {
      rename(addresses, "updatedAt", "touched");
      for (const address of addresses) address["birth"] = "2020-01-01T00:00:00Z";
    },
    corrected: [["kinds.emailAddress.fields.updatedAt", "touched"]],
  },
  {
    claim: "C30",
    verdict: "contradicted",
    when: "a field that is always told isn't there",
    account: ({ addresses }) => {
      drop(addresses, "serviceNameForReports");
    },
    corrected: [["kinds.emailAddress.fields.serviceNameForReports", null]],
  },
  {
    claim: "C30",
    verdict: "contradicted",
    when: "two addresses share an id",
    account: ({ addresses }) => {
      for (const address of addresses) address["id"] = "adr_1";
    },
    corrected: [],
  },
  {
    claim: "C31",
    verdict: "contradicted",
    when: "two addresses have one mailbox",
    account: ({ addresses }) => {
      addresses.forEach((address, index) => {
        address["emailAddress"] = index === 0 ? "One@example.com" : "one@example.com";
      });
    },
  },
  {
    claim: "C34",
    verdict: "contradicted",
    when: "a name is longer",
    account: ({ addresses: [address = {}] }) => {
      address["name"] = "x".repeat(129);
    },
  },
  {
    claim: "C35",
    verdict: "contradicted",
    when: "a description is longer",
    account: ({ addresses: [address = {}] }) => {
      address["description"] = "x".repeat(501);
    },
  },
  {
    claim: "C43",
    verdict: "contradicted",
    when: "the status has another name",
    account: ({ addresses }) => {
      rename(
        addresses.map((address) => part(address, "authentication")),
        "status",
        "state",
      );
    },
    corrected: [["kinds.emailAddress.fields.authentication.status", "authentication.state"]],
  },
  {
    claim: "C43",
    verdict: "ambiguous",
    when: "two fields may be the status",
    account: ({ addresses }) => {
      for (const { authentication } of addresses as { authentication: Bag }[]) {
        authentication["state"] = authentication["status"];
        authentication["connectionStatus"] = authentication["status"];
        delete authentication["status"];
      }
    },
  },
  {
    claim: "C43",
    verdict: "cannotTell",
    when: "no address is told with its sign-in",
    account: ({ addresses }) => {
      drop(addresses, "authentication");
    },
  },
  {
    claim: "C64",
    verdict: "cannotTell",
    when: "every signature answers 404",
    account: ({ replies }) => {
      replies[`${ADDRESSES}/adr_1/signature`] = notFound;
    },
  },
  {
    claim: "C65",
    verdict: "contradicted",
    when: "the HTML has another name",
    account: ({ signature }) => {
      rename([signature], "html", "content");
    },
    corrected: [["kinds.emailSignature.fields.html", "content"]],
  },
  {
    claim: "C65",
    verdict: "ambiguous",
    when: "the HTML has two other names",
    account: ({ signature }) => {
      rename([signature], "html", "content");
      signature["body"] = signature["content"];
    },
  },
  {
    claim: "C65",
    verdict: "cannotTell",
    when: "there is no signature",
    account: ({ replies }) => {
      replies[`${ADDRESSES}/adr_1/signature`] = notFound;
    },
  },
  {
    claim: "C69",
    verdict: "contradicted",
    when: "a signature is larger",
    account: ({ signature }) => {
      signature["html"] = "x".repeat(102_401);
    },
  },
  {
    claim: "C75",
    verdict: "contradicted",
    when: "two profiles have one name",
    account: ({ profiles }) => {
      for (const profile of profiles) profile["name"] = "Care";
    },
  },
  {
    claim: "C76",
    verdict: "contradicted",
    when: "a name is longer",
    account: ({ profiles: [profile = {}] }) => {
      profile["name"] = "x".repeat(129);
    },
  },
  {
    claim: "C77",
    verdict: "contradicted",
    when: "a setting is a map",
    account: ({ profiles: [profile = {}] }) => {
      profile["settings"] = { retries: { most: 3 } };
    },
  },
  {
    claim: "C77",
    verdict: "cannotTell",
    when: "no profile has settings",
    account: ({ profiles }) => {
      for (const profile of profiles) profile["settings"] = {};
    },
  },
  {
    claim: "C82",
    verdict: "contradicted",
    when: "a name is longer",
    account: ({ mappings: [mapping = {}] }) => {
      mapping["mappingName"] = "x".repeat(129);
    },
  },
  {
    claim: "C83",
    verdict: "contradicted",
    when: "no mapping has one",
    account: ({ mappings }) => {
      drop(mappings, "priority");
    },
    corrected: [["kinds.interactionPlanMapping.fields.priority", null]],
  },
  {
    claim: "C83",
    verdict: "contradicted",
    when: "it has another name",
    account: ({ mappings }) => {
      rename(mappings, "priority", "rank");
    },
    corrected: [["kinds.interactionPlanMapping.fields.priority", "rank"]],
  },
  {
    claim: "C83",
    verdict: "ambiguous",
    when: "it has two other names",
    account: ({ mappings }) => {
      rename(mappings, "priority", "rank");
      for (const mapping of mappings) mapping["weight"] = 1;
    },
  },
  {
    claim: "C83",
    verdict: "cannotTell",
    when: "there are no mappings",
    account: ({ mappings }) => {
      mappings.splice(0);
    },
  },
  {
    claim: "C84",
    verdict: "contradicted",
    when: "it has another name",
    account: ({ mappings }) => {
      rename(mappings, "testing", "testMode");
    },
    corrected: [["kinds.interactionPlanMapping.fields.testing", "testMode"]],
  },
  {
    claim: "C86",
    verdict: "contradicted",
    when: "the senders have another name",
    account: ({ mappings }) => {
      rename(
        mappings.map((mapping) => part(mapping, "testing")),
        "fromAddresses",
        "senders",
      );
    },
    corrected: [["kinds.interactionPlanMapping.fields.testing.fromAddresses", "testing.senders"]],
  },
  ...(["addresses", "mappings"] as const).flatMap((list): readonly Row[] => {
    const [claim, kind] =
      list === "addresses"
        ? (["C94", "emailAddress"] as const)
        : (["C87", "interactionPlanMapping"] as const);
    const set = (value: unknown) => (account: Account) => {
      for (const object of account[list]) object["dataSources"] = value;
    };
    const corrected = (form: string) => [[`kinds.${kind}.dataSources`, form]] as const;
    return [
      {
        claim,
        verdict: "contradicted",
        when: "they are a map",
        account: set({ team: "north" }),
        corrected: corrected("map"),
      },
      {
        claim,
        verdict: "contradicted",
        when: "they are one object",
        account: set({ name: "team", value: "north" }),
        corrected: corrected("object"),
      },
      { claim, verdict: "cannotTell", when: "no object has any", account: set([]) },
      {
        claim,
        verdict: "ambiguous",
        when: "they have several forms",
        account: (account) => {
          const [first = {}] = account[list];
          first["dataSources"] = { team: "north" };
        },
      },
    ];
  }),
  {
    claim: "C90",
    verdict: "contradicted",
    when: "a plan's id has capitals",
    account: ({ plans: [plan = {}] }) => {
      plan["interactionPlanId"] = "PLN_1";
    },
  },
  {
    claim: "C90",
    verdict: "cannotTell",
    when: "there are no mappings",
    account: ({ mappings }) => {
      mappings.splice(0);
    },
  },
  {
    claim: "C95",
    verdict: "contradicted",
    when: "a status has another word of that meaning",
    account: ({ addresses: [address = {}] }) => {
      part(address, "authentication")["status"] = "CONNECTED";
    },
    corrected: [["kinds.emailAddress.words.authentication.status.Active", "CONNECTED"]],
  },
  {
    claim: "C95",
    verdict: "ambiguous",
    when: "a status has a word of no known meaning",
    account: ({ addresses: [address = {}] }) => {
      part(address, "authentication")["status"] = "Limbo";
    },
  },
  {
    claim: "C95",
    verdict: "cannotTell",
    when: "it has more words than a status has",
    account: (account) => {
      account.addresses = Array.from({ length: 8 }, (_, index) =>
        addressOf(`adr_${index + 1}`, `State ${index}`),
      );
    },
  },
  {
    claim: "C96",
    verdict: "contradicted",
    when: "it is spelled otherwise",
    account: ({ addresses }) => {
      for (const address of addresses) address["serviceNameForReports"] = "REPORTING_GROUP";
    },
    corrected: [["kinds.emailAddress.words.serviceNameForReports.reportingGroup", "REPORTING_GROUP"]],
  },
  {
    claim: "C96",
    verdict: "cannotTell",
    when: "there are no addresses",
    account: ({ addresses }) => {
      addresses.splice(0);
    },
  },
  {
    claim: "C102",
    verdict: "contradicted",
    when: "a list has no meta",
    account: (account) => {
      account.replies[ADDRESSES] = ok({ addresses: account.addresses });
    },
  },
  {
    claim: "C102",
    verdict: "cannotTell",
    when: "no list could be read",
    account: ({ replies }) => {
      for (const path of Object.values(PATHS)) replies[path] = NO_TOKEN;
    },
  },
  {
    claim: "C103",
    verdict: "contradicted",
    when: "the contract says 1, and page 0 has the first objects",
    contract: { apis: { email: { firstPage: 1 } } },
    account: (account) => {
      account.replies[ADDRESSES] = (query) => {
        const page = Number(query.get("page"));
        const items = page === 0 ? account.addresses : [];
        return ok({ addresses: items, meta: { page, count: items.length, pageCount: 1, totalCount: 2 } });
      };
    },
    corrected: [["apis.email.firstPage", 0]],
  },
  {
    claim: "C103",
    verdict: "cannotTell",
    when: "no list has objects",
    account: (account) => {
      for (const list of ["addresses", "profiles", "mappings", "plans"] as const) account[list].splice(0);
    },
  },
  {
    claim: "C30",
    verdict: "contradicted",
    when: "the contract says that a field isn't there, which objects have",
    account: () => undefined,
    contract: { kinds: { emailAddress: { fields: { description: null } } } },
    corrected: [],
  },
  {
    claim: "C91",
    verdict: "ambiguous",
    when: "the recipients' field holds other texts, and another one beside it mailboxes",
    account: ({ mappings }) => {
      for (const mapping of mappings)
        Object.assign(mapping, { toAddresses: ["adr_1"], addresses: ["a@b.example"] });
    },
    corrected: [],
  },
  {
    claim: "C91",
    verdict: "cannotTell",
    when: "the plan's field holds its name, and not its id",
    account: ({ mappings }) => {
      for (const mapping of mappings) mapping["interactionPlanId"] = "Sales team";
    },
    corrected: [],
  },
  {
    claim: "C91",
    verdict: "ambiguous",
    when: "another field of the plan holds its name",
    account: ({ mappings }) => {
      drop(mappings, "interactionPlanId");
      for (const mapping of mappings) mapping["plan"] = "Sales";
    },
    corrected: [],
  },
  {
    claim: "C91",
    verdict: "ambiguous",
    when: "another list of texts holds no mailbox",
    account: ({ mappings }) => {
      drop(mappings, "toAddresses");
      for (const mapping of mappings) mapping["destinations"] = ["+441234567"];
    },
    corrected: [],
  },
  {
    claim: "C30",
    verdict: "ambiguous",
    when: "another field of the profile holds its name",
    account: ({ addresses }) => {
      drop(addresses, "profileId");
      for (const address of addresses) address["profile"] = "Care";
    },
    corrected: [],
  },
  {
    claim: "C104",
    verdict: "contradicted",
    when: "such a page is refused",
    account: (account) => {
      account.replies[ADDRESSES] = (query) =>
        Number(query.get("limit")) > 100
          ? failed(400, { message: "limit: at most 100" })
          : listOf("addresses", account.addresses);
    },
    corrected: [["apis.email.pageSize", 100]],
  },
  {
    claim: "C104",
    verdict: "cannotTell",
    when: "no list could be read",
    account: ({ replies }) => {
      for (const path of Object.values(PATHS)) replies[path] = NO_TOKEN;
    },
  },
];

function isAmbiguous({ seen = "", parts = [] }: Finding = { verdict: "cannotTell" }): boolean {
  const texts = [seen, ...parts.map((one) => `${one.seen ?? ""} ${one.name}`)];
  return texts.some((text) => /^ambiguous|a word that isn't known$/u.test(text));
}

async function checked({
  account: alter,
  contract: profile,
  isAgreed = false,
}: Pick<Row, "account" | "contract" | "isAgreed">): Promise<ContractCheck> {
  const account = goodAccount();
  alter(account);
  const contract = new Contract(profile);
  return checkContract(await takeSurvey(clientOf(account), contract), contract, contract, isAgreed);
}

test("an account as built in contradicts nothing", async () => {
  const { claims, corrections, verdict } = await checked({ account: () => undefined });
  expect(claims.filter((claim) => claim.verdict === "contradicted")).toEqual([]);
  expect([verdict, corrections]).toEqual(["confirmed", []]);
});

test.each(ROWS)("$claim is $verdict: $when", async (row) => {
  const { claims, corrections, verdict, calls } = await checked(row);
  const result = claims.find(({ id }) => id === row.claim);
  expect(result?.verdict).toBe(row.verdict === "ambiguous" ? "cannotTell" : row.verdict);
  if (row.verdict === "ambiguous") expect(isAmbiguous(result)).toBe(true);
  if (row.corrected !== undefined)
    expect(corrections.map(({ path, value }) => [path.join("."), value])).toEqual(row.corrected);
  if (row.verdict === "contradicted") expect(verdict).toBe("contradicted");
  else if (result?.toldBy === "read") expect(verdict).not.toBe("confirmed");
  expect(calls).toBeLessThanOrEqual(MOST_CALLS);
});

test("every claim that reads tell has a row in which it is contradicted, and one in which nobody can tell", () => {
  const rowsOf = (verdicts: readonly string[]) =>
    new Set(ROWS.filter(({ verdict }) => verdicts.includes(verdict)).map(({ claim }) => claim));
  const read = CLAIMS.filter(({ toldBy }) => toldBy === "read").map(({ id }) => id);
  // A path alone in its API isn't contradicted by a 404; where there is no signature, neither is its.
  const never = ["C64", "C79", "C99"];
  expect(read.filter((id) => !rowsOf(["contradicted"]).has(id))).toEqual(never);
  expect(read.filter((id) => !rowsOf(["cannotTell"]).has(id))).toEqual([]);
});

test("the page on the contract has every claim once, in order", () => {
  const page = readFileSync(join(REPOSITORY, "docs/contract.md"), "utf8");
  const numbers = [...page.matchAll(/^\| (C\d+) /gmu)].map(([, number]) => number);
  expect([...numbers].sort((a = "", b = "") => Number(a.slice(1)) - Number(b.slice(1)))).toEqual(allClaims());
  expect(new Set(CLAIMS.map(({ id }) => id)).size).toBe(CLAIMS.length);
});

/** Something of its own for each object. */
function each(list: readonly Bag[], change: (object: Bag, index: number) => void): void {
  for (const [index, object] of list.entries()) change(object, index);
}

test.each<{ what: string; account: Row["account"] }>([
  {
    what: "a name that two share",
    account: ({ addresses }) => {
      each(addresses, (address, index) => {
        Object.assign(address, { name: "Support", externalRef: `x-${index}` });
      });
    },
  },
  {
    what: "a name that is empty",
    account: ({ addresses: [address = {}, other = {}] }) => {
      Object.assign(address, { name: "", externalRef: "x-1" });
      other["externalRef"] = "x-2";
    },
  },
  {
    what: "an id that is a number",
    account: ({ addresses }) => {
      each(addresses, (address, index) =>
        Object.assign(address, { id: 100 + index, externalRef: `x-${index}` }),
      );
    },
  },
  {
    what: "a mailbox in a block about somebody",
    account: ({ addresses }) => {
      rename(addresses, "emailAddress", "inbox");
      each(addresses, (address, index) =>
        Object.assign(address, { createdBy: { email: `u${index}@example.com` } }),
      );
    },
  },
  {
    what: "an id in a block about somebody",
    account: ({ addresses }) => {
      rename(addresses, "id", "resourceRef");
      each(addresses, (address, index) => Object.assign(address, { owner: { id: `usr_${index}` } }));
    },
  },
  {
    what: "an id beside another key",
    account: ({ addresses }) => {
      rename(addresses, "id", "identifier");
      each(addresses, (address, index) => Object.assign(address, { key: `k_${index}` }));
    },
  },
  {
    what: "destinations that are no texts",
    account: ({ mappings }) => {
      drop(mappings, "toAddresses");
      each(mappings, (mapping) => Object.assign(mapping, { destinations: [{ queue: "q" }] }));
    },
  },
  {
    what: "mailboxes in a list, and one to reply to",
    account: ({ addresses }) => {
      drop(addresses, "emailAddress");
      each(addresses, (address, index) =>
        Object.assign(address, { emails: [`a${index}@example.com`], replyTo: `r${index}@example.com` }),
      );
    },
  },
  {
    what: "a time where a name is looked for",
    account: ({ addresses }) => {
      drop(addresses, "name");
      each(addresses, (address, index) =>
        Object.assign(address, { lastLoginAt: `2026-10-0${index + 1}T08:00:00Z` }),
      );
    },
  },
  {
    what: "an empty list beside the objects, which lie deeper",
    account: (account) => {
      account.replies[ADDRESSES] = ok({
        data: { addresses: account.addresses },
        warnings: [],
        meta: { pageCount: 1, totalCount: 2 },
      });
    },
  },
  {
    what: "a version that is named and not answered",
    account: ({ replies }) => {
      replies[ADDRESSES] = (_query, accept) =>
        accept.includes("v9+")
          ? failed(500)
          : failed(400, { message: "Invalid api-version! Valid values: 1,9" });
    },
  },
  {
    what: "a limit that is named as versions are",
    account: ({ replies }) => {
      replies[ADDRESSES] = failed(400, { message: "Invalid limit! Valid values: 25, 50, 100" });
    },
  },
  {
    what: "an object that has just been deleted",
    account: ({ replies }) => {
      replies[`${ADDRESSES}/adr_1`] = notFound;
      replies[`${ADDRESSES}/adr_2`] = ok(addressOf("adr_2"));
    },
  },
  {
    what: "two words that may both be Active",
    account: ({ addresses }) => {
      each(addresses, (address, index) => {
        part(address, "authentication")["status"] = index === 0 ? "Connected" : "Authorized";
      });
    },
  },
  {
    what: "a word with a name in it",
    account: ({ addresses: [address = {}] }) => {
      address["serviceNameForReports"] = "Петров group";
    },
  },
  {
    what: "objects that no text can be made of",
    account: ({ mappings, addresses }) => {
      each(mappings, (mapping) => Object.assign(mapping, { priority: { toString: 1, valueOf: 1 } }));
      each(addresses, (address) => Object.assign(address, { createdAt: { toString: 1 }, seenAt: T2 }));
      drop(addresses, "updatedAt");
    },
  },
])("of $what, nothing is guessed", async ({ account }) => {
  const { corrections } = await checked({ account, isAgreed: true });
  // That a field isn't there is no guess.
  expect(corrections.filter(({ value, path }) => value !== null && path.at(-1) !== "updatedAt")).toEqual([]);
});

test.each<{ what: string; account: Row["account"]; secret: string; isAgreed?: true }>([
  {
    what: "a name of a field that isn't on the list",
    account: ({ profiles }) =>
      each(profiles, (profile) => Object.assign(profile, { AcmeVipAutoReply: true })),
    secret: "AcmeVip",
  },
  {
    what: "a key with other letters",
    account: ({ addresses }) => each(addresses, (address) => Object.assign(address, { "name Иванов": 1 })),
    secret: "Иванов",
  },
  {
    what: "a word",
    account: ({ addresses }) =>
      each(addresses, (address) => Object.assign(address, { serviceNameForReports: "JaneDoeVipDesk" })),
    secret: "JaneDoe",
  },
  {
    what: "a key that is part of a value",
    account: ({ addresses: [address = {}] }) =>
      Object.assign(address, { emailAddress: "acmebank-support@example.com", acmebankSupport: 1 }),
    secret: "acmebankSupport",
    isAgreed: true,
  },
  {
    what: "a key that is a short value",
    account: ({ addresses: [address = {}] }) => Object.assign(address, { name: "Alice", Alice: 1 }),
    secret: "Alice",
    isAgreed: true,
  },
  {
    what: "a key with a number that is a value",
    account: ({ addresses: [address = {}] }) =>
      Object.assign(address, { accountId: 4711123, acct4711123: 1 }),
    secret: "4711123",
    isAgreed: true,
  },
  {
    what: "a key that begins as a value does",
    account: ({ addresses: [address = {}] }) =>
      Object.assign(address, { name: "Zeppelin Parts", zeppelinDiscount: 1 }),
    secret: "zeppelinDiscount",
    isAgreed: true,
  },
  {
    what: "keys of a list",
    account: (account) => {
      account.replies[ADDRESSES] = ok({ JaneDoeLtd: [{ a: 1 }], SmithTeam: [{ b: 1 }] });
    },
    secret: "JaneDoe",
  },
])("$what isn't told", async ({ account, secret, isAgreed = false }) => {
  expect(JSON.stringify(await checked({ account, isAgreed }))).not.toContain(secret);
});

test("objects with names of their own, a thousand of them, take a moment", async () => {
  const many = Array.from({ length: 1_000 }, (_, index) => ({
    ...addressOf(`adr_${index}`),
    ...Object.fromEntries(Array.from({ length: 200 }, (_none, key) => [`k${index}_${key}`, `value ${key}`])),
  }));
  const before = process.cpuUsage();
  await checked({
    account: (account) => {
      account.addresses = many;
    },
  });
  const { user, system } = process.cpuUsage(before);
  // By the square of the names, it were hours.
  expect((user + system) / 1_000).toBeLessThan(20_000);
});

test.each<{ what: string; reply: ReadResult }>([
  { what: "no JSON", reply: { status: 200, body: "<html>" } },
  { what: "a list", reply: ok([1, null]) },
  { what: "null where objects are", reply: ok({ addresses: [null, 1, "x"], meta: [] }) },
  { what: "objects of nothing", reply: ok({ addresses: [{}, {}], meta: { totalCount: "2" } }) },
  {
    what: "__proto__",
    reply: {
      status: 200,
      body: '{"addresses":[{"__proto__":{"id":"x"},"id":{"id":1}}],"meta":{"totalCount":1}}',
    },
  },
  {
    what: "100,000 fields",
    reply: listOf("addresses", [
      Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`field${index}`, `value ${index}`])),
    ]),
  },
])("a list of $what ends the check like any other", async ({ reply }) => {
  const { verdict } = await checked({
    account: ({ replies }) => {
      replies[ADDRESSES] = reply;
    },
  });
  expect(verdict).not.toBe("confirmed");
});

test("nothing is asked for after a 429", async () => {
  const account = goodAccount();
  account.replies[PLANS] = failed(429, { message: "Too many" });
  const client = clientOf(account);
  const contract = new Contract();
  const result = checkContract(await takeSurvey(client, contract), contract, contract);
  expect([client.calls(), result.stopped, result.verdict]).toEqual([
    1,
    "VCC asks for a pause (429)",
    "cannotTell",
  ]);
});

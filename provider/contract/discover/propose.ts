import { type ApiName, APIS, MEDIA_TYPE } from "../../../schema/api";
import { type ContractKindName, contractKindOf } from "../../../schema/contract/kinds";
import { CONSENT, EMAIL_ADDRESSES, SIGN_IN } from "../../../schema/email-address";
import { SIGNATURE } from "../../../schema/email-signature";
import { EMAIL_PROFILES } from "../../../schema/email-profile";
import { INTERACTION_PLAN_MAPPINGS, INTERACTION_PLANS } from "../../../schema/interaction-plan-mapping";
import { bare, FIELD_RULES } from "../check/field-rules";
import type { Correction } from "../check/finding";
import type { DescribedRequest } from "./described-request";

/** A part of a profile, with the place in the file that it was taken from. */
export interface Proposal extends Correction {
  readonly where: string;
}

/** What a person has to decide. */
export interface Choice {
  readonly what: string;
  readonly between: readonly string[];
}

/** What a file proposes for a profile. */
export interface Discovery {
  readonly proposals: readonly Proposal[];
  readonly choices: readonly Choice[];
  /** Kinds of which the file has no request. */
  readonly missing: readonly ContractKindName[];
}

interface Sought {
  readonly kind: ContractKindName;
  readonly api: ApiName;
  /** Last segments of the list's path, in lower case without marks. */
  readonly names: readonly string[];
  /** What some other segment has to contain. */
  readonly among?: string;
  readonly path: string;
  readonly listKey: string;
}

const SOUGHT: readonly Sought[] = [
  {
    ...EMAIL_ADDRESSES,
    kind: "emailAddress",
    names: ["addresses", "emailaddresses", "mailboxes", "emails"],
    among: "email",
  },
  { ...EMAIL_PROFILES, kind: "emailProfile", names: ["profiles", "emailprofiles"], among: "email" },
  {
    ...INTERACTION_PLAN_MAPPINGS,
    kind: "interactionPlanMapping",
    names: ["mappings", "interactionplanmappings", "planmappings"],
  },
  { ...INTERACTION_PLANS, kind: "interactionPlan", names: ["interactionplans", "plans"] },
];
const SIGNATURES = ["signature", "emailsignature"];

/** What the requests of a file propose for a profile. Nothing is proposed where several would do. */
export function propose(requests: readonly DescribedRequest[]): Discovery {
  const found = SOUGHT.map((sought) => ({ sought, lists: listsOf(sought, requests) }));
  const signature = requests.filter(
    ({ method, segments }) => method === "GET" && SIGNATURES.includes(bare(segments.at(-1) ?? "")),
  );
  const parts = [
    ...found.map(({ sought, lists }) => proposeKind(sought, lists, requests)),
    proposeSignature(
      signature,
      found.find(({ sought }) => sought.kind === EMAIL_ADDRESSES.kind)?.lists ?? [],
    ),
  ];
  const missing = found.filter(({ lists }) => lists.length === 0).map(({ sought }) => sought.kind);
  return {
    proposals: parts.flatMap(({ proposals }) => proposals),
    choices: parts.flatMap(({ choices }) => choices),
    missing: signature.length === 0 ? [...missing, "emailSignature"] : missing,
  };
}

type Parts = Pick<Discovery, "proposals" | "choices">;
const NONE: Parts = { proposals: [], choices: [] };

function listsOf(
  { names, among = "" }: Sought,
  requests: readonly DescribedRequest[],
): readonly DescribedRequest[] {
  return requests.filter(({ method, segments }) => {
    const isNamed = names.includes(bare(segments.at(-1) ?? "")) && !isVariable(segments.at(-1));
    return method === "GET" && isNamed && segments.some((segment) => bare(segment).includes(among));
  });
}

function proposeKind(
  sought: Sought,
  lists: readonly DescribedRequest[],
  requests: readonly DescribedRequest[],
): Parts {
  const paths = [...new Set(lists.map(pathOf))];
  const [list] = lists;
  if (list === undefined) return NONE;
  const { kind, api } = sought;
  if (paths.length > 1)
    return { proposals: [], choices: [{ what: `kinds.${kind}.path`, between: lists.map(placeOf) }] };
  const proposals = [
    ...differs(["kinds", kind, "path"], pathOf(list), sought.path, list),
    ...proposeListKey(sought, list),
    ...proposeUpdate(kind, list, requests),
    ...proposeHeader(api, list),
    ...proposeScope(api, list),
    ...proposeFields(kind, list, requests),
    ...(kind === "emailAddress" ? proposeCalls(list, requests) : []),
  ];
  return { proposals, choices: [] };
}

/** Requests about one object of the list. */
function aboutOne(
  list: DescribedRequest,
  method: string,
  requests: readonly DescribedRequest[],
): DescribedRequest | undefined {
  const path = pathOf(list);
  return requests.find(
    (one) =>
      one.method === method &&
      isVariable(one.segments.at(-1)) &&
      `/${one.segments.slice(0, -1).join("/")}` === path,
  );
}

function proposeListKey({ kind, listKey }: Sought, list: DescribedRequest): readonly Proposal[] {
  const [only, another] = list.told?.listKeys ?? [];
  if (only === undefined || another !== undefined) return [];
  return differs(["kinds", kind, "listKey"], only, listKey, list);
}

function proposeUpdate(
  kind: ContractKindName,
  list: DescribedRequest,
  requests: readonly DescribedRequest[],
): readonly Proposal[] {
  const put = aboutOne(list, "PUT", requests);
  const isPut = put !== undefined && aboutOne(list, "PATCH", requests) === undefined;
  return isPut && contractKindOf(kind)?.isUpdated === true
    ? differs(["kinds", kind, "update"], "PUT", "PATCH", put)
    : [];
}

function proposeScope(api: ApiName, list: DescribedRequest): readonly Proposal[] {
  const [only, another] = list.scopes;
  if (only === undefined || another !== undefined) return [];
  return differs(["apis", api, "scopes", "read"], only, APIS[api].scopes.read, list);
}

/** Calls below one object that sign its mailbox in. */
const CALLS = [
  {
    call: "signIn",
    method: "PUT",
    names: ["authentication", "credential", "credentials", "signin", "grant"],
    path: SIGN_IN.path,
  },
  {
    call: "consent",
    method: "POST",
    names: ["consent", "consents", "consentlink", "authorizationurl", "signinlink"],
    path: CONSENT.path,
  },
] as const;

function proposeCalls(list: DescribedRequest, requests: readonly DescribedRequest[]): readonly Proposal[] {
  const below = pathOf(list);
  return CALLS.flatMap(({ call, method, names, path }) => {
    const found = requests.filter((one) => {
      const isBelow = pathOf(one).startsWith(`${below}/{`);
      return (
        one.method === method &&
        isBelow &&
        (names as readonly string[]).includes(bare(one.segments.at(-1) ?? ""))
      );
    });
    const [only, another] = found;
    if (only === undefined || another !== undefined) return [];
    const given = pathOf(only).replace(/\{[^{}]*\}/gu, (variable, at: number) =>
      at === below.length + 1 ? "{id}" : variable,
    );
    return differs(["kinds", "emailAddress", "calls", call], given, `${below}/{id}${path}`, only);
  });
}

/** What isn't said lies below the list of addresses. */
function proposeSignature(
  requests: readonly DescribedRequest[],
  addresses: readonly DescribedRequest[],
): Parts {
  const paths = new Set(requests.map(pathOf));
  const [request] = requests;
  if (request === undefined) return NONE;
  if (paths.size > 1)
    return {
      proposals: [],
      choices: [{ what: "kinds.emailSignature.path", between: requests.map(placeOf) }],
    };
  const variables = request.segments.filter(isVariable);
  const last = variables.at(-1);
  const path = pathOf(request).replace(`/${last ?? "{id}"}/`, () => "/{id}/");
  const [list] = addresses;
  const wanted = `${list === undefined ? EMAIL_ADDRESSES.path : pathOf(list)}/{id}${SIGNATURE.path}`;
  return { proposals: differs(["kinds", "emailSignature", "path"], path, wanted, request), choices: [] };
}

/** The version in an `Accept` header, and the header's form. */
function proposeHeader(api: ApiName, list: DescribedRequest): readonly Proposal[] {
  const { accept = "" } = list;
  const match = /^(.*?)(\bv|version=)(\d+)\b(.*)$/iu.exec(accept);
  if (match === null) return [];
  const [, before = "", sign = "", version = "", after = ""] = match;
  return [
    ...differs(["apis", api, "mediaType"], `${before}${sign}{version}${after}`, MEDIA_TYPE, list),
    ...differs(["apis", api, "version"], Number(version), APIS[api].version, list),
  ];
}

/** Spellings of fields that aren't there by their own name, where one other name is. */
function proposeFields(
  kind: ContractKindName,
  list: DescribedRequest,
  requests: readonly DescribedRequest[],
): readonly Proposal[] {
  const created = requests.find((one) => one.method === "POST" && pathOf(one) === pathOf(list));
  const read = aboutOne(list, "GET", requests);
  const names = new Set(
    [created?.sent, read?.told?.fields, list.told?.fields].flatMap((fields) => fields ?? []),
  );
  if (names.size === 0) return [];
  const isTaken = (name: string) => Object.hasOwn(FIELD_RULES[kind], name);
  return Object.entries(FIELD_RULES[kind]).flatMap(([field, { synonyms }]) => {
    if (field.includes(".") || names.has(field)) return [];
    const [only, another] = [...names].filter(
      (name) => !name.includes(".") && synonyms.includes(bare(name)) && !isTaken(name),
    );
    if (only === undefined || another !== undefined) return [];
    return differs(["kinds", kind, "fields", field], only, field, created ?? list);
  });
}

function differs(
  path: readonly string[],
  value: unknown,
  builtIn: unknown,
  request: DescribedRequest,
): readonly Proposal[] {
  return value === builtIn ? [] : [{ path, value, where: request.where }];
}

function isVariable(segment: string | undefined): boolean {
  return /^\{[\w.-]+\}$/u.test(segment ?? "");
}

function pathOf({ segments }: DescribedRequest): string {
  return `/${segments.join("/")}`;
}

function placeOf(request: DescribedRequest): string {
  return `${pathOf(request)} (${request.where})`;
}

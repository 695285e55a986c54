import { type ContractKindName, contractKindOf } from "../../../schema/contract/kinds";
import { CONSENT, EMAIL_ADDRESSES, SIGN_IN } from "../../../schema/email-address";
import { SIGNATURE } from "../../../schema/email-signature";
import { bare, FIELD_RULES } from "../check/field-rules";
import type { Evidence } from "./decide";
import { type DescribedRequest, isVariable, pathOf } from "./described-request";
import type { Sought } from "./sought";

/** What requests say of a kind, `lists` being those of its list: all else is looked for below their path. */
export function kindEvidence(
  { kind, path, listKey }: Sought,
  lists: readonly DescribedRequest[],
  requests: readonly DescribedRequest[],
): readonly Evidence[] {
  const paths = {
    path: ["kinds", kind, "path"],
    builtIn: path,
    seen: lists.map((one) => ({ value: pathOf(one), where: one.where })),
  };
  const [list] = lists;
  // What is below depends on which of several it is.
  if (list === undefined || lists.some((one) => pathOf(one) !== pathOf(list))) return [paths];
  return [
    paths,
    { path: ["kinds", kind, "listKey"], builtIn: listKey, seen: lists.flatMap(listKeyOf) },
    ...updateEvidence(kind, pathOf(list), requests),
    ...fieldEvidence(kind, lists, requests),
    ...(kind === "emailAddress" ? callEvidence(pathOf(list), requests) : []),
  ];
}

function listKeyOf({ told, where }: DescribedRequest) {
  const [only, another] = told?.listKeys ?? [];
  return only === undefined || another !== undefined ? [] : [{ value: only, where }];
}

/** Requests about one object of the list. */
function aboutOne(
  path: string,
  method: string,
  requests: readonly DescribedRequest[],
): DescribedRequest | undefined {
  return requests.find(
    (one) =>
      one.method === method &&
      isVariable(one.segments.at(-1)) &&
      `/${one.segments.slice(0, -1).join("/")}` === path,
  );
}

/** The verb of an update, where it is one alone. */
function updateEvidence(
  kind: ContractKindName,
  path: string,
  requests: readonly DescribedRequest[],
): readonly Evidence[] {
  if (contractKindOf(kind)?.isUpdated !== true) return [];
  const verbs = ["PATCH", "PUT"].flatMap((method) => aboutOne(path, method, requests) ?? []);
  const seen = verbs.map(({ method, where }) => ({ value: method, where }));
  return seen.length > 1 ? [] : [{ path: ["kinds", kind, "update"], builtIn: "PATCH", seen }];
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

function callEvidence(below: string, requests: readonly DescribedRequest[]): readonly Evidence[] {
  return CALLS.map(({ call, method, names, path }) => {
    const found = requests.filter(
      (one) =>
        one.method === method &&
        pathOf(one).startsWith(`${below}/{`) &&
        (names as readonly string[]).includes(bare(one.segments.at(-1) ?? "")),
    );
    const seen = found.map((one) => ({
      value: pathOf(one).replace(/\{[^{}]*\}/gu, (variable, at: number) =>
        at === below.length + 1 ? "{id}" : variable,
      ),
      where: one.where,
    }));
    return { path: ["kinds", "emailAddress", "calls", call], builtIn: `${below}/{id}${path}`, seen };
  });
}

/** Spellings of fields, where one name of those that a field may have is there. */
function fieldEvidence(
  kind: ContractKindName,
  lists: readonly DescribedRequest[],
  requests: readonly DescribedRequest[],
): readonly Evidence[] {
  const names = [...namesIn(lists, requests)];
  const isTaken = (name: string) => Object.hasOwn(FIELD_RULES[kind], name);
  return Object.entries(FIELD_RULES[kind]).flatMap(([field, rule]) => {
    if (field.includes(".")) return [];
    const seen = names
      .filter(([name]) => name === field || (rule.synonyms.includes(bare(name)) && !isTaken(name)))
      // An object that is called alike is no text.
      .filter(([, { isBlock }]) => !isBlock || rule.fits({}))
      .map(([value, { where }]) => ({ value, where }));
    // Beside another of a like name, it may be a field of its own.
    return seen.length > 1 ? [] : [{ path: ["kinds", kind, "fields", field], builtIn: field, seen }];
  });
}

/** Names of an object's fields, each with the first request that has it. */
function namesIn(
  lists: readonly DescribedRequest[],
  requests: readonly DescribedRequest[],
): ReadonlyMap<string, { readonly where: string; readonly isBlock: boolean }> {
  const paths = new Set(lists.map(pathOf));
  const created = requests.filter((one) => one.method === "POST" && paths.has(pathOf(one)));
  const read = [...paths].flatMap((path) => aboutOne(path, "GET", requests) ?? []);
  const places = new Map<string, { readonly where: string; readonly isBlock: boolean }>();
  const sources = [
    ...created.map(({ sent, where }) => ({ fields: sent, where })),
    ...[...read, ...lists].map(({ told, where }) => ({ fields: told?.fields, where })),
  ];
  for (const { fields = [], where } of sources)
    for (const name of fields)
      if (!name.includes(".") && !places.has(name))
        places.set(name, { where, isBlock: fields.some((other) => other.startsWith(`${name}.`)) });
  return places;
}

/** What a signature's requests say of its path, which is built in below the list of addresses. */
export function signatureEvidence(
  requests: readonly DescribedRequest[],
  addresses: DescribedRequest | undefined,
): Evidence {
  const below = addresses === undefined ? EMAIL_ADDRESSES.path : pathOf(addresses);
  return {
    path: ["kinds", "emailSignature", "path"],
    builtIn: `${below}/{id}${SIGNATURE.path}`,
    seen: requests.map((one) => {
      const last = one.segments.findLast(isVariable) ?? "{id}";
      return { value: pathOf(one).replace(`/${last}/`, () => "/{id}/"), where: one.where };
    }),
  };
}

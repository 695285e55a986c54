import { APIS, type ApiName } from "../../../schema/api";
import { type ContractKindName, contractKindOf } from "../../../schema/contract/kinds";
import type { ContractProfile } from "../../../schema/contract/profile";
import { EMAIL_ADDRESSES } from "../../../schema/email-address";
import { bare } from "../check/field-rules";
import { apiEvidence } from "./api-evidence";
import { type Choice, decide, type Proposal } from "./decide";
import { type DescribedRequest, isVariable, pathOf } from "./described-request";
import { kindEvidence, signatureEvidence } from "./kind-evidence";
import { type Sought, SOUGHT } from "./sought";

/** What a file proposes for a profile. */
export interface Discovery {
  readonly proposals: readonly Proposal[];
  readonly choices: readonly Choice[];
  /** Kinds of which the file has no request. */
  readonly missing: readonly ContractKindName[];
}

interface Found {
  readonly sought: Sought;
  /** The requests of its list. */
  readonly lists: readonly DescribedRequest[];
}

const METHODS: readonly string[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const SIGNATURES = ["signature", "emailsignature"];

/** What the requests of a file propose for a profile. Nothing is proposed where several would do. */
export function propose(requests: readonly DescribedRequest[], profile: ContractProfile): Discovery {
  const found = listsByKind(requests, profile);
  const addresses = found.find(({ sought }) => sought.kind === EMAIL_ADDRESSES.kind)?.lists[0];
  const signatures = requests.filter((one) => isSignature(one, addresses));
  const evidence = [
    ...found.flatMap(({ sought, lists }) => kindEvidence(sought, lists, requests)),
    signatureEvidence(signatures, addresses),
    ...(Object.keys(APIS) as ApiName[]).flatMap((api) =>
      apiEvidence(api, requestsTo(api, found, signatures, requests)),
    ),
  ];
  const decisions = evidence.map((one) => decide(one, profile));
  const missing = found.filter(({ lists }) => lists.length === 0).map(({ sought }) => sought.kind);
  return {
    proposals: decisions.flatMap(({ proposals }) => proposals),
    choices: decisions.flatMap(({ choices }) => choices),
    missing: signatures.length === 0 ? [...missing, "emailSignature"] : missing,
  };
}

/** Users may have signatures, too: an address's lies below it, or has its word in the path. */
function isSignature(one: DescribedRequest, addresses: DescribedRequest | undefined): boolean {
  const { method, segments } = one;
  if (method !== "GET" || !SIGNATURES.includes(bare(segments.at(-1) ?? ""))) return false;
  const isBelow = addresses !== undefined && pathOf(one).startsWith(`${pathOf(addresses)}/{`);
  return isBelow || segments.some((segment) => bare(segment).includes("email"));
}

/** The requests of each kind's list, at the path that the profile has chosen where they are at several. */
function listsByKind(requests: readonly DescribedRequest[], profile: ContractProfile): readonly Found[] {
  const named = SOUGHT.map((sought) => ({ sought, lists: requests.filter((one) => isListOf(sought, one)) }));
  const paths = named.flatMap(({ lists }) => lists.map(pathOf));
  // What belongs to one object of another list is no list of its own.
  const isBelowOne = (list: DescribedRequest) => paths.some((path) => pathOf(list).startsWith(`${path}/{`));
  return named.map(({ sought, lists }) => {
    const whole = lists.filter((list) => !isBelowOne(list));
    const chosen = whole.filter((list) => pathOf(list) === profile.kinds?.[sought.kind]?.path);
    return { sought, lists: chosen.length > 0 ? chosen : whole };
  });
}

function isListOf({ names, among = "" }: Sought, { method, segments }: DescribedRequest): boolean {
  const isNamed = names.includes(bare(segments.at(-1) ?? "")) && !isVariable(segments.at(-1));
  return method === "GET" && isNamed && segments.some((segment) => bare(segment).includes(among));
}

/** Requests to an API: those of the lists of its kinds, and below one object of them. Plans are only read. */
function requestsTo(
  api: ApiName,
  found: readonly Found[],
  signatures: readonly DescribedRequest[],
  requests: readonly DescribedRequest[],
): readonly DescribedRequest[] {
  const kinds = found.filter(({ sought }) => sought.api === api);
  const methods = kinds.some(({ sought }) => contractKindOf(sought.kind)?.isUpdated) ? METHODS : ["GET"];
  const lists = new Set(kinds.flatMap(({ lists }) => lists.map(pathOf)));
  const parts = new Set(api === EMAIL_ADDRESSES.api ? signatures.map(pathOf) : []);
  return requests.filter((one) => {
    const path = pathOf(one);
    const isBelow = one.segments.some(
      (segment, at) => isVariable(segment) && lists.has(`/${one.segments.slice(0, at).join("/")}`),
    );
    return methods.includes(one.method) && (lists.has(path) || parts.has(path) || isBelow);
  });
}

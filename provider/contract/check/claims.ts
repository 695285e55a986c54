import type { ApiName } from "../../../schema/api";
import type { Contract } from "../../../schema/contract/contract";
import type { ContractKindName } from "../../../schema/contract/kinds";
import { EMAIL_ADDRESSES } from "../../../schema/email-address";
import { EMAIL_PROFILES } from "../../../schema/email-profile";
import { SIGNATURE } from "../../../schema/email-signature";
import type { ListEndpoint } from "../../../schema/endpoint";
import { INTERACTION_PLAN_MAPPINGS, INTERACTION_PLANS } from "../../../schema/interaction-plan-mapping";
import {
  MAX_DESCRIPTION_CHARACTERS,
  MAX_NAME_CHARACTERS,
  MAX_PAGE_SIZE,
  MAX_SIGNATURE_BYTES,
} from "../../../schema/limits";
import { isRecord } from "../../values/records";
import { judgeDataSources, judgeFields, judgeWords } from "./judge-fields";
import { judgeLimit, judgeUnique } from "./judge-values";
import { confirmed, type Finding, type Judge, listOf, unread, untold } from "./finding";
import { at } from "./places";
import type { Survey } from "./survey";

/** An assumption of docs/contract.md, relative to a contract. */
export interface Claim {
  /** Its number in docs/contract.md. */
  readonly id: string;
  readonly text: (contract: Contract) => string;
  /** `chance`: a read tells it of an account that happens to have what it speaks of. */
  readonly toldBy: "read" | "chance" | "write";
  /** Kinds that it is about: where the contract has none of them, it says nothing. Left out: all. */
  readonly about?: readonly ContractKindName[];
  readonly judge: Judge;
}

const ENDPOINTS = {
  emailAddress: EMAIL_ADDRESSES,
  emailProfile: EMAIL_PROFILES,
  interactionPlanMapping: INTERACTION_PLAN_MAPPINGS,
  interactionPlan: INTERACTION_PLANS,
} as const satisfies Partial<Record<ContractKindName, ListEndpoint<object>>>;
type ListKind = keyof typeof ENDPOINTS;

const pluralOf = (kind: ListKind): string => ENDPOINTS[kind].plural;

/** The read scope of an API. */
function scopeClaim(id: string, api: ApiName, kinds: readonly ListKind[]): Claim {
  return {
    id,
    about: kinds,
    text: (contract) =>
      `${kinds.map(pluralOf).join(" and ")} are read with the scope ${contract.api(api).scopes.read}`,
    toldBy: "read",
    judge(survey) {
      const lists = survey.lists.filter((list) => list.api === api);
      if (lists.some(({ outcome }) => outcome === "read" || outcome === "otherForm")) return confirmed();
      const lacking = lists.find(({ outcome }) => outcome === "scope");
      if (lacking === undefined)
        return {
          ...unread(lists[0]),
          next: `Give the API client this scope in VCC, or write the right one as apis.${api}.scopes.read.`,
        };
      const next = "Ask Vonage for the scope, give it to the API client, and write it as scopes.read.";
      return { verdict: "contradicted", seen: lacking.why, next };
    },
  };
}

function versionClaim(id: string, api: ApiName, about: readonly ListKind[]): Claim {
  return {
    id,
    about,
    text: (contract) => `the API ${api} has version ${contract.version(api)}`,
    toldBy: "read",
    judge(survey) {
      const lists = survey.lists.filter((list) => list.api === api);
      const { otherVersion } = lists.find((list) => list.otherVersion !== undefined) ?? {};
      if (otherVersion !== undefined) {
        const corrections = [{ path: ["apis", api, "version"], value: otherVersion }];
        return { verdict: "contradicted", seen: `version ${otherVersion}`, corrections };
      }
      if (lists.some(({ outcome }) => outcome === "read" || outcome === "otherForm")) return confirmed();
      const refused = lists.find(({ outcome }) => outcome === "version");
      if (refused === undefined) return unread(lists[0]);
      const next = "Look into the collection for the version and the form of the Accept header.";
      return { verdict: "contradicted", seen: `${refused.why} and names no other version`, next };
    },
  };
}

/** A path is wrong only where another path of the same API and scope answered. */
function pathClaim(id: string, kind: ListKind): Claim {
  const endpoint = ENDPOINTS[kind];
  return {
    id,
    about: [kind],
    text: (contract) => `${endpoint.plural} are at ${contract.listPath(endpoint)}`,
    toldBy: "read",
    judge(survey) {
      const list = listOf(survey, kind);
      if (list?.outcome === "read" || list?.outcome === "otherForm") return confirmed();
      const isApiThere = survey.lists.some(({ api, outcome }) => api === endpoint.api && outcome === "read");
      if (list?.outcome !== "notFound") return unread(list);
      const next = `Take the path from the vendor's collection and write it as kinds.${kind}.path.`;
      if (isApiThere) return { verdict: "contradicted", seen: list.why, next };
      return untold(`${list.why}, and no other path of this API answered`, next);
    },
  };
}

function listKeyClaim(id: string, kind: ListKind): Claim {
  const endpoint = ENDPOINTS[kind];
  return {
    id,
    about: [kind],
    text: (contract) => `the list key of ${endpoint.plural} is "${contract.listKey(endpoint)}"`,
    toldBy: "read",
    judge(survey, contract, disclosure) {
      const list = listOf(survey, kind);
      if (list === undefined || (list.outcome !== "read" && list.outcome !== "otherForm"))
        return unread(list);
      const { usedKey, listKeys } = list;
      if (usedKey === contract.listKey(endpoint)) return confirmed();
      if (usedKey !== undefined && disclosure.isShown(usedKey)) {
        const corrections = [{ path: ["kinds", kind, "listKey"], value: usedKey }];
        return { verdict: "contradicted", seen: `"${usedKey}"`, corrections };
      }
      const next = `Choose, and write it as kinds.${kind}.listKey.`;
      if (listKeys.length === 0) return { verdict: "contradicted", seen: "no list of objects in the reply" };
      return { verdict: "contradicted", seen: disclosure.choices(listKeys), next };
    },
  };
}

function oneClaim(id: string, kind: ListKind): Claim {
  return {
    id,
    about: [kind],
    text: () => `GET on /{id} reads one of the ${pluralOf(kind)}`,
    toldBy: "read",
    judge(survey, contract) {
      if (contract.lacksCall(kind, "read")) return confirmed("the contract says that there is no such call");
      const { one, outcome } = listOf(survey, kind) ?? {};
      if (one === "read") return confirmed();
      if (one === undefined)
        return outcome === "read" ? untold(`there are no ${pluralOf(kind)}`) : unread(listOf(survey, kind));
      if (one !== "notFound") return untold("the read of one was refused");
      const corrections = [{ path: ["kinds", kind, "calls", "read"], value: null }];
      return { verdict: "contradicted", seen: "VCC answers 404 for one that the list shows", corrections };
    },
  };
}

const isInBlock = (block: string) => (field: string) => field.startsWith(`${block}.`);

function fieldsClaim(
  id: string,
  kind: ContractKindName,
  { what, of, toldBy = "read" }: { what: string; of: (field: string) => boolean; toldBy?: "read" | "chance" },
): Claim {
  return {
    id,
    about: [kind],
    text: () => what,
    toldBy,
    judge: (survey, contract, disclosure) => judgeFields(survey, contract, disclosure, { kind, of }),
  };
}

const isAuthentication = isInBlock("authentication");
const isTesting = isInBlock("testing");

/** All claims that reading can tell something of, in the order of their numbers. */
export const CLAIMS: readonly Claim[] = [
  scopeClaim("C01", "email", ["emailAddress", "emailProfile"]),
  scopeClaim("C02", "interactionplanmanager", ["interactionPlanMapping"]),
  versionClaim("C05", "email", ["emailAddress", "emailProfile"]),
  versionClaim("C06", "interactionplanmanager", ["interactionPlanMapping"]),
  {
    id: "C11",
    text: () => "totalCount is the number of all objects",
    toldBy: "read",
    judge: judgeTotals,
  },
  {
    id: "C13",
    text: () => "pageCount is 0 for an empty list",
    toldBy: "chance",
    judge(survey) {
      const empty = survey.lists.find(({ outcome, totalCount }) => outcome === "read" && totalCount === 0);
      if (empty?.pageCount === undefined) return untold("no list is empty");
      return empty.pageCount === 0 ? confirmed() : { verdict: "contradicted", seen: `${empty.pageCount}` };
    },
  },
  {
    id: "C18",
    text: () => "an account without the email channel answers 403, FeatureNotProvisioned",
    toldBy: "chance",
    judge: (survey) =>
      survey.lists.some(({ outcome }) => outcome === "notProvisioned")
        ? confirmed()
        : untold("this account has the channel, or doesn't say so"),
  },
  pathClaim("C26", "emailAddress"),
  listKeyClaim("C27", "emailAddress"),
  oneClaim("C28", "emailAddress"),
  fieldsClaim("C30", "emailAddress", {
    what: "the fields of an email address",
    of: (field) => !isAuthentication(field),
  }),
  {
    id: "C31",
    text: () => "an address is unique in the account, compared without case",
    toldBy: "write",
    judge: (survey, contract) => judgeUnique(survey, contract, "emailAddress", "emailAddress"),
  },
  nameLimitClaim("C34", "emailAddress", "name"),
  {
    id: "C35",
    text: () => `descriptions have at most ${MAX_DESCRIPTION_CHARACTERS} characters`,
    toldBy: "write",
    judge: (survey, contract) =>
      judgeLimit(survey, contract, {
        kind: "emailAddress",
        field: "description",
        most: MAX_DESCRIPTION_CHARACTERS,
      }),
  },
  fieldsClaim("C43", "emailAddress", { what: "the fields of a sign-in", of: isAuthentication }),
  {
    id: "C64",
    about: ["emailSignature"],
    text: (contract) => `the signature is at ${contract.partPath(EMAIL_ADDRESSES, SIGNATURE)}`,
    toldBy: "read",
    judge: judgeSignaturePath,
  },
  fieldsClaim("C65", "emailSignature", { what: "the fields of a signature", of: () => true }),
  {
    id: "C66",
    about: ["emailSignature"],
    text: () => "GET of a signature answers 404 where there is none",
    toldBy: "chance",
    judge({ signatures: { outcomes } }) {
      return outcomes.includes("read") && outcomes.includes("notFound")
        ? confirmed()
        : untold("not both an address with a signature and one without were read");
    },
  },
  {
    id: "C69",
    about: ["emailSignature"],
    text: () => `a signature has at most ${MAX_SIGNATURE_BYTES} bytes`,
    toldBy: "write",
    judge: (survey, contract) =>
      judgeLimit(survey, contract, {
        kind: "emailSignature",
        field: "html",
        most: MAX_SIGNATURE_BYTES,
        unit: "bytes",
      }),
  },
  pathClaim("C71", "emailProfile"),
  listKeyClaim("C72", "emailProfile"),
  fieldsClaim("C74", "emailProfile", { what: "the fields of an email profile", of: () => true }),
  {
    id: "C75",
    about: ["emailProfile"],
    text: () => "the name of an email profile is unique in the account",
    toldBy: "write",
    judge: (survey, contract) => judgeUnique(survey, contract, "emailProfile", "name"),
  },
  nameLimitClaim("C76", "emailProfile", "name"),
  {
    id: "C77",
    about: ["emailProfile"],
    text: () => "settings are an open map of texts, numbers and booleans",
    toldBy: "read",
    judge: judgeSettings,
  },
  pathClaim("C79", "interactionPlanMapping"),
  listKeyClaim("C80", "interactionPlanMapping"),
  nameLimitClaim("C82", "interactionPlanMapping", "mappingName"),
  fieldsClaim("C83", "interactionPlanMapping", {
    what: "a mapping has a priority",
    of: (field) => field === "priority",
  }),
  fieldsClaim("C84", "interactionPlanMapping", {
    what: "a mapping may have a testing block",
    of: (field) => field === "testing",
    toldBy: "chance",
  }),
  fieldsClaim("C86", "interactionPlanMapping", {
    what: "the fields of a testing block",
    of: isTesting,
    toldBy: "chance",
  }),
  {
    id: "C87",
    about: ["interactionPlanMapping"],
    text: (contract) => `data sources of a mapping are a ${contract.dataSources("interactionPlanMapping")}`,
    toldBy: "read",
    judge: (survey, contract) => judgeDataSources(survey, contract, "interactionPlanMapping"),
  },
  {
    id: "C90",
    about: ["interactionPlanMapping"],
    text: () => "replies spell ids of plans in lower case, everywhere",
    toldBy: "read",
    judge: judgePlanIds,
  },
  fieldsClaim("C91", "interactionPlanMapping", {
    what: "the other fields of a mapping",
    of: (field) => field !== "priority" && field !== "testing" && !isTesting(field),
  }),
  oneClaim("C92", "emailProfile"),
  oneClaim("C93", "interactionPlanMapping"),
  {
    id: "C94",
    text: (contract) => `data sources of an address are a ${contract.dataSources("emailAddress")}`,
    toldBy: "read",
    judge: (survey, contract) => judgeDataSources(survey, contract, "emailAddress"),
  },
  {
    id: "C95",
    text: () => "the words of a sign-in's status",
    toldBy: "read",
    judge: (survey, contract, disclosure) =>
      judgeWords(survey, contract, disclosure, "authentication.status"),
  },
  {
    id: "C96",
    text: () => "the words of the service name for reports",
    toldBy: "read",
    judge: (survey, contract, disclosure) =>
      judgeWords(survey, contract, disclosure, "serviceNameForReports"),
  },
  scopeClaim("C97", "useradmin", ["interactionPlan"]),
  versionClaim("C98", "useradmin", ["interactionPlan"]),
  pathClaim("C99", "interactionPlan"),
  listKeyClaim("C100", "interactionPlan"),
  fieldsClaim("C101", "interactionPlan", { what: "the fields of an interaction plan", of: () => true }),
  {
    id: "C102",
    text: () => "a list has meta with pageCount and totalCount",
    toldBy: "read",
    judge: judgeMeta,
  },
  {
    id: "C103",
    text: (contract) => `the first page of a list is ${firstPages(contract)}`,
    toldBy: "read",
    judge: judgeFirstPage,
  },
  {
    id: "C104",
    text: (contract) =>
      `a page holds ${contract.api("email").pageSize ?? 1000} objects (at most ${MAX_PAGE_SIZE})`,
    toldBy: "read",
    judge: judgePageSize,
  },
];

function nameLimitClaim(id: string, kind: ListKind, field: string): Claim {
  return {
    id,
    about: [kind],
    text: () => `names of ${pluralOf(kind)} have 1 to ${MAX_NAME_CHARACTERS} characters`,
    toldBy: "write",
    judge: (survey, contract) => judgeLimit(survey, contract, { kind, field, most: MAX_NAME_CHARACTERS }),
  };
}

function judgeTotals({ lists }: Survey): Finding {
  const read = lists.filter(({ outcome, objects }) => outcome === "read" && objects.length > 0);
  const wrong = read.find(
    ({ objects, totalCount }) => totalCount !== undefined && objects.length > totalCount,
  );
  if (wrong !== undefined)
    return {
      verdict: "contradicted",
      seen: `${wrong.objects.length} objects where it counts ${wrong.totalCount}`,
    };
  const whole = read.filter(({ isWhole }) => isWhole);
  if (whole.length > 0) return confirmed();
  return untold("no list with objects was read to its end");
}

function judgeSignaturePath({ signatures: { outcomes } }: Survey): Finding {
  if (outcomes.includes("read")) return confirmed();
  const next =
    "Give one of the first addresses a signature in VCC's own screens, or take the path from the collection.";
  if (outcomes.length === 0) return untold("there is no address to read it of");
  if (outcomes.every((outcome) => outcome === "notFound"))
    return untold("VCC answers 404: no address that was read has one, or it is elsewhere", next);
  return untold("its reads were refused", next);
}

function judgeSettings(survey: Survey, contract: Contract): Finding {
  const list = listOf(survey, "emailProfile");
  const spelling = contract.spellingOf("emailProfile", "settings");
  if (spelling === null) return confirmed("the contract says that there are none");
  const values = (list?.objects ?? []).map((object) => at(object, spelling)).filter(isRecord);
  const parts = values.flatMap((settings) => Object.values(settings));
  const odd = parts.filter((part) => !["string", "number", "boolean"].includes(typeof part));
  if (odd.length > 0) {
    const next = "Such a setting can't be managed: leave settings out, or look for a newer release.";
    return {
      verdict: "contradicted",
      seen: `${odd.length} of ${parts.length} are lists, maps or null`,
      next,
    };
  }
  return parts.length > 0
    ? confirmed()
    : list?.outcome === "read"
      ? untold("no email profile has any")
      : unread(list);
}

function judgePlanIds(survey: Survey, contract: Contract): Finding {
  const idsIn = (kind: ContractKindName) => {
    const spelling = contract.spellingOf(kind, "interactionPlanId") ?? "interactionPlanId";
    return (listOf(survey, kind)?.objects ?? [])
      .map((object) => at(object, spelling))
      .filter((id) => typeof id === "string");
  };
  const [plans, mapped] = [idsIn("interactionPlan"), idsIn("interactionPlanMapping")];
  const upper = [...plans, ...mapped].filter((id) => id !== id.toLowerCase());
  if (upper.length > 0)
    return {
      verdict: "contradicted",
      seen: `${upper.length} of ${plans.length + mapped.length} have capitals`,
    };
  return plans.length > 0 && mapped.length > 0
    ? confirmed()
    : untold("not both plans and mappings were read");
}

function judgeMeta({ lists }: Survey): Finding {
  const read = lists.filter(({ outcome }) => outcome === "read");
  const [first] = read;
  if (first === undefined) return unread(lists[0]);
  const lacking = read.filter((list) => list.totalCount === undefined || list.pageCount === undefined);
  if (lacking.length === 0) return confirmed();
  const next =
    "Nobody could tell then that a list is whole: this release can't manage such an account. Tell its makers.";
  return { verdict: "contradicted", seen: `${lacking.length} of ${read.length} lists lack them`, next };
}

const APIS_IN_ORDER = ["useradmin", "email", "interactionplanmanager"] as const;

function firstPages(contract: Contract): string {
  const given = APIS_IN_ORDER.flatMap((api) => {
    const { firstPage } = contract.api(api);
    return firstPage === undefined ? [] : [`${firstPage} (${api})`];
  });
  return given.length === 0 ? "0 or 1, which is found out" : given.join(", ");
}

function judgeFirstPage({ lists }: Survey, contract: Contract): Finding {
  const told = lists.filter(({ firstPage }) => firstPage !== undefined);
  const wrong = told.find(({ api, firstPage }) => (contract.api(api).firstPage ?? firstPage) !== firstPage);
  if (wrong !== undefined) {
    const corrections = [{ path: ["apis", wrong.api, "firstPage"], value: wrong.firstPage }];
    return { verdict: "contradicted", seen: `${wrong.firstPage} (${wrong.api})`, corrections };
  }
  if (told.length === 0) return untold("no list has objects");
  return confirmed([...new Set(told.map(({ firstPage }) => firstPage))].join(", "));
}

function judgePageSize({ lists }: Survey): Finding {
  const smaller = lists.filter(({ smallerPage }) => smallerPage !== undefined);
  if (smaller.length > 0) {
    const corrections = smaller.map(({ api, smallerPage }) => ({
      path: ["apis", api, "pageSize"],
      value: smallerPage,
    }));
    return { verdict: "contradicted", seen: `${smaller[0]?.smallerPage}`, corrections };
  }
  return lists.some(({ outcome }) => outcome === "read") ? confirmed() : unread(lists[0]);
}

import type { ApiName } from "../../../schema/api";
import type { Contract } from "../../../schema/contract/contract";
import type { ContractKindName } from "../../../schema/contract/kinds";
import { EMAIL_ADDRESSES } from "../../../schema/email-address";
import { EMAIL_PROFILES } from "../../../schema/email-profile";
import type { ListEndpoint } from "../../../schema/endpoint";
import { INTERACTION_PLAN_MAPPINGS, INTERACTION_PLANS } from "../../../schema/interaction-plan-mapping";
import { confirmed, type Judge, listOf, unread, untold } from "./finding";
import { judgeFields } from "./judge-fields";
import { judgeLimit } from "./judge-values";

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
export function scopeClaim(id: string, api: ApiName, kinds: readonly ListKind[]): Claim {
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
      const mayBeScope = lists.some(({ outcome }) => outcome === "forbidden" || outcome === "noToken");
      if (lacking === undefined)
        return {
          ...unread(lists[0]),
          ...(mayBeScope && {
            next: `Write the right scope, if it is another one, as apis.${api}.scopes.read, or give the API client this one in VCC.`,
          }),
        };
      const next = "Ask Vonage for the scope, give it to the API client, and write it as scopes.read.";
      return { verdict: "contradicted", seen: lacking.why, next };
    },
  };
}

/** The version of an API, which its 400 corrects. */
export function versionClaim(id: string, api: ApiName, about: readonly ListKind[]): Claim {
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
export function pathClaim(id: string, kind: ListKind): Claim {
  const endpoint = ENDPOINTS[kind];
  return {
    id,
    about: [kind],
    text: (contract) => `${endpoint.plural} are at ${contract.listPath(endpoint)}`,
    toldBy: "read",
    judge(survey, contract) {
      const list = listOf(survey, kind);
      if (list?.outcome === "read" || list?.outcome === "otherForm") return confirmed();
      const isApiThere = survey.lists.some(({ api, outcome }) => api === endpoint.api && outcome === "read");
      if (list?.outcome !== "notFound") return unread(list);
      const isOwn = contract.listPath(endpoint) !== endpoint.path;
      const next = `Take the path from the vendor's collection and write it as kinds.${kind}.path${isOwn ? ", or leave that out" : ""}.`;
      if (isApiThere) return { verdict: "contradicted", seen: list.why, next };
      return untold(`${list.why}, and no other path of this API answered`, next);
    },
  };
}

/** The key of the objects in a list. */
export function listKeyClaim(id: string, kind: ListKind): Claim {
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
      if (listKeys.length === 0)
        return {
          verdict: "contradicted",
          seen: "no list of objects in the reply",
          next: `Look into the collection, and write it as kinds.${kind}.listKey.`,
        };
      return { verdict: "contradicted", seen: disclosure.choices(listKeys), next };
    },
  };
}

/** The read of one object by its id. */
export function oneClaim(id: string, kind: ListKind): Claim {
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
      const seen = "VCC answers 404 for two that the list shows";
      const next = `A PUT of the whole begins with this read: look into the collection for kinds.${kind}.`;
      if (contract.update(kind) === "PUT") return { verdict: "contradicted", seen, next };
      const corrections = [{ path: ["kinds", kind, "calls", "read"], value: null }];
      return { verdict: "contradicted", seen, corrections };
    },
  };
}

/** Some fields of a kind. */
export function fieldsClaim(
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

/** Names of a kind have a limit. */
export function nameLimitClaim(id: string, kind: ListKind, field: string): Claim {
  return {
    id,
    about: [kind],
    text: (contract) =>
      `names of ${pluralOf(kind)} have 1 to ${contract.limit(kind, field)?.most} characters`,
    toldBy: "write",
    judge: (survey, contract) => judgeLimit(survey, contract, kind, field),
  };
}

import type { Contract } from "../../../schema/contract/contract";
import type { ContractKindName } from "../../../schema/contract/kinds";
import { isRecord } from "../../values/records";
import { confirmed, type Finding, listOf, unread, untold } from "./finding";
import { atPath } from "../../values/at-path";
import type { Survey } from "./survey";

export function judgeTotals({ lists }: Survey): Finding {
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

export function judgeSignaturePath({ signatures: { outcomes } }: Survey): Finding {
  if (outcomes.includes("read")) return confirmed();
  const next =
    "Give one of the first addresses a signature in VCC's own screens, or take the path from the collection.";
  if (outcomes.length === 0) return untold("there is no address to read it of");
  if (outcomes.every((outcome) => outcome === "notFound"))
    return untold("VCC answers 404: no address that was read has one, or it is elsewhere", next);
  return untold("its reads were refused", next);
}

export function judgeSettings(survey: Survey, contract: Contract): Finding {
  const list = listOf(survey, "emailProfile");
  const spelling = contract.spellingOf("emailProfile", "settings");
  if (spelling === null) return confirmed("the contract says that there are none");
  const values = (list?.objects ?? []).map((object) => atPath(object, spelling)).filter(isRecord);
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

export function judgePlanIds(survey: Survey, contract: Contract): Finding {
  const idsIn = (kind: ContractKindName) => {
    const spelling = contract.spellingOf(kind, "interactionPlanId") ?? "interactionPlanId";
    return (listOf(survey, kind)?.objects ?? [])
      .map((object) => atPath(object, spelling))
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

export function judgeMeta({ lists }: Survey): Finding {
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

export function firstPages(contract: Contract): string {
  const given = APIS_IN_ORDER.flatMap((api) => {
    const { firstPage } = contract.api(api);
    return firstPage === undefined ? [] : [`${firstPage} (${api})`];
  });
  return given.length === 0 ? "0 or 1, which is found out" : given.join(", ");
}

export function judgeFirstPage({ lists }: Survey, contract: Contract): Finding {
  const told = lists.filter(({ firstPage }) => firstPage !== undefined);
  const wrong = told.find(({ api, firstPage }) => (contract.api(api).firstPage ?? firstPage) !== firstPage);
  if (wrong !== undefined) {
    const corrections = [{ path: ["apis", wrong.api, "firstPage"], value: wrong.firstPage }];
    return { verdict: "contradicted", seen: `${wrong.firstPage} (${wrong.api})`, corrections };
  }
  if (told.length === 0) return untold("no list has objects");
  return confirmed([...new Set(told.map(({ firstPage }) => firstPage))].join(", "));
}

export function judgePageSize({ lists }: Survey): Finding {
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

/** The number of pages of a list without objects. */
export function judgeEmptyList({ lists }: Survey): Finding {
  const empty = lists.find(({ outcome, totalCount }) => outcome === "read" && totalCount === 0);
  if (empty?.pageCount === undefined) return untold("no list is empty");
  return empty.pageCount === 0 ? confirmed() : { verdict: "contradicted", seen: `${empty.pageCount}` };
}

import type { Contract } from "../../../schema/contract/contract";
import type { ContractKindName } from "../../../schema/contract/kinds";
import type { Disclosure } from "./disclosure";
import type { ListSeen, Survey } from "./survey";

/** A change of the profile that a check proposes. */
export interface Correction {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** What a check found of a claim. Nothing of it is taken from values of the account. */
export interface Finding {
  readonly verdict: "confirmed" | "contradicted" | "cannotTell";
  readonly seen?: string | undefined;
  /** What the person does about it, where the check can't correct it. */
  readonly next?: string | undefined;
  readonly corrections?: readonly Correction[];
  /** Findings of the parts, such as single fields. */
  readonly parts?: readonly Part[];
}

/** A part of a claim, such as a field. */
export interface Part extends Omit<Finding, "parts"> {
  readonly name: string;
}

const WORST_FIRST: readonly Finding["verdict"][] = ["contradicted", "cannotTell", "confirmed"];

/** The worst verdict of several findings; of none, confirmed. */
export function worstOf(findings: readonly Pick<Finding, "verdict">[]): Finding["verdict"] {
  return WORST_FIRST.find((verdict) => findings.some((one) => one.verdict === verdict)) ?? "confirmed";
}

export type Judge = (survey: Survey, contract: Contract, disclosure: Disclosure) => Finding;

export function confirmed(seen?: string): Finding {
  return { verdict: "confirmed", ...(seen !== undefined && { seen }) };
}

export function untold(seen: string, next?: string): Finding {
  return { verdict: "cannotTell", seen, ...(next !== undefined && { next }) };
}

export function listOf({ lists }: Survey, kind: ContractKindName): ListSeen | undefined {
  return lists.find((list) => list.kind === kind);
}

/** The finding of what couldn't be read. */
export function unread(list: ListSeen | undefined): Finding {
  return untold(
    list === undefined ? "the contract says that there is no such kind" : list.why || "the list wasn't read",
  );
}

import type { Contract } from "../../../schema/contract/contract";
import type { ContractKindName, Semantic } from "../../../schema/contract/kinds";
import { type Correction, type Finding, type Part, worstOf } from "../check/finding";
import { TRIAL_CLAIMS, type TrialClaim, type TrialClaimId } from "./claims";

/** What a trial found of a claim. */
export interface TriedClaim extends Pick<Finding, "verdict"> {
  readonly id: string;
  readonly text: string;
  /** By kind of object. */
  readonly parts: readonly TriedPart[];
}

export interface TriedPart extends Part {
  /** False where the trial ended before. */
  readonly isTried?: false;
}

/** What a trial has found so far. */
export class Findings {
  readonly #found = new Map<string, Part>();
  #results: readonly Correction[] = [];

  /** Of several words about a claim and a kind, the worst counts, and of equal ones the first. */
  tell(id: TrialClaimId, kind: string, finding: Omit<Part, "name">): void {
    const key = keyOf(id, kind);
    const known = this.#found.get(key);
    if (known?.verdict !== worstOf([finding, ...(known === undefined ? [] : [known])]))
      this.#found.set(key, { name: kind, ...finding });
  }

  confirm(id: TrialClaimId, kind: string, seen?: string): void {
    this.tell(id, kind, { verdict: "confirmed", seen });
  }

  contradict(id: TrialClaimId, kind: string, seen: string, next?: string): void {
    this.tell(id, kind, { verdict: "contradicted", seen, next });
  }

  /** A way of working that the profile has to say from now on, since it isn't the built-in one. */
  addResult(kind: string, semantic: Semantic): void {
    this.removeResult(kind, semantic);
    this.#results = [...this.#results, { path: ["kinds", kind, "semantics", semantic], value: false }];
  }

  /** Ends the result of an earlier trial, as this one has seen that it works as built in. */
  removeResult(kind: string, semantic: Semantic): void {
    this.#results = this.#results.filter(({ path }) => path[1] !== kind || path.at(-1) !== semantic);
  }

  isConfirmed(id: TrialClaimId, kind: string): boolean {
    return this.#found.get(keyOf(id, kind))?.verdict === "confirmed";
  }

  get results(): readonly Correction[] {
    return this.#results;
  }

  /** All claims about what the contract has. `unreached`: why the rest wasn't tried. */
  claims(contract: Contract, unreached: string): readonly TriedClaim[] {
    return (TRIAL_CLAIMS as readonly TrialClaim[]).flatMap(({ id, text, kinds, needs = {}, semantic }) => {
      const parts = kinds
        .filter((kind) => !contract.lacks(kind) && !contract.lacksField(kind, needs[kind] ?? ""))
        .filter((kind) => semantic === undefined || contract.hasSemantic(kind, semantic))
        .map((kind) => this.#found.get(keyOf(id, kind)) ?? untried(kind, unreached));
      return parts.length === 0 ? [] : [{ id, text, verdict: worstOf(parts), parts }];
    });
  }
}

function untried(kind: ContractKindName, unreached: string): TriedPart {
  return { name: kind, verdict: "cannotTell", seen: unreached, isTried: false };
}

function keyOf(id: string, kind: string): string {
  return `${id} ${kind}`;
}

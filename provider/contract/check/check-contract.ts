import type { Contract } from "../../../schema/contract/contract";
import { CONTRACT_KINDS } from "../../../schema/contract/kinds";
import type { Claim } from "./claim";
import { CLAIMS } from "./claims";
import { Disclosure } from "./disclosure";
import { MOST_PLACES } from "./fields";
import { type Correction, type Finding, worstOf } from "./finding";
import { repliesOf, type Survey } from "./survey";

/** The last number in docs/contract.md. What neither a read nor a trial can tell anything of has a number there alone. */
const LAST_CLAIM = 108;

/** What a check found of a claim. */
export interface ClaimResult extends Finding {
  readonly id: string;
  readonly text: string;
  readonly toldBy: Claim["toldBy"];
}

/** Result of a check. */
export interface ContractCheck {
  readonly claims: readonly ClaimResult[];
  /** Numbers of the claims that no read can tell. */
  readonly untoldByReads: readonly string[];
  readonly corrections: readonly Correction[];
  /** Names of fields at the top of objects that the contract doesn't know, by kind. */
  readonly unknownFields: Readonly<Record<string, readonly string[]>>;
  readonly calls: number;
  readonly stopped?: string | undefined;
  readonly verdict: Finding["verdict"];
}

/**
 * Sets what was read of an account against the contract. `written`: the contract as its file has it, by which the result
 * speaks, since what stands for its placeholders is the account's.
 */
export function checkContract(
  survey: Survey,
  contract: Contract,
  written: Contract,
  /** True where the person agrees that names are told which aren't on this package's list. */
  isAgreed = false,
): ContractCheck {
  const disclosure = new Disclosure(repliesOf(survey), isAgreed);
  const claims = CLAIMS.filter(({ about }) => about?.every((kind) => contract.lacks(kind)) !== true).map(
    ({ id, text, toldBy, judge }): ClaimResult => ({
      id,
      text: text(written),
      toldBy,
      ...judge(survey, contract, disclosure),
    }),
  );
  return {
    claims,
    untoldByReads: allClaims().filter((id) => !CLAIMS.some((claim) => claim.id === id)),
    corrections: claims.flatMap(({ corrections = [], parts = [] }) => [
      ...corrections,
      ...parts.flatMap((part) => part.corrections ?? []),
    ]),
    unknownFields: unknownFieldsOf(survey, contract, disclosure),
    calls: survey.calls,
    stopped: survey.stopped,
    verdict: verdictOf(claims),
  };
}

/** All numbers of docs/contract.md. */
export function allClaims(): readonly string[] {
  return Array.from({ length: LAST_CLAIM }, (_, index) => claimId(index + 1));
}

/** A claim as it is named: `C07`. */
export function claimId(number: number): string {
  return `C${String(number).padStart(2, "0")}`;
}

/** What only a write could tell, or an account that has something special, leaves no doubt about the reads. */
function verdictOf(claims: readonly ClaimResult[]): Finding["verdict"] {
  return worstOf(claims.filter(({ verdict, toldBy }) => verdict === "contradicted" || toldBy === "read"));
}

function unknownFieldsOf(
  { lists }: Survey,
  contract: Contract,
  disclosure: Disclosure,
): ContractCheck["unknownFields"] {
  return Object.fromEntries(
    lists.flatMap(({ kind, objects }) => {
      const facts = CONTRACT_KINDS[kind];
      const known = new Set(
        [...facts.essential, ...facts.optional].map(
          (field) => (contract.spellingOf(kind, field) ?? field).split(".")[0],
        ),
      );
      const names = new Set(
        objects.flatMap((object) => Object.keys(object)).filter((key) => !known.has(key)),
      );
      const shown = new Set([...names].slice(0, MOST_PLACES).map((name) => disclosure.show(name)));
      return shown.size === 0 ? [] : [[kind, [...shown].sort()]];
    }),
  );
}

import type { Contract } from "../../../schema/contract/contract";
import type { ContractKindName } from "../../../schema/contract/kinds";
import type { ContractCheck } from "../check/check-contract";
import { Disclosure } from "../check/disclosure";
import type { Outcome } from "../check/outcome";
import type { Bag } from "../check/page";
import { repliesOf, type Survey } from "../check/survey";
import type { ContractReport, KindReport } from "./contract-report";
import { knownPlaces } from "./known-places";
import { Names } from "./names";
import { reportCheck, reportProfile } from "./reported-check";
import { shapeOf } from "./shape";

/** What a report is made of. */
export interface ReportSource {
  readonly survey: Survey;
  readonly contract: Contract;
  /** The contract as its file has it, with placeholders. */
  readonly written: Contract;
  readonly check: ContractCheck;
  /** True where the person agrees that names are told which aren't on this package's list. */
  readonly isAgreed: boolean;
  readonly packageVersion: string;
}

/** The report, and the names in it that aren't on the allow-list. `withheld`: names that aren't told. */
export function buildReport(
  { survey, contract, written, check, isAgreed, packageVersion }: ReportSource,
  withheld: ReadonlySet<string>,
): { readonly report: ContractReport; readonly agreed: ReadonlySet<string> } {
  const names = new Names(new Disclosure(repliesOf(survey), isAgreed), isAgreed, withheld);
  const shapes = (kind: ContractKindName, objects: readonly Bag[]) =>
    shapeOf(objects, knownPlaces(contract, kind), names);
  const kinds = survey.lists.map(({ kind, outcome, one, listKeys, objects }): [string, KindReport] => [
    kind,
    {
      outcomes: { [outcome]: 1 },
      one: one ?? null,
      listKeys: [...new Set(listKeys.map((key) => names.name(key)))].sort(),
      objects: objects.length,
      shape: shapes(kind, objects),
    },
  ]);
  const { outcomes, objects } = survey.signatures;
  const signatures: KindReport = {
    outcomes: countsOf(outcomes),
    one: null,
    listKeys: [],
    objects: objects.length,
    shape: shapes("emailSignature", objects),
  };
  const report: ContractReport = {
    schema: "pulumi-vcc/contract-report/v1",
    packageVersion,
    verdict: check.verdict,
    calls: check.calls,
    isStopped: check.stopped !== undefined,
    showsNames: isAgreed,
    profile: reportProfile(written.profile, names),
    ...reportCheck(check, names),
    kinds: {
      ...Object.fromEntries(kinds),
      ...(!contract.lacks("emailSignature") && { emailSignature: signatures }),
    },
  };
  return { report, agreed: names.agreed };
}

function countsOf(outcomes: readonly Outcome[]): KindReport["outcomes"] {
  const counts = new Map<Outcome, number>();
  for (const outcome of [...outcomes].sort()) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return Object.fromEntries(counts);
}

import type { ChangeReport, Finding } from "../../../schema/report/change-report";
import { isToDecide } from "./order";
import { asSentence, describeName } from "./values";
import { describeSubject } from "./words";

/** Sentences on what an input doesn't hold that are shown. */
const MOST_GAPS = 20;

/** Findings of a report by what a reader does with them. */
export interface SortedFindings {
  /** Sentences on what can't be told: of the input, and as findings. */
  readonly gaps: readonly string[];
  /** Errors and warnings. */
  readonly toDecide: readonly Finding[];
  readonly forInformation: readonly Finding[];
}

export function sortFindings({ basis, findings }: ChangeReport): SortedFindings {
  const isGap = ({ id }: Finding): boolean => id === "cannot-tell";
  const gaps = [...basis.cannotTell.map(asSentence), ...findings.filter(isGap).map(describeFinding)];
  const told = findings.filter((finding) => !isGap(finding));
  const rest = gaps.length - MOST_GAPS;
  return {
    gaps: rest > 0 ? [...gaps.slice(0, MOST_GAPS), `${String(rest)} more things can't be told.`] : gaps,
    toDecide: told.filter(isToDecide),
    forInformation: told.filter((finding) => !isToDecide(finding)),
  };
}

/** Text of a finding, after its subject where it doesn't name it itself; then its place. */
export function describeFinding({ subject, text, place }: Finding): string {
  const sentence = asSentence(text);
  const name = describeName(subject.name);
  const named = sentence.includes(name) ? sentence : `${describeSubject(subject)}: ${sentence}`;
  return place === undefined ? named : `${named} At ${describePlace(place)}.`;
}

/** `inboxes.yaml:12:3`. */
export function describePlace({ file, line, column }: NonNullable<Finding["place"]>): string {
  return describeName(`${file}:${String(line)}:${String(column)}`);
}

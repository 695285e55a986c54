import type { ChangeReport, Finding } from "../../../../schema/report/change-report";
import { isCannotTell } from "../../../../schema/report/finding";
import { isToDecide } from "../item-findings";
import { asLine, asSentence, describeName } from "../../../text/in-sentence";
import { describeSubject } from "./resources";

/** Sentences on what an input doesn't hold that are shown. */
const MOST_GAPS = 20;

/** Findings of a report by what a reader does with them. */
export interface SortedFindings {
  /** Sentences on what can't be told: of the input, and as findings. */
  readonly unknowns: readonly string[];
  /** Errors and warnings. */
  readonly toDecide: readonly Finding[];
  readonly forInformation: readonly Finding[];
}

export function sortFindings({ basis, findings }: ChangeReport): SortedFindings {
  const unknowns = [
    ...basis.cannotTell.map(asSentence),
    ...findings.filter(isCannotTell).map(describeFinding),
  ];
  const known = findings.filter((finding) => !isCannotTell(finding));
  const rest = unknowns.length - MOST_GAPS;
  return {
    unknowns:
      rest > 0 ? [...unknowns.slice(0, MOST_GAPS), `${String(rest)} more things can't be told.`] : unknowns,
    toDecide: known.filter(isToDecide),
    forInformation: known.filter((finding) => !isToDecide(finding)),
  };
}

/** Text of a finding, after its subject where neither the text nor the place names it. */
export function describeFinding({ subject, text, place }: Finding): string {
  const sentence = asSentence(text);
  const isPlace = subject.kind === "file" && subject.name === place?.file;
  return isPlace || sentence.includes(asLine(subject.name))
    ? sentence
    : `${describeSubject(subject)}: ${sentence}`;
}

/** A finding with its place and its id, which is what a rule is switched off by. */
export function describeFindingFully(finding: Finding): string {
  const { id, place } = finding;
  const at = place === undefined ? "" : `, at ${describePlace(place)}`;
  return `${describeFinding(finding)} (${id}${at})`;
}

/** `inboxes.yaml:12:3`. */
function describePlace({ file, line, column }: NonNullable<Finding["place"]>): string {
  return `${describeName(file)}:${String(line)}:${String(column)}`;
}

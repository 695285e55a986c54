import { canonicalAddress } from "../../schema/canonical-address";
import type { Finding } from "../../schema/report/change-report";
import { FINDING_IDS, type FindingId } from "../../schema/report/finding";
import { describeProblem, type Problem } from "../fleet/problem";
import { describeEnvironments, type FleetReport } from "../fleet/validate-fleet";
import { redact } from "../text/redact";
import { cleanedMessage } from "./clean-report";
import { type Draft, toFinding } from "./findings/draft";
import type { EngineRun } from "./read/engine-run";

/**
 * Problems of fleet files as findings, at their places. `toPath` gives the path of a file as readers know it. The
 * fingerprint is over id, path, inboxes and what the problem is about; of several in a file that agree in these, also
 * over their order.
 */
export function fleetFindings(reports: readonly FleetReport[], toPath: (file: string) => string): Finding[] {
  return reports
    .flatMap(({ file, problems }) => {
      const found = new Map<string, number>();
      return problems.map((problem) => {
        const draft = problemDraft(problem, toPath(problem.file), describeEnvironments(problem));
        const key = JSON.stringify([file, draft.id, draft.subject, draft.values]);
        const earlier = found.get(key) ?? 0;
        found.set(key, earlier + 1);
        return earlier === 0 ? draft : { ...draft, values: [...draft.values, earlier] };
      });
    })
    .map((draft) => toFinding(draft, {}));
}

/** `file`: its path as readers know it. `more`: an end of the sentence. */
function problemDraft(problem: Problem, file: string, more = ""): Draft {
  const {
    rule,
    line,
    column,
    severity: level,
    path,
    inboxes,
    about: { mailboxes = [], values = [] } = {},
  } = problem;
  return {
    id: rule ?? "fleet-invalid",
    level,
    place: { file, line, column },
    mailboxes,
    subject: { kind: "file", name: file },
    text: redact(`${describeProblem(problem)}${more}`),
    values: [path, [...inboxes].sort(), mailboxes, values],
  };
}

/** A fleet file with what its own check finds. */
interface CheckedFleet {
  /** As readers know it. */
  readonly file: string;
  readonly problems: readonly Problem[];
}

/** A line of a fleet file's check, as the program prints it: place, severity, sentence and rule. */
const LINT_LINE =
  /^(?<file>[^\n]{1,1000}?):(?<line>\d+):(?<column>\d+) (?<severity>error|warning) (?<text>.*) \[(?<rule>[a-z-]+)\]$/su;

/** What a program prints of its fleet's check, as a finding; `isTextAlone` where nothing else is known of it. */
export interface PrintedProblem {
  readonly draft: Draft;
  readonly isTextAlone: boolean;
}

/**
 * What programs print of their fleets' checks. Of a fleet that is given, its own problem stands for the text: a text
 * has neither all inboxes nor values, so that its fingerprint is another one.
 */
export function printedProblems(
  { messages }: Pick<EngineRun, "messages">,
  fleet: CheckedFleet | undefined,
): PrintedProblem[] {
  return messages.flatMap(({ text }): PrintedProblem[] => {
    const printed = parseLine(text);
    if (printed === undefined) return [];
    const { id, place } = printed;
    const problem = fleet?.problems.find(
      ({ rule, line, column }) => rule === id && line === place?.line && column === place.column,
    );
    if (fleet === undefined || problem === undefined) return [{ draft: printed, isTextAlone: true }];
    return [{ draft: problemDraft(problem, fleet.file), isTextAlone: false }];
  });
}

type PrintedDraft = Draft & { readonly id: FindingId };

function parseLine(message: string): PrintedDraft | undefined {
  const groups = LINT_LINE.exec(message.trim().replace(/^(?:warning|error): /u, ""))?.groups;
  const id = FINDING_IDS.find((one) => one === groups?.["rule"]);
  if (groups === undefined || id === undefined) return undefined;
  const { file = "", line, column, text = "", severity } = groups;
  const path = /^[^:\s]+(?=: )/u.exec(text)?.[0] ?? "";
  return {
    id,
    subject: { kind: "file", name: file },
    text: cleanedMessage(text),
    values: ["text", path],
    mailboxes: mailboxesIn(text),
    place: { file, line: Number(line), column: Number(column) },
    level: severity === "error" ? "error" : "warning",
  };
}

/** Mailboxes that a sentence names: whole words of it. */
function mailboxesIn(text: string): string[] {
  return [
    ...new Set(text.split(/[\s"',;:()]+/u).map((word) => canonicalAddress(word.replace(/\.$/u, "")))),
  ].filter((word) => /^[^@]+@[^@]+$/u.test(word));
}

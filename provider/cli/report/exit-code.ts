import type { Finding } from "../../../schema/report/change-report";
import { hasChange } from "../../../schema/report/outcome";
import { FINDINGS, isCannotTell, type Level, LEVELS } from "../../../schema/report/finding";
import type { RatedReport } from "../../report/build-report";
import { EXIT_CODES, type ExitCode } from "../output";

/** Level from which findings fail; `none`: they never do. */
export type FailOn = Exclude<Level, "info"> | "none";

/** Certain findings at the level that fails, or above, come before what nobody can tell. */
export function exitCodeOf(report: RatedReport, failOn: FailOn): ExitCode {
  const failing = failOn === "none" ? [] : LEVELS.slice(0, LEVELS.indexOf(failOn) + 1);
  const isFound = report.findings.some(
    (finding) => !isCannotTell(finding) && failing.includes(finding.level),
  );
  return exitCode(report, isFound);
}

/** Anything that isn't as the program says is drift, whatever its level; that comes before what nobody can tell. */
export function exitCodeOfDrift(report: RatedReport): ExitCode {
  const { drift, mailboxes, shared, others, findings } = report;
  const isDifferent =
    drift.length > 0 ||
    others.length > 0 ||
    [...mailboxes, ...shared].some(hasChange) ||
    findings.some(isDrift);
  return exitCode(report, isDifferent);
}

function exitCode({ findings, basis }: RatedReport, isFound: boolean): ExitCode {
  if (isFound) return EXIT_CODES.found;
  const isTold = basis.complete && !findings.some(isCannotTell);
  return isTold ? EXIT_CODES.fine : EXIT_CODES.unknown;
}

/** True for a finding that only a difference brings, such as a protection that waits to be removed. */
function isDrift({ id }: Finding): boolean {
  return FINDINGS[id].about === "change";
}

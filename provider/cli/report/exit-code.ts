import type { Finding } from "../../../schema/report/change-report";
import { type Level, LEVELS } from "../../../schema/report/finding";
import type { RatedReport } from "../../report/build-report";
import { EXIT_CODES, type ExitCode } from "../output";

/** Level from which findings fail; `none`: they never do. */
export type FailOn = Exclude<Level, "info"> | "none";

/** Certain findings at the level that fails, or above, come before what nobody can tell. */
export function exitCodeOf({ findings, basis }: RatedReport, failOn: FailOn): ExitCode {
  const failing = failOn === "none" ? [] : LEVELS.slice(0, LEVELS.indexOf(failOn) + 1);
  const isTold = ({ id }: Finding) => id !== "cannot-tell";
  if (findings.some((finding) => isTold(finding) && failing.includes(finding.level))) return EXIT_CODES.found;
  return basis.complete && findings.every(isTold) ? EXIT_CODES.fine : EXIT_CODES.unknown;
}

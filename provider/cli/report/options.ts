import { InvalidArgumentError, Option } from "commander";
import { nearest } from "../../../schema/nearest";
import { type FindingId, FINDING_IDS, type Level, LEVELS } from "../../../schema/report/finding";
import type { BuildOptions } from "../../report/build-report";
import { wholeNumber } from "../options";
import type { FailOn } from "./exit-code";
import { FORMATS, type Format } from "./formats";

/** Options of the commands that print a change report. */
export interface ReportOptions {
  readonly stack?: string;
  readonly cwd?: string;
  readonly format: Format;
  readonly out?: string;
  readonly horizonDays: number;
  readonly failOn: FailOn;
  readonly level: Readonly<Partial<Record<FindingId, Level>>>;
  readonly maxLength?: number;
  readonly commit?: string;
}

const DEFAULT_HORIZON_DAYS = 30;
const LONGEST_HORIZON_DAYS = 3_650;

/** Options of what a report tells, and how. */
export function reportOptions(): readonly Option[] {
  return [
    new Option("--format <name>", "the form").choices(FORMATS).default("text"),
    new Option("--out <file>", "write it to this file; the verdict is printed"),
    new Option(
      "--fail-on <level>",
      "level of findings that fails; with none, what nobody can tell alone does",
    )
      .choices(["error", "warning", "none"])
      .default("error"),
    new Option("--level <id=level>", "level of a kind of finding, as shadowed-mapping=error; may be repeated")
      .argParser(parseLevel)
      .default({}, "those of the catalogue"),
    new Option("--horizon-days <number>", "days within which the end of a credential is told")
      .argParser(wholeNumber(0, LONGEST_HORIZON_DAYS))
      .default(DEFAULT_HORIZON_DAYS),
    new Option(
      "--max-length <number>",
      "longest form, in characters; whole items are left out, and it says so",
    ).argParser(wholeNumber(1)),
    new Option("--commit <id>", "the commit that it is of").argParser(parseCommit),
  ];
}

/** Choices of what is found. */
export function toBuildOptions({ horizonDays, level, commit }: ReportOptions): BuildOptions {
  return { horizon: { nowMs: Date.now(), days: horizonDays }, levels: level, commit };
}

function parseLevel(pair: string, earlier: ReportOptions["level"]): ReportOptions["level"] {
  const [, id = "", level = ""] = /^([^=]+)=([^=]+)$/u.exec(pair) ?? [];
  const known = FINDING_IDS.find((one) => one === id);
  const rated = LEVELS.find((one) => one === level);
  if (id === "") throw new InvalidArgumentError("It has to be ID=LEVEL, as shadowed-mapping=error.");
  if (known === undefined) {
    const near = nearest(id, FINDING_IDS);
    throw new InvalidArgumentError(
      `It has to begin with the id of a finding.${near === undefined ? "" : ` Did you mean ${near}?`}`,
    );
  }
  if (rated === undefined) throw new InvalidArgumentError(`The level has to be one of ${LEVELS.join(", ")}.`);
  return { ...earlier, [known]: rated };
}

/** A variable of a pipeline that isn't set makes an empty one. */
function parseCommit(id: string): string {
  if (/^\S+$/u.test(id)) return id;
  throw new InvalidArgumentError("It has to be the id of a commit, without spaces. Leave it out otherwise.");
}

import * as z from "zod";
import type { ReportPlace } from "../../../schema/report/change-report";
import { areTexts } from "../../values/equality";
import { isRecord } from "../../values/records";
import type { EngineRun, Side, Step } from "./engine-run";
import { Changed, changedKeysOf, toSide, toStep, UNREADABLE_STEP } from "./parse-step";

const DigestStep = z.object({
  op: z.string(),
  urn: z.string(),
  oldState: z.unknown().optional(),
  newState: z.unknown().optional(),
  diffReasons: Changed.reasons,
  replaceReasons: Changed.reasons,
  detailedDiff: Changed.detailedDiff,
});

/** Output of `pulumi preview --json`. Source: tried, 3.259. */
const PreviewDigest = z.object({
  steps: z.array(z.unknown()).nullish(),
  diagnostics: z
    .array(
      z.object({
        message: z.string().optional(),
        severity: z.string().optional(),
        urn: z.string().optional(),
      }),
    )
    .nullish(),
  changeSummary: z.record(z.string(), z.number()).nullish(),
});

/** True for an object that is such output; that of a preview that failed at once holds messages alone. */
export function isPreviewDigest(document: object): boolean {
  const isFailure = "diagnostics" in document && "duration" in document;
  return isFailure || "changeSummary" in document || "steps" in document;
}

/** Run as a digest of its preview tells it; undefined where the object has another form. */
export function readPreviewDigest(document: object): EngineRun | undefined {
  const { data } = PreviewDigest.safeParse(document);
  if (data === undefined) return undefined;
  const { steps, diagnostics, changeSummary } = data;
  return {
    shape: "digest",
    steps: (steps ?? []).map(stepOf),
    messages: (diagnostics ?? []).map(({ severity = "info", message = "", urn }) => ({
      severity,
      text: message,
      urn,
    })),
    policies: undefined,
    hasEnded: undefined,
    summary: changeSummary ?? undefined,
    tellsRefreshed: false,
  };
}

function stepOf(printed: unknown): Step {
  const { data } = DigestStep.safeParse(printed);
  if (data === undefined) return UNREADABLE_STEP;
  const { op, urn, oldState, newState, diffReasons, replaceReasons, detailedDiff } = data;
  return toStep({
    op,
    urn,
    old: toSide(oldState, originsOf(oldState)),
    new: toSide(newState, originsOf(newState)),
    changedKeys: changedKeysOf([diffReasons, replaceReasons], detailedDiff),
  });
}

/** The part of a state that a digest alone tells. */
function originsOf(printed: unknown): Pick<Side, "dependencies" | "place"> {
  const { propertyDependencies, stackTrace } = isRecord(printed) ? printed : {};
  return {
    dependencies: dependenciesOf(propertyDependencies),
    place: placeOf(Array.isArray(stackTrace) ? stackTrace : []),
  };
}

function dependenciesOf(printed: unknown): Side["dependencies"] {
  const entries = isRecord(printed) ? Object.entries(printed) : undefined;
  return entries?.every(isOfTexts) === true ? new Map(entries) : undefined;
}

function isOfTexts(entry: readonly [string, unknown]): entry is [string, readonly string[]] {
  return areTexts(entry[1]);
}

/** The innermost line of the program's own: neither of a package nor outside of the project's folder. */
function placeOf(frames: readonly unknown[]): ReportPlace | undefined {
  for (const frame of frames) {
    const position = isRecord(frame) ? frame["sourcePosition"] : undefined;
    if (typeof position !== "string") continue;
    const [, file, line, column] = /^project:\/{2,3}([^#]+)#(\d+)(?:,(\d+))?$/u.exec(position) ?? [];
    if (file === undefined || /(?:^|\/)(?:node_modules|\.\.)\//u.test(file)) continue;
    return { file, line: Number(line), column: Number(column ?? 1) };
  }
  return undefined;
}

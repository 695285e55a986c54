import { structuredPatch } from "diff";
import type { Change } from "../../../schema/report/change-report";
import { visibleText } from "../../text/visible-text";
import { asLine } from "../../text/in-sentence";
import { MOST_EDITS, signatureHtml } from "../signature-sides";

/** Differences of a signature: of the text that people see, and of the HTML. Lines begin with `+`, `-` or a space. */
export interface SignatureDiff {
  /** Empty where people see the same text; undefined where the HTML is too large to be parsed. */
  readonly text: readonly string[] | undefined;
  /** Found when it is asked for: a report for a terminal never does. */
  readonly source: readonly string[];
}

/** Longest line, in characters; a longer one is broken. */
const LINE_WIDTH = 160;
/** Lines of a difference that are shown. */
const MOST_LINES = 60;
/** Unchanged lines around a change. */
const CONTEXT = 2;
const UNCOMPARED = ` Too different to be compared line by line: from the first line that differs, before and then after.`;
const LONG_LINE = new RegExp(`.{1,${String(LINE_WIDTH)}}`, "gsu");

/** Undefined where a side is a value that isn't shown, or both are none. */
export function diffSignature({ from, to }: Pick<Change, "from" | "to">): SignatureDiff | undefined {
  const [before, after] = [signatureHtml(from), signatureHtml(to)];
  if (before === undefined || after === undefined || before === after) return undefined;
  const [seenBefore, seenAfter] = [visibleText(before), visibleText(after)];
  return {
    text: seenBefore && seenAfter ? diffLines(seenBefore, seenAfter) : undefined,
    get source() {
      return diffLines(sourceLines(before), sourceLines(after));
    },
  };
}

/** A line for each tag: much HTML is a single one. */
function sourceLines(html: string): readonly string[] {
  return html.replace(/>[^\S\n]*</gu, ">\n<").split("\n");
}

function diffLines(before: readonly string[], after: readonly string[]): readonly string[] {
  const [old, now] = [toShown(before), toShown(after)];
  const isPair = old.length > 0 && now.length > 0;
  const lines = isPair ? compared(old, now) : [...signed("-", old), ...signed("+", now)];
  return shortened(lines, MOST_LINES);
}

function compared(old: readonly string[], now: readonly string[]): readonly string[] {
  const patch = structuredPatch("", "", old.join(""), now.join(""), "", "", {
    context: CONTEXT,
    maxEditLength: MOST_EDITS,
  });
  return (
    patch?.hunks.flatMap((hunk, index) => [...(index > 0 ? [" …"] : []), ...hunk.lines]) ??
    uncompared(old, now)
  );
}

/** All that differs, without the lines that both begin and end with: those would leave no room for it. */
function uncompared(old: readonly string[], now: readonly string[]): readonly string[] {
  const start = sharedLength(old, now);
  const [oldRest, nowRest] = [old.slice(start).reverse(), now.slice(start).reverse()];
  const end = sharedLength(oldRest, nowRest);
  const differing = (rest: readonly string[]): readonly string[] => rest.slice(end).reverse();
  return [
    UNCOMPARED,
    ...shortened(signed("-", differing(oldRest)), MOST_LINES / 2 - 2),
    ...shortened(signed("+", differing(nowRest)), MOST_LINES / 2 - 2),
  ];
}

/** Number of lines that two texts begin with alike. */
function sharedLength(some: readonly string[], others: readonly string[]): number {
  const first = some.findIndex((line, index) => line !== others[index]);
  return first < 0 ? some.length : first;
}

function signed(sign: "-" | "+", lines: readonly string[]): readonly string[] {
  return lines.map((line) => `${sign}${line.trimEnd()}`);
}

function shortened(lines: readonly string[], most: number): readonly string[] {
  const rest = lines.length - most;
  return rest > 0 ? [...lines.slice(0, most), ` … ${String(rest)} more lines`] : lines;
}

/** Each line with its end, as it may be shown. */
function toShown(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => asLine(line.trimEnd()).match(LONG_LINE) ?? []).map((line) => `${line}\n`);
}

import { argumentError } from "../../errors";
import { isRecord } from "../../values/records";

import { isEvent, readEvents } from "./events";
import { isPreviewDigest, readPreviewDigest } from "./preview-digest";
import type { EngineRun } from "./step";
import { REPORT_RUN, WHOLE_PREVIEW } from "./whole-preview";

const RIGHT_COMMAND = `Let ${REPORT_RUN} make it, or make it with ${WHOLE_PREVIEW}.`;
/** Beginnings of a JSON document that are tried in a text that other words stand before. */
const MOST_BEGINNINGS = 50;

/**
 * Run of the engine out of what it printed: a digest, an event log, or the streamed events. Text before it, such as of
 * a policy pack's installation, is skipped. Error: VCC_ARGUMENT_INVALID, which quotes nothing, as it may hold secrets.
 */
export function readRun(text: string, name: string): EngineRun {
  const document = findDocument(text);
  if (document !== undefined && isAmongOthers(text, document))
    throw argumentError(`${name} holds more than one preview. Give each a file of its own.`);
  if (document !== undefined && isEvent(document.object)) return readEvents(linesFrom(text, document.start));
  const run =
    document !== undefined && isPreviewDigest(document.object)
      ? readPreviewDigest(document.object)
      : undefined;
  if (run !== undefined) return run;
  if (document !== undefined && "resources" in document.object)
    throw argumentError(
      `${name} holds counts and names only, as --output json prints them. ${RIGHT_COMMAND}`,
    );
  const what = text.trim() === "" ? "is empty" : "holds no preview of Pulumi";
  throw argumentError(`${name} ${what}. ${RIGHT_COMMAND}`);
}

/** The objects of all lines of an event log; undefined for one that can't be read. The last may be cut off. */
function* linesFrom(text: string, start: number): Generator<object | undefined> {
  for (const line of text.slice(start).split("\n")) {
    if (!line.startsWith("{")) continue;
    const document = parse(line);
    yield isRecord(document) ? document : undefined;
  }
}

/** Beginning of a digest, or of an event log. */
const BEGINNING = /^(?:\{|[ \t]*)"(?:steps|changeSummary|sequence":0,"\w+)":/mu;

/** True if another preview stands before or after the document: what that changes would go unsaid. */
function isAmongOthers(text: string, { start, end }: FoundDocument): boolean {
  return BEGINNING.test(text.slice(0, start)) || BEGINNING.test(text.slice(end));
}

interface FoundDocument {
  readonly object: object;
  readonly start: number;
  readonly end: number;
}

/** The first JSON object that begins a line: the line alone, or all that follows but for words after its last brace. */
function findDocument(text: string): FoundDocument | undefined {
  const end = text.lastIndexOf("}") + 1;
  let start = text.startsWith("{") ? 0 : text.indexOf("\n{") + 1;
  for (let tries = 0; tries < MOST_BEGINNINGS && text.charAt(start) === "{"; tries += 1) {
    const newLine = text.indexOf("\n", start);
    const lineEnd = newLine === -1 ? text.length : newLine;
    const line = parse(text.slice(start, lineEnd));
    if (isRecord(line)) return { object: line, start, end: lineEnd };
    const object = parse(text.slice(start, end));
    if (isRecord(object)) return { object, start, end };
    const next = text.indexOf("\n{", start) + 1;
    if (next === 0) return undefined;
    start = next;
  }
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message would quote the text.
    return undefined;
  }
}

import { argumentError } from "../../errors";
import { isRecord } from "../../values/records";

import { type EventReader, eventReader, isEvent } from "./events";
import { isPreviewDigest, readPreviewDigest } from "./preview-digest";
import type { EngineRun } from "./engine-run";
import { REPORT_RUN, WHOLE_PREVIEW } from "./preview-commands";

const RIGHT_COMMAND = `Let ${REPORT_RUN} make it, or make it with ${WHOLE_PREVIEW}.`;
/** Beginnings of a JSON document that are tried in vain. */
const MOST_FAILURES = 20;
/** Length of a document's first brace and what may stand between it and the first key. */
const MOST_BLANKS = 100;

/**
 * Run of the engine out of what it printed: a digest, an event log, or the streamed events. Text before it, such as of
 * a policy pack's installation, is skipped. Error: VCC_ARGUMENT_INVALID, which quotes nothing, as it may hold secrets.
 */
export function readRun(text: string, name: string): EngineRun {
  const output = findOutput(text);
  if (output === undefined) {
    const what = text.trim() === "" ? "is empty" : "holds no preview of Pulumi";
    throw argumentError(`${name} ${what}. ${RIGHT_COMMAND}`);
  }
  const { object, start, before } = output;
  const isLog = isEvent(object);
  const after = text.slice(output.end);
  if (holdsBeginning(before) || (isLog ? holdsBeginning(after) : DOCUMENT.test(after)))
    throw argumentError(
      `${name} holds more than one preview, or other JSON after it. Give each preview a file of its own.`,
    );
  if (isLog) return readLog(text.slice(start).split("\n"));
  const run = isPreviewDigest(object) ? readPreviewDigest(object) : undefined;
  if (run !== undefined) return run;
  throw argumentError(
    isCounts(object)
      ? `${name} holds counts and names only, as --output json prints them. ${RIGHT_COMMAND}`
      : `${name} holds no preview of Pulumi that can be read. ${RIGHT_COMMAND}`,
  );
}

function readLog(lines: Iterable<string>): EngineRun {
  const reader = eventReader();
  for (const line of lines) addLine(reader, line);
  return reader.run();
}

/** Run out of the lines of an event log that is being written; undefined where the engine writes none. */
export async function readLogAsWritten(lines: AsyncIterable<string>): Promise<EngineRun | undefined> {
  const reader = eventReader();
  let isEmpty = true;
  for await (const line of lines) {
    addLine(reader, line);
    isEmpty &&= line === "";
  }
  return isEmpty ? undefined : reader.run();
}

/** Reads a line of an event log. The last one may be cut off. */
function addLine(reader: EventReader, line: string): void {
  if (!line.startsWith("{")) return;
  const document = parse(line);
  reader.add(isRecord(document) && isEvent(document) ? document : undefined);
}

/** Beginning of a digest, which may be cut off, or of an event log: what it changes would go unsaid. */
const BEGINNING = /^(?:\{|[ \t]*)"(?:config|steps|diagnostics|duration|changeSummary|sequence":0,"\w+)":/u;
/** Beginning of any JSON document. */
const DOCUMENT = /^[ \t]*\{\s*["}]/mu;

/** By lines, as a search in the whole text would try each character of it. */
function holdsBeginning(text: string): boolean {
  return text.split("\n").some((line) => BEGINNING.test(line));
}

/** True for the output of `--output json`. */
function isCounts(document: object): boolean {
  return "result" in document && "resources" in document;
}

interface FoundDocument {
  readonly object: object;
  readonly start: number;
  readonly end: number;
}

interface FoundOutput extends FoundDocument {
  /** Text before it, without JSON of something else. */
  readonly before: string;
}

/** The first output of the engine. */
function findOutput(text: string): FoundOutput | undefined {
  let [before, from] = ["", 0];
  for (const document of documentsOf(text)) {
    before += text.slice(from, document.start);
    from = document.end;
    const { object } = document;
    if (isEvent(object) || isPreviewDigest(object) || isCounts(object)) return { ...document, before };
  }
  return undefined;
}

/** The JSON objects that begin a line. */
function* documentsOf(text: string): Generator<FoundDocument> {
  let failures = 0;
  for (let start = lineOfBrace(text, 0); start !== -1 && failures < MOST_FAILURES;) {
    const found =
      documentTo(text, start, endOfLine(text, start)) ??
      // A digest is the last that most files hold.
      documentTo(text, start, text.lastIndexOf("}") + 1) ??
      documentTo(text, start, endOfObject(text, start));
    if (found === undefined) failures += 1;
    else yield found;
    start = lineOfBrace(text, found?.end ?? start + 1);
  }
}

function documentTo(text: string, start: number, end: number): FoundDocument | undefined {
  const object = parse(text.slice(start, end));
  return isRecord(object) ? { object, start, end } : undefined;
}

/** Position of the next brace that begins a line; -1 if there is none. */
function lineOfBrace(text: string, from: number): number {
  if (from === 0 && text.startsWith("{")) return 0;
  const newLine = text.indexOf("\n{", Math.max(from - 1, 0));
  return newLine === -1 ? -1 : newLine + 1;
}

function endOfLine(text: string, start: number): number {
  const newLine = text.indexOf("\n", start);
  return newLine === -1 ? text.length : newLine;
}

/** Position after the brace that closes the one at `start`; `start` if none does. */
function endOfObject(text: string, start: number): number {
  // Saves reading all of the text for a brace among words.
  if (!/^\{\s*["}]/u.test(text.slice(start, start + MOST_BLANKS))) return start;
  const tokens = /\\.?|["{}]/gsu;
  tokens.lastIndex = start;
  let [depth, isInString] = [0, false];
  for (let token = tokens.exec(text)?.[0]; token !== undefined; token = tokens.exec(text)?.[0]) {
    if (token === '"') isInString = !isInString;
    if (isInString) continue;
    if (token === "{") depth += 1;
    if (token === "}") depth -= 1;
    if (depth === 0) return tokens.lastIndex;
  }
  return start;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message would quote the text.
    return undefined;
  }
}

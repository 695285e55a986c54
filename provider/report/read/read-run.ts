import { argumentError } from "../../errors";
import { isRecord } from "../../values/records";
import { isDigest, readDigest } from "./digest";
import { isEvent, readEvents } from "./events";
import type { EngineRun } from "./step";

const RIGHT_COMMAND =
  "Make it with pulumi preview --json --refresh --show-sames --show-replacement-steps, or let --run make it.";
/** Beginnings of a JSON document that are tried in a text that other words stand before. */
const MOST_BEGINNINGS = 50;

/**
 * Run of the engine out of what it printed: a digest, an event log, or the streamed events. Text before it, such as of
 * a policy pack's installation, is skipped. Error: VCC_ARGUMENT_INVALID, which quotes nothing, as it may hold secrets.
 */
export function readRun(text: string, name: string): EngineRun {
  const events = readLines(text);
  if (events.length > 0) return readEvents(events);
  const document = findDocument(text);
  const run = document !== undefined && isDigest(document) ? readDigest(document) : undefined;
  if (run !== undefined) return run;
  if (document !== undefined && "resources" in document && !("deployment" in document))
    throw argumentError(
      `${name} holds counts and names only, as --output json prints them. ${RIGHT_COMMAND}`,
    );
  const what = text.trim() === "" ? "is empty" : "holds no preview of Pulumi";
  throw argumentError(`${name} ${what}. ${RIGHT_COMMAND}`);
}

/** Objects of lines that are events. */
function readLines(text: string): object[] {
  const lines = text.split("\n").filter((line) => line.startsWith("{") && line.trimEnd().endsWith("}"));
  // A digest's own lines are no documents, and there may be many.
  if (!lines.slice(0, MOST_BEGINNINGS).some(isEventLine)) return [];
  return lines.flatMap((line) => parse(line) ?? []).filter(isRecord);
}

function isEventLine(line: string): boolean {
  const document = parse(line);
  return isRecord(document) && isEvent(document);
}

/** The first JSON object that begins a line and goes on to the end, but for words after its last brace. */
function findDocument(text: string): Readonly<Record<string, unknown>> | undefined {
  const end = text.lastIndexOf("}") + 1;
  let start = text.startsWith("{") ? 0 : text.indexOf("\n{") + 1;
  for (let tries = 0; tries < MOST_BEGINNINGS && (start > 0 || text.startsWith("{")); tries += 1) {
    const document = parse(text.slice(start, end));
    if (isRecord(document)) return document;
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

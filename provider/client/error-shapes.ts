import { asObject } from "../values/json-object";
import { isRecord } from "../values/records";
import { toForeignLine } from "../text/plain-text";
import { redactForeign } from "../text/redact";

/** Content of a failed reply's body, in one form for all of VCC's shapes. Cleaned of secrets. */
export interface ErrorBody {
  /** VCC's own sentences, the general ones first; those of `errors[]` start with their path. */
  readonly messages: readonly string[];
  /** A code for programs: `error.code`, or OAuth's `error`. */
  readonly code?: string;
  /** The fields that it is about, as dotted paths: `errors[].path`. */
  readonly fields: readonly string[];
  /**
   * True for a reply of VCC, which is a JSON object; false for one of a gateway in front of it or a wrong host.
   * Undefined: there is no body.
   */
  readonly fromApi: boolean | undefined;
}

const MOST_MESSAGES = 20;
/** Of a text that is no JSON, what lies further back is never read. */
const LONGEST_TEXT = 65_536;
/** At a cut, half a secret may stand. */
const LONGEST_HALF = 256;

/**
 * Reads the body of a failed reply. VCC has no single envelope: all six of docs/contract.md#errors occur, and HTML or
 * plain text from gateways. Source: shapes documented.
 */
export function readErrorBody(text: string): ErrorBody {
  const body = asObject(text);
  if (body === undefined) {
    const plain = toSentence(toPlainText(beginningOf(text)));
    return {
      messages: plain === undefined ? [] : [plain],
      fields: [],
      fromApi: text.trim() === "" ? undefined : false,
    };
  }
  const inner = isRecord(body["error"]) ? body["error"] : {};
  const code = toSentence(inner["code"]) ?? toSentence(body["error"]);
  const errors = (Array.isArray(body["errors"]) ? body["errors"] : []).slice(0, MOST_MESSAGES);
  const general = [
    body["title"],
    body["detail"],
    body["message"],
    inner["message"],
    body["error_description"],
  ];
  const messages = [...general.map(toSentence), ...errors.map(readFieldError)].filter(isText);
  return {
    messages: [...new Set(messages.length === 0 && code !== undefined ? [code] : messages)],
    ...(code === undefined ? {} : { code }),
    fields: errors.map(pathOf).filter(isText),
    fromApi: true,
  };
}

/**
 * True if a 409 is worth a retry: `{"message":"Simultaneous administration"}` without `errors`, so nothing is taken or
 * in use. Source: assumed.
 */
export function isSimultaneousAdministration(text: string): boolean {
  const body = asObject(text);
  return (
    body !== undefined && body["errors"] === undefined && body["message"] === "Simultaneous administration"
  );
}

/** The sentence about one field, behind its path. */
function readFieldError(entry: unknown): string | undefined {
  if (!isRecord(entry)) return toSentence(entry);
  const path = pathOf(entry);
  const message = toSentence(entry["message"]);
  return path === undefined || message === undefined ? (message ?? path) : `${path}: ${message}`;
}

function pathOf(entry: unknown): string | undefined {
  if (!isRecord(entry)) return undefined;
  const { path } = entry;
  return toSentence(
    Array.isArray(path) ? path.slice(0, MOST_MESSAGES).map(toSentence).filter(isText).join(".") : path,
  );
}

/** Without secrets, which markup could hide, and bounded, as is all that follows. */
function beginningOf(text: string): string {
  const clean = redactForeign(text.slice(0, LONGEST_TEXT));
  return text.length > LONGEST_TEXT ? clean.slice(0, -LONGEST_HALF) : clean;
}

/** A page's title where it has one, else its text. */
function toPlainText(markup: string): string {
  const title = /<title[^<>]{0,200}>([^<]{0,1000})<\/title>/iu.exec(markup)?.[1];
  return title ?? markup.replace(/<(script|style)\b[\s\S]*?(?:<\/\1>|$)|<[^<>]*>?/giu, " ");
}

/** The foreign value as one line. Redacted before it is cut, because a piece of a secret isn't recognised. */
function toSentence(value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  return toForeignLine(beginningOf(String(value))) || undefined;
}

function isText(value: string | undefined): value is string {
  return value !== undefined;
}

import { stripVTControlCharacters } from "node:util";
import { withoutFolders, withoutHomes } from "../text/local-paths";
import { toForeignLine } from "../text/plain-text";
import { redact, redactForeign, redactorOf } from "../text/redact";
import { memoize } from "../values/memoize";
import { isRecord } from "../values/records";

/**
 * The report without anything that is a secret beyond doubt, and without the names of people in this machine's paths.
 * `secrets`: texts that the program calls secret in one place: what it says in clear elsewhere stays a secret.
 */
export function cleanReport<Report extends object>(report: Report, secrets: Iterable<string> = []): Report {
  const withoutSecrets = redactorOf(secrets);
  // Names, kinds and fingerprints stand in a report many times.
  const clean = memoize((text: string) => withoutSecrets(redact(text)));
  return mapTexts(report, "", (key, text) => withoutPaths(key, clean(text))) as Report;
}

/** A copy of a value of JSON with each of its texts changed. `key`: the property that the value is of. */
function mapTexts(value: unknown, key: string, change: (key: string, text: string) => string): unknown {
  if (typeof value === "string") return change(key, value);
  if (Array.isArray(value)) return value.map((part) => mapTexts(part, "", change));
  if (!isRecord(value)) return value;
  // A key may be any text, also __proto__.
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, part]) =>
      part === undefined ? [] : [[name, mapTexts(part, name, change)]],
    ),
  );
}

/** Values of a property stay as they are: a path in them is the domain's. */
function withoutPaths(key: string, text: string): string {
  if (key === "from" || key === "to") return text;
  return key === "file" ? withoutFolders(text) : withoutHomes(text);
}

/** Directives by which the engine colours. */
const COLOUR = /<\{%[^%]*%\}>/gu;
/** Text of the engine or of a program as one line, without secrets, colours and this machine's folders. */
export function cleanedMessage(text: string): string {
  const plain = stripVTControlCharacters(text.replace(COLOUR, ""));
  return toForeignLine(withoutFolders(redactForeign(plain)));
}

import { stripVTControlCharacters } from "node:util";
import { withoutFolders, withoutHomes } from "../text/local-paths";
import { toForeignLine } from "../text/plain-text";
import { redact, redactForeign, redactorOf } from "../text/redact";
import { memoize } from "../values/memoize";

/**
 * The report without anything that is a secret beyond doubt, and without the names of people in this machine's paths.
 * `secrets`: texts that the program calls secret in one place: what it says in clear elsewhere stays a secret.
 */
export function cleanReport<Report extends object>(report: Report, secrets: Iterable<string> = []): Report {
  const withoutSecrets = redactorOf(secrets);
  // Names, kinds and fingerprints stand in a report many times.
  const clean = memoize((text: string) => withoutSecrets(redact(text)));
  return JSON.parse(JSON.stringify(report), (key, value: unknown) =>
    typeof value === "string" ? withoutPaths(key, clean(value)) : value,
  ) as Report;
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

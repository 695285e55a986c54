import { toLine } from "./plain-text";
import { redact } from "./redact";

/** Lines as they may be printed, whatever names and words of others they quote. Indentation stays. */
export function forTerminal(text: string): string {
  return text
    .split("\n")
    .map((line) => `${/^ */u.exec(line)?.[0] ?? ""}${toLine(redact(line))}`.trimEnd())
    .join("\n");
}

/** JSON as it may be printed: the same holds for each text in it. */
export function jsonForTerminal(value: unknown): string {
  return JSON.stringify(
    value,
    (_key, part: unknown) => (typeof part === "string" ? forTerminal(part) : part),
    2,
  );
}

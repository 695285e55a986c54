import { isFieldName } from "../text/field-name";
import { redactForeign } from "../text/redact";
import type { UnknownField } from "./reply-shape";

/** Stands for a name that may be somebody's data. */
const WITHHELD = "{*}";
/** Ids and numbers are no names of fields. */
const MOST_DIGITS = 3;

/** A field's path, without a name that may be somebody's data. */
export function showField({ block, name }: UnknownField): string {
  const digits = name.replaceAll(/\D/gu, "").length;
  const isShown = isFieldName(name) && digits <= MOST_DIGITS && redactForeign(name) === name;
  return `${block === "" ? "" : `${block}.`}${isShown ? name : WITHHELD}`;
}

/** One word of letters, as APIs have them: `PendingConsent`, `not_signed_in`. */
const WORD = /^[A-Z]?[a-z]+(?:[A-Z_-][a-z]+){0,3}$|^[A-Z]+(?:_[A-Z]+){0,3}$/u;
const LONGEST_WORD = 24;

/** A value where a fixed word should be, which may be anything. */
export function showWord(word: string): string {
  const isShown = word.length <= LONGEST_WORD && WORD.test(word) && redactForeign(word) === word;
  return isShown ? JSON.stringify(word) : `a word of ${word.length} characters`;
}

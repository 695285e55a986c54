import type { Action, Subject } from "../../../../schema/report/change-report";
import { counted } from "../../../text/counted";
import { propertyWords } from "../../nouns";
import { asLine, describeName } from "../../../text/in-sentence";

const MOST_NAMES = 10;

const ACTION_WORDS: Readonly<Record<Action, string>> = {
  create: "new",
  update: "changed",
  replace: "replaced",
  delete: "deleted",
  adopt: "taken over from VCC",
  import: "imported",
  leave: "leaves the program, stays in VCC",
  none: "unchanged",
};

export function actionWord(action: Action): string {
  return ACTION_WORDS[action];
}

/** A finding's mailbox, resource, file or stack. */
export function describeSubject({ kind, name }: Subject): string {
  return kind === "stack" ? `stack ${describeName(name)}` : describeName(name);
}

export function describeProperty(property: string): string {
  return asLine(propertyWords(property));
}

export const countedMailboxes = (count: number): string => counted(count, "mailbox", "mailboxes");

/** The first names of a list; the rest are counted. */
export function listNames(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  return [...names.slice(0, MOST_NAMES), ...(rest > 0 ? [`${String(rest)} more`] : [])].join(", ");
}

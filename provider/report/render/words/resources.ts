import type { Action, Change, RunStep, Subject } from "../../../../schema/report/change-report";
import { counted } from "../../../text/counted";
import { nounOf, propertyWords } from "../../nouns";
import { asLine, describeName } from "./values";

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

const STEP_WORDS: Readonly<Record<RunStep["action"], string>> = {
  create: "made",
  update: "changed",
  delete: "deleted",
};

export function actionWord(action: Action): string {
  return ACTION_WORDS[action];
}

/** `the mapping support is deleted`. */
export function describeStep({ resource, action }: RunStep): string {
  return `the ${describeResource(resource)} is ${STEP_WORDS[action]}`;
}

/** `profile care`. */
export function describeResource({ kind, name }: Change["resource"]): string {
  return `${describeKind(kind)} ${describeName(name)}`;
}

export function describeKind(kind: string): string {
  const noun = nounOf(kind);
  return noun === kind ? describeName(kind) : noun;
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

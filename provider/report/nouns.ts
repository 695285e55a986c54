import type { Change, RunStep, Unrouted } from "../../schema/report/change-report";
import { describeName } from "../text/in-sentence";
import { ownKind } from "./read/own-kinds";

/** Noun of a class, such as `profile`; of a type that isn't this package's, the type. */
export function nounOf(kind: string): string {
  return ownKind(kind)?.exported.noun ?? kind;
}

/** Noun and name of a resource: `profile care`. */
export function titleOf({
  kind,
  type = "",
  name,
}: {
  readonly kind?: string | undefined;
  readonly type?: string;
  readonly name: string;
}): string {
  return `${nounOf(kind ?? type)} ${name}`;
}

const STEP_WORDS: Readonly<Record<RunStep["action"], string>> = {
  create: "made",
  update: "changed",
  delete: "deleted",
};

/** `the mapping support is deleted`. */
function describeStep({ resource, action }: RunStep): string {
  return `the ${describeResource(resource)} is ${STEP_WORDS[action]}`;
}

/** `after the mapping a is deleted, until the mapping b is made: how long that takes can't be known.` */
export function describeTime({ after, until }: Omit<Unrouted, "isCertain">): string {
  return `after ${describeStep(after)}, until ${describeStep(until)}: how long that takes can't be known.`;
}

/** `profile care`. */
export function describeResource({ kind, name }: Change["resource"]): string {
  return `${describeKind(kind)} ${describeName(name)}`;
}

export function describeKind(kind: string): string {
  const noun = nounOf(kind);
  return noun === kind ? describeName(kind) : noun;
}

/** Properties whose name says less than what they hold. */
const PROPERTIES: ReadonlyMap<string, string> = new Map([
  ["status", "sign-in"],
  ["html", "text"],
  ["profileId", "profile"],
  ["addressId", "address"],
]);

/** Property in words: `serviceNameForReports` is `service name for reports`; names that people gave stay as they are. */
export function propertyWords(path: string): string {
  const [head = "", ...rest] = path.split(/(?=[.[])/u);
  const isOurs = head !== "dataSources";
  return [
    PROPERTIES.get(head) ?? toWords(head),
    ...rest.map((part) => (isOurs ? toWords(part.replace(/^\./u, " ")) : part.replace(/^\./u, " "))),
  ].join("");
}

function toWords(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/gu, " ").toLowerCase();
}

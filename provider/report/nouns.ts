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

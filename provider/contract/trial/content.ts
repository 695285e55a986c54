import { sameTextIgnoringCase, sameValue } from "../../values/equality";
import { isRecord } from "../../values/records";

/** Fields of what was sent that VCC has otherwise. What was sent empty may be filled in. `isThere`: by dotted path. */
export function notAsSent(
  sent: object,
  told: object,
  isThere: (field: string) => boolean,
  parent = "",
): readonly string[] {
  const had = told as Readonly<Record<string, unknown>>;
  return Object.entries(sent).flatMap(([key, value]) => {
    const field = parent + key;
    if (!isThere(field) || isEmpty(value)) return [];
    const other = had[key];
    if (isRecord(value) && isRecord(other)) return notAsSent(value, other, isThere, `${field}.`);
    return isAsSent(value, other) ? [] : [field];
  });
}

/** Fields that a change has changed besides these. */
export function changedBesides(before: object, after: object, own: readonly string[]): readonly string[] {
  const fresh = after as Readonly<Record<string, unknown>>;
  return Object.entries(before)
    .filter(([key, value]) => !own.includes(key) && !isSame(value, fresh[key]))
    .map(([key]) => key);
}

function isSame(one: unknown, other: unknown): boolean {
  return isAsSent(one, other) && isAsSent(other, one);
}

/** True where a change that loses what it leaves out would show. */
export function hasContentBesides(dto: object, own: readonly string[]): boolean {
  return Object.entries(dto).some(([key, value]) => !own.includes(key) && !isEmpty(value));
}

/** VCC may order lists, and spell addresses and GUIDs, in its own way. */
function isAsSent(sent: unknown, told: unknown): boolean {
  if (Array.isArray(sent) && Array.isArray(told))
    return sent.length === told.length && sent.every((one) => told.some((other) => isAsSent(one, other)));
  const isOwnSpelling = typeof sent === "string" && /@|^[0-9a-f-]{36}$/iu.test(sent);
  return isOwnSpelling ? sameTextIgnoringCase(sent, told) : sameValue(sent, told);
}

function isEmpty(value: unknown): boolean {
  return (
    (value ?? "") === "" || (typeof value === "object" && value !== null && Object.keys(value).length === 0)
  );
}

import { isRecord } from "../../values/records";
import { UNKNOWN } from "../../values/unknown";

/** Stands for a value that the engine keeps secret: two of them may or may not be equal. */
export const SECRET: unique symbol = Symbol("secret");

/** Engine's text for a value that is known only after apply, whatever its type. Source: tried, 3.259. */
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** Text for a secret in a digest. Source: tried, 3.259. */
const SECRET_TEXT = "[secret]";
/** Key of the objects that stand for secrets, assets and the like in events. Source: tried, 3.259. */
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";

/** Deeper than any value of a program; deeper ones would fill the stack. */
const DEEPEST = 64;

/** Properties of a resource by name. */
export type PropertyMap = Readonly<Record<string, unknown>>;

/** Values as the engine prints them, with `UNKNOWN` and `SECRET` for its markers; undefined where they can't be read. */
export function fromEngine(printed: unknown): PropertyMap | undefined {
  if (printed === undefined || printed === null) return {};
  const value = convert(printed, 0);
  return isRecord(value) ? value : undefined;
}

/** Undefined of what lies too deep, and of all that holds it. */
function convert(value: unknown, depth: number): unknown {
  if (value === UNKNOWN_TEXT) return UNKNOWN;
  if (value === SECRET_TEXT) return SECRET;
  if (typeof value !== "object" || value === null) return value;
  if (depth > DEEPEST) return undefined;
  if (Array.isArray(value)) {
    const parts = value.map((part) => convert(part, depth + 1));
    if (parts.includes(undefined)) return undefined;
    return parts.every((part, index) => part === value[index]) ? value : parts;
  }
  // Assets and references to resources are no properties of our kinds: nothing of them is shown.
  if (Object.hasOwn(value, SIGNATURE_KEY)) return SECRET;
  const keys = Object.keys(value);
  const printed: unknown[] = Object.values(value);
  const parts = printed.map((part) => convert(part, depth + 1));
  if (parts.includes(undefined)) return undefined;
  // Most values hold no marker, and a copy of each would cost more than all else here.
  if (parts.every((part, index) => part === printed[index])) return value;
  return Object.fromEntries(keys.map((key, index) => [key, parts[index]]));
}

/** True if the value is secret or holds something secret at any depth. */
export function hasSecret(value: unknown): boolean {
  if (value === SECRET) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasSecret);
}

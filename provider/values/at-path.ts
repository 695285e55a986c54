import { own } from "./own";
import { isRecord } from "./records";

/** What an object has at a dotted path; undefined where nothing is. */
export function atPath(object: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((part, key) => (isRecord(part) ? own(part, key) : undefined), object);
}

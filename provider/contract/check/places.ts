import { own } from "../../values/own";
import { isRecord } from "../../values/records";

/** What an object has at a dotted path; undefined where nothing is. */
export function at(object: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((part, key) => (isRecord(part) ? own(part, key) : undefined), object);
}

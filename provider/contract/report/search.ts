import { isRecord } from "../../values/records";
import { isOurs } from "./allow-list";

const LARGEST = 99_999;

/** What a report may hold besides the allow-list. */
export interface Agreed {
  /** Names that the person agreed to. */
  readonly names: ReadonlySet<string>;
  readonly packageVersion: string;
}

/**
 * JSON paths of all texts and numbers in a report that are neither on the allow-list nor agreed to; each is a defect of
 * what built it.
 */
export function strangersIn(report: string, { names, packageVersion }: Agreed): readonly string[] {
  const isKnown = (text: string) => isOurs(text) || names.has(text) || text === "" || text === packageVersion;
  const isFine = (part: string | number) =>
    typeof part === "number"
      ? Number.isInteger(part) && part >= 0 && part <= LARGEST
      : isKnown(part) || part.split(/[./]/u).every(isKnown);
  return partsOf(JSON.parse(report), "$").flatMap(({ part, path }) => (isFine(part) ? [] : [path]));
}

interface Part {
  readonly part: string | number;
  /** Where it is, by numbers alone: a key could be what must not be told. */
  readonly path: string;
}

/** Each key, text and number. */
function partsOf(value: unknown, path: string): readonly Part[] {
  if (typeof value === "string" || typeof value === "number") return [{ part: value, path }];
  if (Array.isArray(value)) return value.flatMap((entry, index) => partsOf(entry, `${path}[${index}]`));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, part], index) => {
    const below = `${path}.${isOurs(key) ? key : `key ${index + 1}`}`;
    return [{ part: key, path: below }, ...partsOf(part, below)];
  });
}

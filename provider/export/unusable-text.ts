import { isUsableKey } from "../../schema/fields";

/** Half of a pair of UTF-16 code units: no file and no wire of Pulumi's carries it. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Reason why a value can't be written into a program, at any depth; undefined where it can. */
export function unusableText(value: unknown): string | undefined {
  if (typeof value === "string") {
    return LONE_SURROGATE.test(value)
      ? `valid Unicode text, got ${JSON.stringify(value)}. Correct it in VCC.`
      : undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, part] of Object.entries(value)) {
    if (!isUsableKey(key)) return `keys other than toString, got that one. Rename it in VCC.`;
    const problem = unusableText(key) ?? unusableText(part);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

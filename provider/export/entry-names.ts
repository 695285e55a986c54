import { createHash } from "node:crypto";

/** Something that needs a name of its own. */
export interface Nameable {
  /** Id in VCC. */
  readonly id: string;
  /** Names that would do, the best one first. */
  readonly candidates: readonly string[];
}

const LONGEST_SLUG = 60;
const HASH_CHARACTERS = 8;

/**
 * Gives each its best candidate that nobody else wants: where two want the same, neither gets it, so that the order of
 * a list decides nothing. `reserved` names go to nobody.
 */
export function assignNames(
  all: readonly Nameable[],
  reserved: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, string> {
  const ranks = new Map(all.map(({ id }) => [id, 0]));
  const wish = ({ id, candidates }: Nameable): string =>
    candidates[ranks.get(id) ?? 0] ?? lastResort(id, candidates);
  for (;;) {
    const wishes = all.map((each) => ({ each, name: wish(each) }));
    const counts = new Map<string, number>();
    for (const { name } of wishes) counts.set(name, (counts.get(name) ?? 0) + 1);
    const disappointed = wishes.filter(
      ({ each, name }) =>
        (reserved.has(name) || (counts.get(name) ?? 0) > 1) &&
        (ranks.get(each.id) ?? 0) < each.candidates.length,
    );
    if (disappointed.length === 0) return new Map(wishes.map(({ each, name }) => [each.id, name]));
    for (const { each } of disappointed) ranks.set(each.id, (ranks.get(each.id) ?? 0) + 1);
  }
}

function lastResort(id: string, candidates: readonly string[]): string {
  return `${candidates.at(-1) ?? "object"}-${shortHash(id)}`;
}

/** Candidates from an object's name in VCC; the noun tells kinds apart. */
export function namedInVcc(name: string, noun: string): string[] {
  const slug = toSlug(name);
  const distinct = `${slug === "" ? noun : slug}-${shortHash(name)}`;
  return slug === "" ? [distinct] : [slug, `${slug}-${noun}`, distinct];
}

/**
 * Text as part of a resource's name: lower-case letters and digits of ASCII, with dashes between them, so that names of
 * environment variables can be made from it and differ whenever it does. Empty where the text has no such letters.
 */
export function toSlug(text: string): string {
  const ascii = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, "-");
  return ascii.slice(0, LONGEST_SLUG).replace(/^-|-$/gu, "");
}

/** Tells texts apart that have the same slug. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, HASH_CHARACTERS);
}

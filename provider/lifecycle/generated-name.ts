import { createHash } from "node:crypto";
import { MAX_NAME_CHARACTERS } from "../../schema/limits";
import type { UNKNOWN } from "../values/unknown";
import { parseUrn } from "../values/urns";

/** Identity of a resource in its program. */
export interface ResourceIdentity {
  readonly urn: string;
  readonly project: string;
  readonly stack: string;
  readonly name: string;
  /** True if the program wants its object deleted before the next one is made, whatever the kind says. */
  readonly deletesFirst?: boolean;
  /** The id that only this stack has: unknown in the preview that plans it, absent where the run leaves it out. */
  readonly stackIdentity?: string | typeof UNKNOWN | undefined;
}

const HASH_CHARACTERS = 8;
const GENERATED = new RegExp(`^(?<stem>.*)-(?<hash>[0-9a-f]{${HASH_CHARACTERS}})$`, "su");
const YEAR = "(?:19|20)\\d\\d";
const MONTH = "(?:0[1-9]|1[0-2])";
const DAY = "(?:0[1-9]|[12]\\d|3[01])";
/** In the orders that people write: 20240115, 15012024, 01152024. */
const DATE = new RegExp(`^(?:${YEAR}${MONTH}${DAY}|${DAY}${MONTH}${YEAR}|${MONTH}${DAY}${YEAR})$`, "u");

/** The identity that a URN tells. */
export function toIdentity(urn: string): ResourceIdentity {
  const { project = "", stack = "", name = "" } = parseUrn(urn) ?? {};
  return { urn, project, stack, name };
}

/**
 * A name for an object whose program gives none: the resource's name and a short hash of the stack's identity, resource
 * name and seeds. The same in every run, so a create that is repeated after a crash collides with its own orphan; and
 * no other stack's, so the name proves whose the object is.
 */
export function generateName(
  stackIdentity: string,
  name: string,
  seeds: readonly string[],
  most = MAX_NAME_CHARACTERS,
): string {
  const hash = shortHash([stackIdentity, name, ...seeds.map((seed) => seed.toLowerCase())]);
  const stem = [...name].slice(0, Math.max(1, most - HASH_CHARACTERS - 1)).join("");
  return `${stem}-${hash}`;
}

/** Of digits and letters both, or it could be a date or a number by which people tell names apart. */
function shortHash(parts: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, HASH_CHARACTERS);
  return hasDigitsAndLetters(hash) ? hash : shortHash([...parts, hash]);
}

function hasDigitsAndLetters(hash: string): boolean {
  return /\d/u.test(hash) && /[a-f]/u.test(hash);
}

/**
 * True if a stack has generated the name of an object that is taken over under the name `own`, as far as that can be
 * told without that stack's identity: it ends in a hash of digits and letters. One of digits or of letters alone, which
 * earlier releases made of one name in forty, people write as well: it counts only behind the name of this very
 * resource, such as when an inbox moves to another stack. A date never counts.
 */
export function looksGenerated(name: string, own: string): boolean {
  const { stem, hash = "" } = GENERATED.exec(name)?.groups ?? {};
  if (stem === undefined || DATE.test(hash)) return false;
  return hasDigitsAndLetters(hash) || stem === GENERATED.exec(own)?.groups?.["stem"];
}

import { createHash } from "node:crypto";
import { MAX_NAME_CHARACTERS } from "../../schema/limits";
import type { UNKNOWN } from "./unknown";

/** Who a resource is in its program. */
export interface ResourceIdentity {
  readonly urn: string;
  readonly project: string;
  readonly stack: string;
  readonly name: string;
  /** Whether the program wants its object deleted before the next one is made, whatever the kind says. */
  readonly deletesFirst?: boolean;
  /** The id that only this stack has: unknown in the preview that plans it, absent where the run leaves it out. */
  readonly stackIdentity?: string | typeof UNKNOWN | undefined;
}

const HASH_CHARACTERS = 8;
const GENERATED = new RegExp(`-[0-9a-f]{${HASH_CHARACTERS}}$`, "u");

/** The parts of a URN: `urn:pulumi:STACK::PROJECT::TYPE::NAME`. */
export function parseUrn(urn: string): ResourceIdentity {
  const [stack = "", project = "", , ...name] = urn.replace(/^urn:pulumi:/u, "").split("::");
  return { urn, project, stack, name: name.join("::") };
}

/**
 * A name for an object whose program gives none: the resource's name and a short hash of the stack's identity, resource
 * name and seeds. The same in every run, so a create that is repeated after a crash collides with its own orphan; and
 * no other stack's, so the name proves whose the object is.
 */
export function generateName(stackIdentity: string, name: string, seeds: readonly string[]): string {
  const parts = [stackIdentity, name, ...seeds.map((seed) => seed.toLowerCase())];
  const hash = createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, HASH_CHARACTERS);
  const stem = [...name].slice(0, MAX_NAME_CHARACTERS - HASH_CHARACTERS - 1).join("");
  return `${stem}-${hash}`;
}

/** Whether some stack may have generated the name. */
export function looksGenerated(name: string): boolean {
  return GENERATED.test(name);
}

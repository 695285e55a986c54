import { defaultsOf } from "../../schema/rule";
import type { ResourceDefinition } from "../lifecycle/definition";
import { isSame } from "../lifecycle/diff";
import { sameValue, type Spelling } from "../values/equality";
import { isRecord } from "../values/records";
import { hasSecret, type PropertyMap, SECRET } from "./read/engine-values";

/** Difference of one property, or of one part of it. */
export interface PropertyChange {
  /** Path, such as `dataSources.flow`; of a list of texts that of the list, once for each text. */
  readonly path: string;
  /** Undefined where there is none. */
  readonly from: unknown;
  readonly to: unknown;
}

/** Properties whose values are fingerprints: of them only the change says something. */
const FINGERPRINTS = new Set(["credentialFingerprint"]);
/** Properties that say how VCC is to be asked, and nothing of the object. */
const NOT_OF_THE_OBJECT = new Set(["adopt"]);

/** Stands for what an object has that is taken over: no preview asks VCC for it. */
export const AS_IN_VCC: unique symbol = Symbol("as VCC has it");

/** Sides to compare; `undefined` where there is no object. */
export interface Compared {
  readonly from: PropertyMap | undefined;
  readonly to: PropertyMap | undefined;
  /** Top properties that the engine takes for changed: decides where both are secret. Undefined: it doesn't tell. */
  readonly changedKeys: readonly string[] | undefined;
  /** True of an object that is taken over, of which nobody knows how it is before. */
  readonly isTakenOver?: boolean;
}

/** Stands on both sides of a change of which one is secret: what a secret was before may well be the secret. */
function hidden(change: PropertyChange): PropertyChange {
  const isSecret = hasSecret(change.from) || hasSecret(change.to);
  const hide = (value: unknown) => (value === undefined ? undefined : SECRET);
  return isSecret ? { ...change, from: hide(change.from), to: hide(change.to) } : change;
}

/**
 * Differences between two sets of inputs of a kind, part by part. Of an object that is made or goes, what is at its
 * default is left out.
 */
export function propertyChanges(definition: ResourceDefinition, compared: Compared): PropertyChange[] {
  const keys = [...Object.keys(definition.inputs.shape), ...(definition.derived ?? [])];
  const defaults: PropertyMap = defaultsOf(definition.inputs);
  return keys
    .filter((key) => !NOT_OF_THE_OBJECT.has(key) && !isSameHere(definition, key, compared))
    .flatMap((key) => changesOf(definition, key, compared, defaults[key]))
    .map(hidden)
    .map((change) => (compared.isTakenOver === true ? { ...change, from: AS_IN_VCC } : change));
}

/** `standard`: the property's default. */
function changesOf(
  definition: ResourceDefinition,
  key: string,
  compared: Compared,
  standard: unknown,
): PropertyChange[] {
  const [from, to] = [compared.from, compared.to].map((side) => side && (side[key] ?? standard));
  const whole = { path: key, from, to };
  // What is taken over may have anything: what is at its default counts, too.
  const usual = compared.isTakenOver === true ? undefined : standard;
  if (isUsual(definition, whole, usual)) return [];
  if (FINGERPRINTS.has(key) || (hasSecret(from) && hasSecret(to))) return [whole];
  return differences(whole, definition.spelling?.[key]);
}

/** Types of values that may differ from themselves: what is secret or not known yet, alone or within others. */
const MAY_DIFFER: ReadonlySet<string> = new Set(["symbol", "object"]);

/** True where both sides have an object, and it is the same in this property. */
function isSameHere(
  definition: ResourceDefinition,
  key: string,
  { from, to, changedKeys }: Compared,
): boolean {
  if (from === undefined || to === undefined) return false;
  // Most properties are written alike.
  if (from[key] === to[key] && !MAY_DIFFER.has(typeof from[key])) return true;
  const secrets = [from[key], to[key]].filter(hasSecret).length;
  // The engine compares what is secret; one that becomes secret, and stays the same, it doesn't call changed.
  if (secrets > 0 && changedKeys !== undefined) return !changedKeys.includes(key);
  return secrets < 2 && isSame(definition, key, from, to);
}

/** True where an object is made or goes, and nobody needs to read what this property is. */
function isUsual(
  { derived = [] }: ResourceDefinition,
  { path, from, to }: PropertyChange,
  standard: unknown,
): boolean {
  if (from !== undefined && to !== undefined) return false;
  return derived.includes(path) || sameValue(from ?? to, standard);
}

/** A value without parts, or a text of a list that is a set. */
interface Leaf {
  readonly path: string;
  readonly value: unknown;
  /** Canonical spelling, by which it is compared. */
  readonly spelt: unknown;
}

/** The parts in which two values differ; of a key that is internal, the whole that it is in. */
function differences({ path, from, to }: PropertyChange, spelling: Spelling | undefined): PropertyChange[] {
  const [before, after] = [from, to].map((value) => new Map(leaves(path, value, spelling)));
  const keys = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
  return [...keys].flatMap((key) => {
    const [left, right] = [before?.get(key), after?.get(key)];
    const isEqual = left !== undefined && right !== undefined && sameValue(left.spelt, right.spelt);
    return isEqual ? [] : [{ path: left?.path ?? right?.path ?? path, from: left?.value, to: right?.value }];
  });
}

function leaves(path: string, value: unknown, spelling: Spelling | undefined): (readonly [unknown, Leaf])[] {
  if (value === undefined) return [];
  if (isRecord(value))
    return Object.entries(value).flatMap(([key, part]) =>
      key.startsWith("__")
        ? [[joined(path, key), { path, value: SECRET, spelt: part }] as const]
        : leaves(joined(path, key), part, spelling),
    );
  if (!Array.isArray(value) || spelling === undefined) return [[path, { path, value, spelt: value }]];
  return value.map((part: unknown) => {
    const spelt = typeof part === "string" ? spelling(part) : part;
    return [typeof spelt === "string" ? `${path} ${spelt}` : spelt, { path, value: part, spelt }];
  });
}

/** `dataSources.flow`, or `settings["a.b"]` where a key has signs of its own. */
function joined(path: string, key: string): string {
  return /^[\w-]+$/u.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

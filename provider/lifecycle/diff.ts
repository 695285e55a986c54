import { defaultsOf } from "../../schema/rule";
import { sameSpelling, sameValue } from "../values/equality";
import { hasUnknown } from "../values/unknown";
import type { ResourceDefinition } from "./definition";

type Bag = Readonly<Record<string, unknown>>;

export interface Difference {
  /** Managed properties whose desired value isn't the stored one. */
  readonly changed: readonly string[];
  /** Those of them that can't be changed in place. */
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/** The difference between the stored state and the desired inputs. Pure; no API call. */
export function difference(definition: ResourceDefinition, state: object, desired: object): Difference {
  const { replaceOn = [], replaceOnUnknown = [] } = definition;
  const changed = managedKeys(definition).filter((key) => !isSame(definition, key, state, desired));
  const replaces = changed.filter(
    (key) => replaceOn.includes(key) || (replaceOnUnknown.includes(key) && hasUnknown((desired as Bag)[key])),
  );
  const deleteBeforeReplace =
    replaces.length > 0 && definition.deletesBeforeReplace?.(state, desired) === true;
  return { changed, replaces, deleteBeforeReplace };
}

/** True where the two say the same of a property, whatever the spelling. */
export function isSame(
  { equal = {}, spelling = {} }: ResourceDefinition,
  key: string,
  one: object,
  other: object,
): boolean {
  const spell = spelling[key];
  const isEqual = equal[key] ?? (spell === undefined ? sameValue : sameSpelling(spell));
  return isEqual((one as Bag)[key], (other as Bag)[key]);
}

/** True where these inputs ask for another object than the stored one. */
export function isReplaced(definition: ResourceDefinition, stored: object, inputs: object): boolean {
  return (definition.replaceOn ?? []).some((key) => !isSame(definition, key, stored, inputs));
}

/** True where a program says no more of a property than by leaving it out. */
export function isLeftOut(
  { inputs }: Pick<ResourceDefinition, "inputs">,
  key: string,
  desired: object,
): boolean {
  return sameValue((desired as Bag)[key], (defaultsOf(inputs) as Bag)[key]);
}

/** True for a property that the kind wants to be true, and no program gives. */
export function isDerived({ derived = [] }: ResourceDefinition, key: string): boolean {
  return derived.includes(key);
}

/** Properties that the program, or the kind itself, decides. */
function managedKeys({ inputs, derived = [] }: ResourceDefinition): readonly string[] {
  return [...Object.keys(inputs.shape).filter((key) => key !== "adopt"), ...derived];
}

/** The inputs that describe an object as it is: its managed properties. */
export function inputsOf(definition: ResourceDefinition, state: object): Record<string, unknown> {
  return Object.fromEntries(
    managedKeys(definition)
      .map((key) => [key, (state as Bag)[key]] as const)
      .filter(([, value]) => value !== undefined),
  );
}

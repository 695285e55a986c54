import type { ResourceDefinition } from "./definition";
import { sameValue } from "../values/equality";
import { hasUnknown } from "../values/unknown";

export interface Difference {
  /** Managed properties whose desired value isn't the stored one. */
  readonly changed: readonly string[];
  /** Those of them that can't be changed in place. */
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/** What stands between the stored state and the desired inputs. Pure; no API call. */
export function difference<Desired extends object, State extends object>(
  definition: ResourceDefinition<Desired, State>,
  state: State,
  desired: Desired,
): Difference {
  const changed = managedKeys(definition).filter((key) => !isEqual(definition, key, state, desired));
  const replaces = changed.filter(
    (key) =>
      (definition.replaceOn as readonly string[]).includes(key) ||
      ((definition.replaceOnUnknown as readonly string[]).includes(key) && hasUnknown(read(desired, key))),
  );
  const deleteBeforeReplace = replaces.length > 0 && definition.deleteBeforeReplace(state, desired);
  return { changed, replaces, deleteBeforeReplace };
}

/** Properties that the program, or the kind itself, decides. */
function managedKeys<Desired extends object, State extends object>({
  inputs,
  desires,
}: ResourceDefinition<Desired, State>): readonly string[] {
  return [...Object.keys(inputs.shape).filter((key) => key !== "adopt"), ...desires];
}

function isEqual<Desired extends object, State extends object>(
  { equal }: ResourceDefinition<Desired, State>,
  key: string,
  state: State,
  desired: Desired,
): boolean {
  const same = equal[key as keyof Desired & string] ?? sameValue;
  return same(read(state, key), read(desired, key));
}

/** The inputs that describe an object as it is: its managed properties. */
export function inputsOf<Desired extends object, State extends object>(
  definition: ResourceDefinition<Desired, State>,
  state: State,
): Record<string, unknown> {
  return Object.fromEntries(
    managedKeys(definition)
      .map((key) => [key, read(state, key)] as const)
      .filter(([, value]) => value !== undefined),
  );
}

function read(bag: object, key: string): unknown {
  return (bag as Readonly<Record<string, unknown>>)[key];
}

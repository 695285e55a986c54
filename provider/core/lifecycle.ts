import { NotFoundError, PartialError } from "../errors";
import { type CheckFailure, type CheckResult, checkInputs } from "./check";
import type { Claims } from "./claims";
import type { Made, ResourceDefinition } from "./definition";
import { type Difference, difference, inputsOf } from "./diff";
import { type ResourceIdentity } from "./generated-name";
import { isStoredState, markState, migrateState } from "./migrate";
import type { Context, Credentials } from "./ports";

export type Bag = Readonly<Record<string, unknown>>;

/** What a host calls: the six operations of a resource on plain JSON, with `UNKNOWN` where a value isn't known yet. */
export interface Lifecycle {
  check(olds: Bag, news: Bag, resource: ResourceIdentity): CheckResult;
  diff(id: string, state: Bag, inputs: Bag): Difference;
  create(inputs: Bag): Promise<Made<Bag>>;
  /** Undefined when the object is gone. */
  read(id: string, state: Bag): Promise<{ readonly state: Bag; readonly inputs: Bag } | undefined>;
  update(id: string, state: Bag, inputs: Bag): Promise<Bag>;
  delete(id: string, state: Bag): Promise<void>;
}

interface LifecycleParts {
  readonly claims: Claims;
  readonly credentials: () => Credentials;
  /** Throws a `ConfigError` when the provider isn't usable as configured. */
  readonly context: () => Context;
}

/** The generic half of every resource. */
export function createLifecycle<Desired extends object, State extends object>(
  definition: ResourceDefinition<Desired, State>,
  { claims, credentials, context }: LifecycleParts,
): Lifecycle {
  const restore = (stored: Bag): State => migrateState(stored) as State;
  const { kind } = definition;
  return {
    check(olds, news, resource) {
      const result = checkInputs(definition, { olds, news, resource, credentials: credentials() });
      const isValid = result.failures.length === 0;
      return isValid
        ? { ...result, failures: claimUnique(definition, claims, result.inputs, resource) }
        : result;
    },

    diff(id, state, inputs) {
      claims.manage(kind, id);
      return difference(definition, restore(state), inputs as Desired);
    },

    async create(inputs) {
      try {
        const { id, state } = await definition.create(context(), inputs as Desired);
        claims.make(kind, id);
        return { id, state: markState(state) };
      } catch (error) {
        if (error instanceof PartialError) claims.make(kind, error.id);
        throw error;
      }
    },

    async read(id, stored) {
      claims.manage(kind, id);
      const known = isStoredState(stored) ? restore(stored) : undefined;
      const state = await definition.read(context(), id, known);
      if (state !== undefined) return { state: markState(state), inputs: inputsOf(definition, state) };
      if (known !== undefined) return undefined;
      // Only `Resource.get` passes no state of ours; the engine can't tell a missing object from an empty one.
      throw noSuchObject(kind, id);
    },

    async update(id, stored, inputs) {
      claims.manage(kind, id);
      return markState(await definition.update(context(), id, restore(stored), inputs as Desired));
    },

    async delete(id, stored) {
      claims.manage(kind, id);
      // A resource that the program renamed: its object belongs to the new one, which has taken it up in this run.
      if (claims.wasMade(kind, id)) return;
      await definition.delete(context(), id, restore(stored)).catch((error: unknown) => {
        // Already gone is the goal.
        if (!(error instanceof NotFoundError)) throw error;
      });
    },
  };
}

function noSuchObject(kind: string, id: string): NotFoundError {
  return new NotFoundError(`There is no ${kind} with the id "${id}" in this VCC account.`, {
    hint: "Check the id and the account; 404 may also mean that this client may not see it.",
  });
}

function claimUnique<Desired extends object, State extends object>(
  { kind, unique, equal }: ResourceDefinition<Desired, State>,
  claims: Claims,
  inputs: Bag,
  resource: ResourceIdentity,
): CheckFailure[] {
  return unique.flatMap((property) => {
    const value = inputs[property];
    if (typeof value !== "string") return [];
    const ignoresCase = equal[property] !== undefined;
    const other = claims.claim(kind, property, ignoresCase ? value.toLowerCase() : value, resource);
    if (other === undefined) return [];
    const reason =
      `${property}: unique in the account, got ${JSON.stringify(value)}, which the resource "${other.name}" ` +
      `of this program has already. Give one of the two another ${property}, or declare the object once.`;
    return [{ property, reason }];
  });
}

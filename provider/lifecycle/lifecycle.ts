import type { Contract } from "../../schema/contract/contract";
import { NotFoundError, PartialError } from "../errors";
import { createAsAsked, updateAsAsked } from "./as-asked";
import {
  type StoredMetadata,
  inputMetadata,
  newMetadata,
  nextMetadata,
  withoutMetadata,
} from "./stored-metadata";
import type { CheckResult } from "./check";
import { checkInRun } from "./check-in-run";
import type { RunRegistry } from "./run-registry";
import { uniqueValues } from "./handovers";
import type { Made, ResourceDefinition } from "./definition";
import { type Difference, difference, inputsOf, isReplaced } from "./diff";
import { type ResourceIdentity } from "./generated-name";
import { isStoredState, markState, migrateState } from "./migrate";
import type { Context, Credentials, UniqueValues } from "../ports";
import type { StackIdentity } from "./stack-identity";

export type Bag = Readonly<Record<string, unknown>>;

/** Operations that a host calls: the six of a resource, on plain JSON, with `UNKNOWN` where a value isn't known yet. */
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
  readonly registry: RunRegistry;
  readonly stackIdentity: StackIdentity;
  readonly credentials: () => Credentials;
  readonly contract: () => Contract;
  /** Throws a `ConfigError` when the provider isn't usable as configured. */
  readonly context: () => Context;
}

/** The generic half of every resource. */
export function createLifecycle(definition: ResourceDefinition, parts: LifecycleParts): Lifecycle {
  const { registry, stackIdentity: identity, context } = parts;
  const restore = (stored: Bag): object => withoutMetadata(migrateState(stored));
  const { kind } = definition;
  return {
    check: (olds, news, resource) => checkInRun(definition, parts, { olds, news, resource }),

    diff(id, state, inputs) {
      const kept = keepAdoptedName(definition, state, inputs);
      // Inputs are newer than the state: a resource that is renamed by an alias isn't written.
      registry.stored.add(inputs["__resource"] ?? state["__resource"]);
      registry.recordOwner(kind, id, makerOf(state));
      if (state["name"] === kept["name"]) registry.recordName(kind, String(state["name"]), id);
      const found = difference(definition, restore(state), kept);
      if (found.changed.length === 0) registry.object(kind, id).isDone = true;
      return found;
    },

    async create(inputs) {
      identity.requireStored();
      const metadata = newMetadata(inputs);
      const make = () => createAsAsked(definition, context(), inputs);
      const record = (id: string) => registry.recordNew(kind, id, makerOf({ ...metadata }));
      const made = await recordingNew(record, () => withMetadata(metadata, make));
      return { id: made.id, state: markState(withMetadataOf(made.state, metadata)) };
    },

    read: async (id, stored) => readStored(definition, parts, id, stored),

    async update(id, stored, wanted) {
      const inputs = keepAdoptedName(definition, stored, wanted);
      registry.recordOwner(kind, id, makerOf(stored));
      const metadata = nextMetadata(stored, inputs);
      const change = { id, prior: restore(stored), desired: inputs, isUnread: isUnread(stored) };
      const update = () => updateAsAsked(definition, context(), change).catch(explainMissing(kind));
      const freed = givenUp(definition, change.prior, inputs);
      const state = await registry.handovers.during(kind, freed, () => withMetadata(metadata, update));
      return markState({ ...state, ...metadata });
    },

    async delete(id, stored) {
      const object = registry.object(kind, id);
      if (!object.isManaged) registry.stored.add(stored["__resource"]);
      object.isManaged = true;
      // A resource that the program renamed without an alias: its object belongs to the new one, which took it up.
      if ([...object.owners].some((owner) => owner !== makerOf(stored))) return;
      const remove = () => definition.delete(context(), id, restore(stored));
      await registry.handovers.during(kind, uniqueValues(definition, restore(stored)), remove);
      object.isDeleted = true;
    },
  };
}

async function readStored(
  definition: ResourceDefinition,
  { registry, context }: LifecycleParts,
  id: string,
  stored: Bag,
): ReturnType<Lifecycle["read"]> {
  const { kind } = definition;
  // A resource that is only looked up, by `Resource.get`, has no maker: this stack doesn't manage its object.
  if (makerOf(stored) !== "") registry.object(kind, id).isManaged = true;
  const known = isStoredState(stored) ? withoutMetadata(migrateState(stored)) : undefined;
  const state = await definition.read(context(), id, known);
  if (state !== undefined) return found(definition, state, stored);
  // Only `Resource.get` passes no state of ours; the engine can't tell a missing object from an empty one.
  if (known === undefined) throw noSuchObject(kind, id);
  // The engine asks of it as of a new one from here on.
  registry.stored.add(stored["__resource"]);
  return undefined;
}

function isUnread(stored: Bag): boolean {
  return stored["__unread"] === true;
}

function makerOf(stored: Bag): string {
  return typeof stored["__made"] === "string" ? stored["__made"] : "";
}

/** Result of a read: the state, and the inputs that describe it. */
function found(
  definition: ResourceDefinition,
  state: object,
  stored: Bag,
): { readonly state: Bag; readonly inputs: Bag } {
  return {
    state: markState({ ...state, ...nextMetadata(stored) }),
    inputs: { ...inputsOf(definition, state), ...inputMetadata(stored) },
  };
}

/** A half-done operation stores its metadata, too: the next run goes on from it. */
async function withMetadata<T>(metadata: StoredMetadata, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    if (!(error instanceof PartialError)) throw error;
    throw error.with(withMetadataOf(error.state, metadata));
  }
}

/** Records the object that a create puts into the engine's state. Half-done, it is there, too. */
async function recordingNew(
  record: (id: string) => void,
  create: () => Promise<Made<object>>,
): Promise<Made<object>> {
  try {
    const made = await create();
    record(made.id);
    return made;
  } catch (error) {
    if (error instanceof PartialError) record(error.id);
    throw error;
  }
}

/** The name that counts as generated is the object's own, also where it was adopted with another one. */
function withMetadataOf(state: object, metadata: StoredMetadata): Bag {
  const { name } = state as Bag;
  const kept =
    metadata.__generatedName !== undefined && typeof name === "string" ? { __generatedName: name } : {};
  return { ...state, ...metadata, ...kept };
}

/** Inputs that don't ask an adopted object for a generated name: it keeps the one that it had. */
function keepAdoptedName(definition: ResourceDefinition, stored: Bag, inputs: Bag): Bag {
  const isGenerated = ({ name, __generatedName }: Bag) =>
    typeof name === "string" && __generatedName === name;
  if (isReplaced(definition, stored, inputs) || !isGenerated(stored) || !isGenerated(inputs)) return inputs;
  return { ...inputs, name: stored["name"], __generatedName: stored["name"] };
}

function explainMissing(kind: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof NotFoundError)) throw error;
    throw new NotFoundError(
      "VCC_GONE",
      `The ${kind} is gone, or this client may not change it: ${error.message}`,
      {
        hint: "Run pulumi up --refresh: it looks at the list, too, and makes the object again where it is gone.",
      },
    );
  };
}

function noSuchObject(kind: string, id: string): NotFoundError {
  return new NotFoundError("VCC_NOT_FOUND", `There is no ${kind} with the id "${id}" in this VCC account.`, {
    hint: "Check the id and the account; 404 may also mean that this client may not see it.",
  });
}

/** Unique values that an update gives up. */
function givenUp(definition: ResourceDefinition, prior: object, inputs: Bag): UniqueValues {
  const next = uniqueValues(definition, inputs);
  const before = Object.entries(uniqueValues(definition, prior));
  return Object.fromEntries(before.filter(([property, value]) => next[property] !== value));
}

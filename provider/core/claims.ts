import type { ResourceIdentity } from "./generated-name";
import { RunHandovers } from "./handovers";

/**
 * What the resources of one run lay claim to. One process serves one run, so this needs no clearing: names and
 * addresses that a program gives to two resources, and the ids that the engine already manages.
 */
export class Claims {
  /** Unique values that pass from one resource to another. */
  readonly handovers = new RunHandovers();
  readonly #owners = new Map<string, ResourceIdentity>();
  readonly #managedIds = new Set<string>();
  readonly #makers = new Map<string, Set<string>>();
  readonly #deletedIds = new Set<string>();

  /** The other resource of this program that wants the same value, if any. */
  claim(
    kind: string,
    property: string,
    value: string,
    resource: ResourceIdentity,
  ): ResourceIdentity | undefined {
    const key = JSON.stringify([kind, property, value]);
    const owner = this.#owners.get(key);
    if (owner !== undefined && owner.urn !== resource.urn) return owner;
    this.#owners.set(key, resource);
    return undefined;
  }

  /** Remembers that the engine has this object in its state. */
  manage(kind: string, id: string): void {
    this.#managedIds.add(`${kind} ${id}`);
  }

  /** Remembers that a resource of the program has this object; `maker` tells it from others that have the same one. */
  keep(kind: string, id: string, maker: string): void {
    this.manage(kind, id);
    const key = `${kind} ${id}`;
    this.#makers.set(key, new Set([...(this.#makers.get(key) ?? []), maker]));
  }

  /** Whether another resource of the program has this object, too. */
  isKeptByAnother(kind: string, id: string, maker: string): boolean {
    return [...(this.#makers.get(`${kind} ${id}`) ?? [])].some((other) => other !== maker);
  }

  /** Remembers that this run deleted this object: a list that still shows it lags. */
  forget(kind: string, id: string): void {
    this.#deletedIds.add(`${kind} ${id}`);
  }

  /** Whether this run deleted the object. */
  wasDeleted(kind: string, id: string): boolean {
    return this.#deletedIds.has(`${kind} ${id}`);
  }

  /** Whether the engine has this object in its state, as far as this run has shown. */
  has(kind: string, id: string): boolean {
    return this.#managedIds.has(`${kind} ${id}`);
  }
}

import type { ResourceIdentity } from "./generated-name";
import { RunHandovers } from "./handovers";
import type { Named } from "../ports";

type Bag = Readonly<Record<string, unknown>>;

/** Stands for the maker of a resource that isn't made yet. */
const TAKING_OVER = "…";

/**
 * Registry of what one run has shown of its stack: names and addresses that a program gives to two resources, and what
 * of the engine's state has passed by. One process serves one run, so this needs no clearing. It is never the whole
 * state: a run with `--target` shows little of it.
 */
export class RunRegistry {
  /** Unique values that pass from one resource to another. */
  readonly handovers = new RunHandovers();
  readonly #owners = new Map<string, ResourceIdentity>();
  readonly #storedResources = new Set<string>();
  readonly #managedIds = new Set<string>();
  readonly #makers = new Map<string, Set<string>>();
  readonly #seekers = new Map<string, { readonly kind: string; readonly inputs: Bag }>();
  readonly #settledIds = new Set<string>();
  readonly #deletedIds = new Set<string>();
  readonly #newIds = new Set<string>();
  readonly #givenUpIds = new Set<string>();
  readonly #ownNames = new Set<string>();
  readonly #idsOfNames = new Map<string, string>();
  readonly #announced = new Set<string>();
  #waitedInVain = false;

  /** The other resource of this program that wants the same value, if any. */
  claimUnique(
    kind: string,
    property: string,
    value: string,
    resource: ResourceIdentity,
  ): ResourceIdentity | undefined {
    this.#announced.add(resource.urn);
    const key = JSON.stringify([kind, property, value]);
    const owner = this.#owners.get(key);
    if (owner !== undefined && owner.urn !== resource.urn) return owner;
    this.#owners.set(key, resource);
    return undefined;
  }

  /**
   * Remembers that the engine had this resource of the program, by its `resourceKey`, in its state when the run began.
   */
  markStored(resource: unknown): void {
    if (typeof resource === "string") this.#storedResources.add(resource);
  }

  /** True if the engine had this resource in its state when the run began, as far as this run has shown. */
  wasStored(resource: string): boolean {
    return this.#storedResources.has(resource);
  }

  /** Remembers that the engine has this object in its state. */
  markManaged(kind: string, id: string): void {
    this.#managedIds.add(`${kind} ${id}`);
  }

  /** Remembers that a resource of the program has this object; `maker` tells it from others that have the same one. */
  recordOwner(kind: string, id: string, maker: string): void {
    this.markManaged(kind, id);
    this.#addMaker(kind, id, maker);
  }

  #addMaker(kind: string, id: string, maker: string): void {
    const key = `${kind} ${id}`;
    this.#makers.set(key, new Set([...(this.#makers.get(key) ?? []), maker]));
  }

  /** Remembers that this run brings the object into the engine's state, unless it was there; else as `recordOwner`. */
  recordNew(kind: string, id: string, maker: string): void {
    if (!this.isManaged(kind, id)) this.#newIds.add(`${kind} ${id}`);
    this.recordOwner(kind, id, maker);
  }

  /**
   * Remembers that a resource is to take the object over: the one that had it before doesn't delete it, whatever
   * becomes of that.
   */
  spare(kind: string, id: string): void {
    this.#addMaker(kind, id, TAKING_OVER);
  }

  /**
   * Takes the object for a resource that is about to write it. False where the engine, or another such resource, has the
   * object.
   */
  takeOver(kind: string, id: string): boolean {
    if (this.isManaged(kind, id)) return false;
    this.recordNew(kind, id, TAKING_OVER);
    return true;
  }

  /**
   * Remembers that taking the object over failed, after a write that may have landed: it isn't any other resource's
   * either.
   */
  giveUp(kind: string, id: string): void {
    this.#givenUpIds.add(`${kind} ${id}`);
  }

  /** True if taking the object over failed in this run. */
  isGivenUp(kind: string, id: string): boolean {
    return this.#givenUpIds.has(`${kind} ${id}`);
  }

  /** Number of the resources that the engine has asked about, but for kinds without unique values. */
  announced(): number {
    return this.#announced.size;
  }

  /** Remembers that the engine asked about no other resource while one waited for that. */
  waitInVain(): void {
    this.#waitedInVain = true;
  }

  /** True if a resource of the run has waited in vain for the engine to ask about another. */
  hasWaitedInVain(): boolean {
    return this.#waitedInVain;
  }

  /** Remembers that a resource with these inputs is to take over an object, which it may not have found yet. */
  seek(kind: string, inputs: Bag): void {
    this.#seekers.set(seekerKey(kind, inputs), { kind, inputs });
  }

  /** Remembers that it has found its object, or that it makes one. */
  endSeeking(kind: string, own: Named): void {
    this.#seekers.delete(seekerKey(kind, own));
  }

  /** The inputs of the other resources that are to take over an object, and have none yet. */
  otherSeekers(kind: string, own: Named): readonly Bag[] {
    const ownKey = seekerKey(kind, own);
    return [...this.#seekers].flatMap(([key, one]) =>
      key !== ownKey && one.kind === kind ? [one.inputs] : [],
    );
  }

  /** True if another resource of the program has this object, too. */
  isKeptByAnother(kind: string, id: string, maker: string): boolean {
    return [...(this.#makers.get(`${kind} ${id}`) ?? [])].some((other) => other !== maker);
  }

  /** Remembers that this run is done with the object: it has been written, or is as the program has it. */
  markSettled(kind: string, id: string): void {
    this.#settledIds.add(`${kind} ${id}`);
  }

  /** True if this run changes the object no more, or never does. */
  isSettled(kind: string, id: string): boolean {
    return !this.isManaged(kind, id) || this.isGivenUp(kind, id) || this.#settledIds.has(`${kind} ${id}`);
  }

  /** Remembers that this run deleted this object: a list that still shows it lags. */
  recordDeleted(kind: string, id: string): void {
    this.#deletedIds.add(`${kind} ${id}`);
  }

  /** True if this run deleted the object. */
  wasDeleted(kind: string, id: string): boolean {
    return this.#deletedIds.has(`${kind} ${id}`);
  }

  /** True if this run brought the object into the engine's state, where it wasn't before. */
  isNew(kind: string, id: string): boolean {
    return this.#newIds.has(`${kind} ${id}`);
  }

  /** Remembers that only this stack can have generated this name. */
  ownName(kind: string, name: string): void {
    this.#ownNames.add(`${kind} ${name}`);
  }

  /** True if the name was generated from the stack's own identity, so that an object that bears it is its own. */
  isOwnName(kind: string, name: string): boolean {
    return this.#ownNames.has(`${kind} ${name}`);
  }

  /** Remembers the object that has this name in the engine's state, where the program keeps the name. */
  recordName(kind: string, name: string, id: string): void {
    this.#idsOfNames.set(`${kind} ${name}`, id);
  }

  /** Id of the object that has this name in the engine's state; undefined when the engine knows none. */
  idOfName(kind: string, name: string): string | undefined {
    return this.#idsOfNames.get(`${kind} ${name}`);
  }

  /** True if the engine has this object in its state, as far as this run has shown. */
  isManaged(kind: string, id: string): boolean {
    return this.#managedIds.has(`${kind} ${id}`);
  }
}

/** No two resources of a kind have one name, which is all that a create knows of its resource; signatures have none. */
function seekerKey(kind: string, { name }: Named): string {
  return `${kind} ${String(name)}`;
}

import type { ResourceIdentity } from "./generated-name";
import { RunHandovers } from "./handovers";
import type { KnownObject, KnownState, NamedInputs } from "../ports";

type Bag = Readonly<Record<string, unknown>>;

/**
 * Registry of what one run has shown of its stack: names and addresses that a program gives to two resources, and what
 * of the engine's state has passed by. One process serves one run, so this needs no clearing. It is never the whole
 * state: a run with `--target` shows little of it.
 */
export class RunRegistry implements KnownState {
  readonly handovers = new RunHandovers();
  /** Keys of the program's resources that the engine had in its state when the run began: see `resourceKey`. */
  readonly stored = new Set<unknown>();
  hasWaitedInVain = false;
  readonly #objects = new Map<string, KnownObject>();
  readonly #claimants = new Map<string, ResourceIdentity>();
  readonly #adopters = new Map<string, { readonly kind: string; readonly inputs: Bag }>();
  readonly #ownNames = new Set<string>();
  readonly #idsOfNames = new Map<string, string>();
  readonly #announced = new Set<string>();

  object(kind: string, id: string): KnownObject {
    const key = `${kind} ${id}`;
    const known = this.#objects.get(key) ?? {
      isManaged: false,
      isNew: false,
      isMade: false,
      isGivenUp: false,
      isDone: false,
      isDeleted: false,
      owners: new Set(),
    };
    this.#objects.set(key, known);
    return known;
  }

  get announced(): number {
    return this.#announced.size;
  }

  /** The other resource of this program that wants the same value, if any. */
  claimUnique(
    kind: string,
    property: string,
    value: string,
    resource: ResourceIdentity,
  ): ResourceIdentity | undefined {
    this.#announced.add(resource.urn);
    const key = JSON.stringify([kind, property, value]);
    const claimant = this.#claimants.get(key);
    if (claimant !== undefined && claimant.urn !== resource.urn) return claimant;
    this.#claimants.set(key, resource);
    return undefined;
  }

  /** Remembers that a resource of the program has this object; `maker` tells it from others that have the same one. */
  recordOwner(kind: string, id: string, maker: string): void {
    const object = this.object(kind, id);
    object.isManaged = true;
    object.owners.add(maker);
  }

  /** Remembers that this run brings the object into the engine's state, unless it was there; else as `recordOwner`. */
  recordNew(kind: string, id: string, maker: string): void {
    const object = this.object(kind, id);
    object.isNew ||= !object.isManaged;
    this.recordOwner(kind, id, maker);
  }

  /** Remembers that a resource with these inputs is to take over an object, which it may not have found yet. */
  recordAdopter(kind: string, inputs: Bag): void {
    this.#adopters.set(adopterKey(kind, inputs), { kind, inputs });
  }

  endAdoption(kind: string, own: NamedInputs): void {
    this.#adopters.delete(adopterKey(kind, own));
  }

  otherAdopters(kind: string, own: NamedInputs): readonly Bag[] {
    const ownKey = adopterKey(kind, own);
    return [...this.#adopters].flatMap(([key, one]) =>
      key !== ownKey && one.kind === kind ? [one.inputs] : [],
    );
  }

  /** Remembers that only this stack can have generated this name. */
  recordOwnName(kind: string, name: string): void {
    this.#ownNames.add(`${kind} ${name}`);
  }

  isOwnName(kind: string, name: string): boolean {
    return this.#ownNames.has(`${kind} ${name}`);
  }

  /** Remembers the object that has this name in the engine's state, where the program keeps the name. */
  recordName(kind: string, name: string, id: string): void {
    this.#idsOfNames.set(`${kind} ${name}`, id);
  }

  idOfName(kind: string, name: string): string | undefined {
    return this.#idsOfNames.get(`${kind} ${name}`);
  }
}

/** No two resources of a kind have one name, which is all that a create knows of its resource; signatures have none. */
function adopterKey(kind: string, { name }: NamedInputs): string {
  return `${kind} ${String(name)}`;
}

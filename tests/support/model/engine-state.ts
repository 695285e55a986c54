import type { Bag } from "../../../provider/lifecycle/lifecycle";

/** A resource as a program declares it. */
export interface Goal {
  readonly urn: string;
  /** Its former URN. */
  readonly alias?: string | undefined;
  /** Arguments by the outputs of what it refers to; by property, the URNs of these. */
  readonly args: (outputsOf: (urn: string) => Bag & { readonly id: string }) => Bag;
  readonly refersTo: Readonly<Record<string, readonly string[]>>;
  readonly deletesFirst?: boolean | undefined;
  readonly deletedWith?: string | undefined;
}

/** A resource as an engine stores it. */
export interface Stored {
  readonly urn: string;
  /** The object's, through all that becomes of it. */
  readonly serial: number;
  readonly id: string;
  readonly inputs: Bag;
  readonly outputs: Bag;
  readonly refersTo: Goal["refersTo"];
  readonly deletedWith: string | undefined;
  /** True for the old object of a replacement, which goes at the end. */
  readonly isPendingDelete?: boolean;
  /** True if its object is deleted, and the next one isn't made yet. */
  readonly isPendingReplacement?: boolean;
  /** True if its last operation was left unfinished: the next run updates it in any case. */
  readonly isUnfinished?: boolean;
}

export interface Step {
  readonly op: "same" | "create" | "update" | "replace" | "delete" | "refresh";
  readonly urn: string;
}

export interface RunError {
  readonly urn: string;
  readonly text: string;
}

export interface RunResult {
  readonly steps: readonly Step[];
  readonly errors: readonly RunError[];
}

/** The resource that goes on under a URN, of old perhaps under another one. */
export function findStored(stored: readonly Stored[], urn: string, alias?: string): Stored | undefined {
  const live = stored.filter(({ isPendingDelete }) => isPendingDelete !== true);
  return live.find((one) => one.urn === urn) ?? live.find((one) => one.urn === alias);
}

/** What an engine has stored of a stack. */
export class EngineState {
  /** What this run has come to, in the order in which it was done; what it hasn't stands behind. */
  #done: readonly Stored[] = [];
  #rest: readonly Stored[] = [];
  #serial = 0;

  get state(): readonly Stored[] {
    return [...this.#done, ...this.#rest];
  }

  set state(stored: readonly Stored[]) {
    this.#done = [];
    this.#rest = stored;
    this.#serial = Math.max(0, ...stored.map(({ serial }) => serial));
  }

  /** Another run: nothing of it is done. */
  begin(): void {
    this.#rest = this.state;
    this.#done = [];
  }

  nextSerial(): number {
    return (this.#serial += 1);
  }

  find(urn: string, alias?: string): Stored | undefined {
    return findStored(this.state, urn, alias);
  }

  /** Stores a resource as it is now done, in the place of `old`. */
  store(next: Stored, old?: Stored): void {
    this.#remove(old);
    this.#done = [...this.#done, asInFile(next)];
    if (old === undefined || old.urn === next.urn) return;
    const moved = (one: Stored) => renamed(one, old.urn, next.urn);
    this.#done = this.#done.map(moved);
    this.#rest = this.#rest.map(moved);
  }

  /** Stores it in the same place, or takes it out. */
  mark(old: Stored, next: Stored | undefined): void {
    const swap = (all: readonly Stored[]) =>
      all.flatMap((one) => (one.serial !== old.serial ? one : next === undefined ? [] : asInFile(next)));
    this.#done = swap(this.#done);
    this.#rest = swap(this.#rest);
  }

  #remove(old: Stored | undefined): void {
    this.#done = this.#done.filter((one) => one.serial !== old?.serial);
    this.#rest = this.#rest.filter((one) => one.serial !== old?.serial);
  }
}

function asInFile(stored: Stored): Stored {
  return JSON.parse(JSON.stringify(stored)) as Stored;
}

function renamed(one: Stored, from: string, to: string): Stored {
  const refersTo = Object.fromEntries(
    Object.entries(one.refersTo).map(([key, urns]) => [key, urns.map((urn) => (urn === from ? to : urn))]),
  );
  return { ...one, refersTo, deletedWith: one.deletedWith === from ? to : one.deletedWith };
}

import type * as z from "zod";
import type { Journal } from "./journal";

/** Objects that the account keeps together. */
export interface SimulatedTable<Row extends object = object, StateKey extends string = string> {
  /** Key of the objects in `state()` and in the store's file. */
  readonly stateKey: StateKey;
  /** Form of a stored object. Loose: replies carry the fields and enum values that VCC might add one day. */
  readonly stored: z.ZodType<Row>;
  /** Field that holds the id of an object. */
  readonly idKey: string;
  /** True if files of earlier releases lack these objects. Else a file without them is broken. */
  readonly addedInLaterRelease?: boolean;
}

interface Version<Row> {
  /** Number of the commit that made it. */
  readonly commit: number;
  readonly rows: Map<string, Row>;
}

/** Sees every commit. */
export const LATEST = Number.POSITIVE_INFINITY;

/** The objects of one kind, in order of creation, with as much of their past as stale GETs may ask for. */
export class Table<Row extends object = object> {
  readonly #journal: Journal;
  #versions: Version<Row>[] = [];

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** Another number after every change. */
  get revision(): number {
    return this.#versions.at(-1)?.commit ?? 0;
  }

  /** The object as of a commit, or `undefined` where there is none. */
  get(id: string, readAt: number = LATEST): Row | undefined {
    return this.#asOf(readAt)?.get(id);
  }

  list(readAt: number = LATEST): Row[] {
    return [...(this.#asOf(readAt)?.values() ?? [])];
  }

  /** Creates or replaces. Visible to others once the change under way is committed. */
  put(id: string, row: Row): void {
    this.#underWay().set(id, row);
  }

  remove(id: string): void {
    if (this.get(id) !== undefined) this.#underWay().delete(id);
  }

  /** Forgets everything, also the past. */
  clear(): void {
    this.#versions = [];
  }

  /** Drops what no GET can ask for any more. Called after every commit. */
  settle(): void {
    const { floor } = this.#journal;
    const oldestNeeded = this.#versions.findLastIndex(({ commit }) => commit <= floor);
    if (oldestNeeded > 0) this.#versions.splice(0, oldestNeeded);
  }

  #asOf(readAt: number): ReadonlyMap<string, Row> | undefined {
    return this.#versions.findLast(({ commit }) => commit <= readAt)?.rows;
  }

  /** The objects as the change under way makes them. The past is kept apart only where a GET may ask for it. */
  #underWay(): Map<string, Row> {
    const { next, isLagging } = this.#journal;
    const last = this.#versions.at(-1);
    if (last?.commit === next) return last.rows;
    const rows = isLagging || last === undefined ? new Map(last?.rows) : last.rows;
    this.#versions.push({ commit: next, rows });
    return rows;
  }
}

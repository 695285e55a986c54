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
  /** True if a file without these objects is broken. Left out: files written before the kind was there lack them. */
  readonly isInEveryFile?: boolean;
}

interface Version<Row> {
  readonly commit: number;
  /** `undefined` once deleted. */
  readonly row: Row | undefined;
}

/** Sees every commit. */
export const LATEST = Number.POSITIVE_INFINITY;

/** The objects of one kind, in order of creation, with as much of their past as stale GETs may ask for. */
export class Table<Row extends object = object> {
  readonly #journal: Journal;
  readonly #versionsById = new Map<string, Version<Row>[]>();
  readonly #unsettledIds = new Set<string>();
  #revision = 0;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** Another number after every change. */
  get revision(): number {
    return this.#revision;
  }

  /** The object as of a commit, or `undefined` where there is none. */
  get(id: string, readAt: number = LATEST): Row | undefined {
    return this.#versionsById.get(id)?.findLast((version) => version.commit <= readAt)?.row;
  }

  list(readAt: number = LATEST): Row[] {
    const rows: Row[] = [];
    for (const id of this.#versionsById.keys()) {
      const row = this.get(id, readAt);
      if (row !== undefined) rows.push(row);
    }
    return rows;
  }

  /** Creates or replaces. Visible to others once the change under way is committed. */
  put(id: string, row: Row): void {
    this.#append(id, row);
  }

  remove(id: string): void {
    if (this.get(id) !== undefined) this.#append(id, undefined);
  }

  /** Forgets everything, also the past. */
  clear(): void {
    this.#revision += 1;
    this.#versionsById.clear();
    this.#unsettledIds.clear();
  }

  /** Drops what no GET can ask for any more. Called after every commit. */
  settle(): void {
    for (const id of this.#unsettledIds) this.#settleRow(id);
  }

  #append(id: string, row: Row | undefined): void {
    this.#revision += 1;
    const versions = this.#versionsById.get(id) ?? [];
    versions.push({ commit: this.#journal.next, row });
    this.#versionsById.set(id, versions);
    this.#unsettledIds.add(id);
  }

  #settleRow(id: string): void {
    const versions = this.#versionsById.get(id) ?? [];
    const oldestNeeded = versions.findLastIndex((version) => version.commit <= this.#journal.floor);
    if (oldestNeeded > 0) versions.splice(0, oldestNeeded);
    if (oldestNeeded === -1 || versions.length > 1) return;
    this.#unsettledIds.delete(id);
    if (versions[0]?.row === undefined) this.#versionsById.delete(id);
  }
}

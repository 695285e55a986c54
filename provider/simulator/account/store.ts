import { idOf } from "../../../schema/endpoint";
import type { Clock } from "./clock";
import { Journal } from "./journal";
import { type SimulatedTable, Table } from "./table";

/** The objects of an account by `stateKey`, each table's in order of creation. */
export type Rows = Readonly<Record<string, readonly object[]>>;

/** The account's objects. Every modification goes through `change`. */
export class Store {
  readonly journal: Journal;
  readonly #clock: Clock;
  readonly #tables: readonly SimulatedTable[];
  readonly #byKey = new Map<string, Table>();
  readonly #onCommit: (state: () => Rows) => void;

  /** `onCommit` runs after every change, before anybody is told that it succeeded. */
  constructor(clock: Clock, tables: readonly SimulatedTable[], onCommit: (state: () => Rows) => void) {
    this.#clock = clock;
    this.#tables = tables;
    this.#onCommit = onCommit;
    this.journal = new Journal(() => clock.now());
  }

  /** The objects of a kind, or of another table. */
  table<Row extends object>({ stateKey }: SimulatedTable<Row>): Table<Row> {
    const table = this.#byKey.get(stateKey) ?? new Table(this.journal);
    this.#byKey.set(stateKey, table);
    // A key has one form of rows, that of its only specification.
    return table as Table<Row>;
  }

  /** Runs `work`, which checks every rule before it touches a table, and commits what it did. */
  change<Result>(work: () => Result): Result {
    const result = work();
    this.journal.commit();
    for (const table of this.#byKey.values()) table.settle();
    this.#onCommit(() => this.state());
    return result;
  }

  /** Everything in the account as it is, however stale GETs may be. */
  state(): Rows {
    return structuredClone(
      Object.fromEntries(this.#tables.map((table) => [table.stateKey, this.table(table).list()])),
    );
  }

  /** Puts `rows` in place of everything there is, also for stale GETs. */
  replace(rows: Rows): void {
    for (const table of this.#byKey.values()) table.clear();
    this.change(() => {
      for (const table of this.#tables) {
        for (const row of rows[table.stateKey] ?? []) this.table(table).put(idOf(table, row), row);
      }
    });
    this.journal.settle();
    for (const { updatedAt } of Object.values(rows).flat() as readonly { readonly updatedAt?: unknown }[])
      this.#clock.continueAfter(String(updatedAt));
  }
}

import { conflict, unprocessable } from "../account/api-error";
import type { Store } from "../account/store";
import type { SimulatedTable } from "../account/table";
import type { SimulatedAccount, ForeignKey } from "./simulated-kind";

/** Error: 422 for the first mention of something that isn't there, of those that `isSent` tells. */
export function requireMentioned<Row extends object>(
  store: Store,
  row: Row,
  references: readonly ForeignKey<Row>[],
  isSent: (path: string) => boolean,
): void {
  for (const reference of references) {
    const mentions = reference.mentions(row).filter(({ path }) => isSent(path));
    if (mentions.length === 0) continue;
    const targets = store.table(reference.to).list();
    const known = new Set(targets.map((target) => compared(reference, reference.keyOf(target))));
    const unknown = mentions.find(({ key }) => !known.has(compared(reference, key)));
    if (unknown !== undefined) throw unprocessable(reference.missing(unknown.key), unknown.path);
  }
}

/** Error: 409 while an object of some kind names this one, which the table holds. */
export function requireUnmentioned<Row extends object>(
  { kinds, store }: SimulatedAccount,
  table: SimulatedTable<Row>,
  row: Row,
): void {
  for (const kind of kinds) {
    for (const reference of kind.references ?? []) {
      const { to, blocksDeletion } = reference;
      if (to.stateKey !== table.stateKey || blocksDeletion === undefined) continue;
      const own = compared(reference, reference.keyOf(row));
      const namesIt = (other: object) =>
        reference.mentions(other).some(({ key }) => compared(reference, key) === own);
      const labels = store
        .table(kind)
        .list()
        .filter(namesIt)
        .map((other) => kind.labelOf(other));
      if (labels.length === 0) continue;
      const message = blocksDeletion.message(labels.join(", "));
      throw conflict(blocksDeletion.title, [{ message, path: kind.stateKey }]);
    }
  }
}

function compared({ compared: spell }: Pick<ForeignKey, "compared">, key: string): string {
  return spell === undefined ? key : spell(key);
}

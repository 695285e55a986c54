/** Listing that many readers share, in the account's process-wide store. */
export interface SharedList<Items> {
  /** The shared copy while it is fresh, a listing that is under way, or else a new one. */
  list(source: ListSource<Items>): Promise<Items>;
  /**
   * A listing that begins no earlier than this call, and whose result becomes the shared copy. All who ask while an
   * earlier one is under way, or while writes wait that were there before it, share the next: creates whose replies are
   * lost side by side are looked for together.
   */
  listFresh(source: ListSource<Items>): Promise<Items>;
  /** Forgets the copy, and keeps listings that are under way from being shared any longer. */
  invalidate(): void;
}

interface ListSource<Items> {
  readonly load: () => Promise<Items>;
  /** Time for which a finished listing is shared, in ms. */
  readonly sharedListMs: number;
  readonly now: () => number;
  /** Ends once the writes that wait now are through; undefined where none does. */
  readonly afterWrites: () => Promise<void> | undefined;
}

/**
 * A list that is read once for many readers. A listing under way is shared until it ends, however long it takes: under
 * a rate limit, readers that each started their own would make it worse. A finished one is shared for `sharedListMs`.
 * A listing that began before a write is never shared after it: it may have missed the change. VCC's own lag of up to
 * 30 s remains: whoever looks for a certain change uses `listFresh` with `waitUntilVisible`.
 */
export function createSharedList<Items>(): SharedList<Items> {
  // Grows with every write. What was begun under an older number is out of date.
  let era = 0;
  // Grows with every listing, so that the one begun last wins.
  let begun = 0;
  let copy: { readonly items: Items; readonly order: number; readonly finishedMs: number } | undefined;
  let underWay: Promise<Items> | undefined;
  let freshUnderWay: Promise<unknown> | undefined;
  let nextFresh: Promise<Items> | undefined;

  async function load(source: ListSource<Items>): Promise<Items> {
    const eraAtStart = era;
    const order = ++begun;
    const items = await source.load();
    if (era === eraAtStart && (copy === undefined || copy.order < order)) {
      copy = { items, order, finishedMs: source.now() };
    }
    return items;
  }

  function list(source: ListSource<Items>): Promise<Items> {
    if (copy !== undefined && source.now() - copy.finishedMs < source.sharedListMs)
      return Promise.resolve(copy.items);
    if (underWay !== undefined) return underWay;
    const mine = load(source).finally(() => {
      if (underWay === mine) underWay = undefined;
    });
    underWay = mine;
    return mine;
  }

  function listFresh(source: ListSource<Items>): Promise<Items> {
    if (nextFresh !== undefined) return nextFresh;
    const before = both(freshUnderWay, source.afterWrites());
    if (before === undefined) return beginFresh(source);
    nextFresh = before.then(() => {
      nextFresh = undefined;
      return beginFresh(source);
    });
    return nextFresh;
  }

  function beginFresh(source: ListSource<Items>): Promise<Items> {
    const mine = load(source);
    const end = () => (freshUnderWay = undefined);
    freshUnderWay = mine.then(end, end);
    return mine;
  }

  function invalidate(): void {
    era += 1;
    copy = undefined;
    underWay = undefined;
  }

  return { list, listFresh, invalidate };
}

function both(one: Promise<unknown> | undefined, other: Promise<void> | undefined) {
  return other === undefined ? one : Promise.all([one, other]);
}

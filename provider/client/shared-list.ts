interface ListSource<Items> {
  readonly load: () => Promise<Items>;
  /** Time for which a finished listing is shared, in ms. */
  readonly sharedListMs: number;
  readonly now: () => number;
  /** Ends once the writes that wait now are through; undefined where none does. */
  readonly afterWrites: () => Promise<void> | undefined;
}

/**
 * A list that is read once for many readers, in the account's process-wide store. A listing under way is shared until it
 * ends, however long it takes: under a rate limit, readers that each started their own would make it worse. A finished
 * one is shared for `sharedListMs`. A listing that began before a write is never shared after it: it may have missed the
 * change. VCC's own lag of up to 30 s remains: whoever looks for a certain change uses `listFresh` with
 * `waitUntilVisible`.
 */
export class SharedList<Items> {
  /** Grows with every write. What was begun under an older number is out of date. */
  #era = 0;
  /** Grows with every listing, so that the one begun last wins. */
  #begun = 0;
  #copy: { readonly items: Items; readonly order: number; readonly finishedMs: number } | undefined;
  #underWay: Promise<Items> | undefined;
  #freshUnderWay: Promise<unknown> | undefined;
  #nextFresh: Promise<Items> | undefined;

  /** The shared copy while it is fresh, a listing that is under way, or else a new one. */
  async list(source: ListSource<Items>): Promise<Items> {
    if (this.#copy !== undefined && source.now() - this.#copy.finishedMs < source.sharedListMs)
      return this.#copy.items;
    if (this.#underWay !== undefined) return this.#underWay;
    const mine = this.#load(source).finally(() => {
      if (this.#underWay === mine) this.#underWay = undefined;
    });
    this.#underWay = mine;
    return mine;
  }

  /**
   * A listing that begins no earlier than this call, and whose result becomes the shared copy. All who ask while an
   * earlier one is under way, or while writes wait that were there before it, share the next: creates whose replies are
   * lost side by side are looked for together.
   */
  async listFresh(source: ListSource<Items>): Promise<Items> {
    if (this.#nextFresh !== undefined) return this.#nextFresh;
    const before = [this.#freshUnderWay, source.afterWrites()].filter((one) => one !== undefined);
    if (before.length === 0) return this.#beginFresh(source);
    this.#nextFresh = Promise.all(before).then(() => {
      this.#nextFresh = undefined;
      return this.#beginFresh(source);
    });
    return this.#nextFresh;
  }

  /** Forgets the copy, and keeps listings that are under way from being shared any longer. */
  invalidate(): void {
    this.#era += 1;
    this.#copy = undefined;
    this.#underWay = undefined;
  }

  async #load(source: ListSource<Items>): Promise<Items> {
    const eraAtStart = this.#era;
    const order = ++this.#begun;
    const items = await source.load();
    if (this.#era === eraAtStart && (this.#copy === undefined || this.#copy.order < order)) {
      this.#copy = { items, order, finishedMs: source.now() };
    }
    return items;
  }

  #beginFresh(source: ListSource<Items>): Promise<Items> {
    const mine = this.#load(source);
    const end = () => (this.#freshUnderWay = undefined);
    this.#freshUnderWay = mine.then(end, end);
    return mine;
  }
}

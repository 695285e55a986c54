/** Lag of GETs behind writes. */
export interface StaleReads {
  /** Age of what a stale GET sees, in ms; 0 for none. */
  readonly lagMs: number;
  /** Every how many GETs one is stale: 1 is all of them, 2 every second one, so that reads seem to jump back. */
  readonly everyNth?: number;
}

/** Numbers the commits, and tells which of them a GET may see. */
export class Journal {
  /** The oldest commit that a GET may still ask for. */
  floor = 0;
  readonly #now: () => number;
  /** Times of the commits after the floor, in ms. */
  #times: number[] = [];
  #stale: Required<StaleReads> = { lagMs: 0, everyNth: 1 };
  #reads = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The number that the change under way will have. */
  get next(): number {
    return this.floor + this.#times.length + 1;
  }

  /** True if a GET may see less than what is committed. */
  get isLagging(): boolean {
    return this.#stale.lagMs > 0;
  }

  /** Sets the staleness of reads. Commits before this call stay visible; only later writes take their time to show. */
  setStaleReads(stale: StaleReads): void {
    this.#advanceFloor();
    if (stale.lagMs > this.#stale.lagMs) this.settle();
    this.#stale = { lagMs: stale.lagMs, everyNth: stale.everyNth ?? 1 };
  }

  /** Makes everything committed so far visible to all. */
  settle(): void {
    this.floor += this.#times.length;
    this.#times = [];
  }

  commit(): void {
    this.#times.push(this.#now());
    this.#advanceFloor();
  }

  /** The commit that the next GET sees. */
  readAt(): number {
    this.#reads += 1;
    this.#advanceFloor();
    return this.#reads % this.#stale.everyNth === 0 ? this.floor : this.next - 1;
  }

  #advanceFloor(): void {
    const horizonMs = this.#now() - this.#stale.lagMs;
    const waiting = this.#times.findIndex((atMs) => atMs > horizonMs);
    if (waiting === -1 || !this.isLagging) this.settle();
    else this.floor += this.#times.splice(0, waiting).length;
  }
}

interface Commit {
  readonly number: number;
  readonly atMs: number;
}

/** Lag of GETs behind writes. */
export interface StaleReads {
  /** Age of what a stale GET sees, in ms; 0 for none. */
  readonly lagMs: number;
  /** Every how many GETs one is stale: 1 is all of them, 2 every second one, so that reads seem to jump back. */
  readonly everyNth?: number;
}

/** Numbers the commits, and tells which of them a GET may see. */
export class Journal {
  readonly #now: () => number;
  #commits: Commit[] = [];
  #current = 0;
  #floor = 0;
  #stale: Required<StaleReads> = { lagMs: 0, everyNth: 1 };
  #reads = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The number that the change under way will have. */
  get next(): number {
    return this.#current + 1;
  }

  /** The oldest commit that a GET may still ask for. */
  get floor(): number {
    return this.#floor;
  }

  get staleReads(): StaleReads {
    return this.#stale;
  }

  /** Sets the staleness of reads. Commits before this call stay visible; only later writes take their time to show. */
  setStaleReads(stale: StaleReads): void {
    this.#advanceFloor();
    if (stale.lagMs > this.#stale.lagMs) this.settle();
    this.#stale = { lagMs: stale.lagMs, everyNth: stale.everyNth ?? 1 };
  }

  /** Makes everything committed so far visible to all. */
  settle(): void {
    this.#floor = this.#current;
    this.#commits = [];
  }

  commit(): void {
    this.#current += 1;
    this.#commits.push({ number: this.#current, atMs: this.#now() });
    this.#advanceFloor();
  }

  /** The commit that the next GET sees. */
  readAt(): number {
    this.#reads += 1;
    this.#advanceFloor();
    return this.#reads % this.#stale.everyNth === 0 ? this.#floor : this.#current;
  }

  #advanceFloor(): void {
    const horizonMs = this.#now() - this.#stale.lagMs;
    let settled = 0;
    for (const commit of this.#commits) {
      if (commit.atMs > horizonMs) break;
      this.#floor = Math.max(this.#floor, commit.number);
      settled += 1;
    }
    this.#commits.splice(0, settled);
    if (this.#stale.lagMs === 0) this.settle();
  }
}

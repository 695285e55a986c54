import type { Outcome } from "./outcome";

/** What fails is told to everybody who asks within this time, rather than met once a mailbox. */
const SHARED_MS = 30_000;

/** One try at something that many mailboxes share, such as a token. */
export interface Attempt<T> {
  readonly startedAt: number;
  readonly outcome: Promise<Outcome<T>>;
}

interface Tracked<T> extends Attempt<T> {
  /** Made because the one before was refused. */
  readonly isRenewal: boolean;
  settled: Outcome<T> | undefined;
}

/** What an attempt has to be like to be shared. */
interface Demand {
  /** Not this one: its token was refused, or its failure has to be met again. */
  readonly not?: object;
  /** Started then or later, in ms since 1970. */
  readonly since?: number;
}

interface Shareable {
  /** Until when it is handed out, in ms since 1970. */
  readonly goodUntil: number;
}

/** Attempts by key: shared while under way, after a success as long as it is good, after a failure briefly. */
export class Attempts<T extends Shareable> {
  readonly #byKey = new Map<string, Tracked<T>>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The last attempt, where it will do, or a new one. */
  get(
    key: string,
    start: () => Promise<Outcome<T>>,
    { not, since = Number.NEGATIVE_INFINITY }: Demand = {},
  ): Attempt<T> {
    const last = this.#byKey.get(key);
    const isRefused = last !== undefined && last === not && !this.#isFreshRenewal(last);
    if (last !== undefined && !isRefused && last.startedAt >= since && this.#isGood(last)) return last;
    const isRenewal = not !== undefined;
    const attempt: Tracked<T> = { startedAt: this.#now(), outcome: start(), settled: undefined, isRenewal };
    this.#byKey.set(key, attempt);
    void attempt.outcome.then((outcome) => {
      attempt.settled = outcome;
    });
    return attempt;
  }

  /** A token that replaced a refused one is the last word for a while, however many mailboxes find it refused too. */
  #isFreshRenewal({ isRenewal, settled, startedAt }: Tracked<T>): boolean {
    return isRenewal && settled?.ok === true && this.#now() < startedAt + SHARED_MS;
  }

  #isGood({ settled, startedAt }: Tracked<T>): boolean {
    if (settled === undefined) return true;
    const end = settled.ok ? settled.value.goodUntil : startedAt + SHARED_MS;
    return this.#now() < end;
  }
}

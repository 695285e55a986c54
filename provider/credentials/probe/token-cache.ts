import { createHash } from "node:crypto";
import type { IdentityReply } from "./identity-reply";

/** A failure is told to everybody who asks within this time, rather than met once a mailbox. */
const SHARED_MS = 30_000;

/** Request for a token that many mailboxes share. */
export interface CacheEntry<T> {
  readonly startedAt: number;
  readonly reply: Promise<IdentityReply<T>>;
}

interface Tracked<T> extends CacheEntry<T> {
  /** Made because the one before was refused. */
  readonly isRenewal: boolean;
  settled: IdentityReply<T> | undefined;
}

/** Condition for sharing an entry. */
interface Demand {
  /** Not this one: its token was refused, or its failure has to be met again. */
  readonly not?: object;
  /** Started then or later, in ms since 1970. */
  readonly since?: number;
}

interface Shareable {
  /** Last time that it is handed out, in ms since 1970. */
  readonly goodUntil: number;
}

/** Tokens by key: shared while asked for, after a success as long as they are good, after a failure briefly. */
export class TokenCache<T extends Shareable> {
  readonly #byKey = new Map<string, Tracked<T>>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The last entry, where it will do, or a new one. */
  get(
    key: string,
    start: () => Promise<IdentityReply<T>>,
    { not, since = Number.NEGATIVE_INFINITY }: Demand = {},
  ): CacheEntry<T> {
    const last = this.#byKey.get(key);
    const isRefused = last !== undefined && last === not && !this.#isFreshRenewal(last);
    if (last !== undefined && !isRefused && last.startedAt >= since && this.#isGood(last)) return last;
    const isRenewal = not !== undefined;
    const entry: Tracked<T> = { startedAt: this.#now(), reply: start(), settled: undefined, isRenewal };
    this.#byKey.set(key, entry);
    void entry.reply.then((reply) => {
      entry.settled = reply;
    });
    return entry;
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

/** A cache's key; it reveals nothing of what it is made of. */
export function tokenKey(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64");
}

import type { IdentityReply } from "./identity-reply";

/** As many calls without any answer, each begun after the one before was over, mean that a host is down. */
const UNANSWERED_CALLS = 3;
/** Then nothing is sent to it for this long. */
const PAUSE_MS = 30_000;

interface Silence {
  readonly calls: number;
  /** In ms since 1970. */
  readonly since: number;
  /** Number of the event. */
  readonly event: number;
  readonly last: IdentityReply<never>;
}

/**
 * Spares hundreds of mailboxes from each waiting for a host that is down: a circuit breaker, one for all calls of a
 * process. Calls that hang side by side, while others are answered or haven't had their turn, say nothing of the host.
 */
export class CircuitBreaker {
  readonly #silences = new Map<string, Silence>();
  readonly #answers = new Map<string, number>();
  readonly #now: () => number;
  #events = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The call's outcome, or that of the last one while the host is taken for down. */
  async guard<T>(host: string, call: () => Promise<IdentityReply<T>>): Promise<IdentityReply<T>> {
    const silence = this.#silences.get(host);
    const isDown = silence !== undefined && silence.calls >= UNANSWERED_CALLS;
    if (isDown && this.#now() < silence.since + PAUSE_MS) return silence.last;
    const begun = this.#nextEvent();
    const outcome = await call();
    this.#note(host, begun, outcome);
    return outcome;
  }

  #note(host: string, begun: number, outcome: IdentityReply<unknown>): void {
    if (outcome.ok || (outcome.failure.kind !== "timeout" && outcome.failure.kind !== "network")) {
      this.#silences.delete(host);
      this.#answers.set(host, this.#nextEvent());
      return;
    }
    const silence = this.#silences.get(host);
    if (begun <= Math.max(this.#answers.get(host) ?? 0, silence?.event ?? 0)) return;
    const calls = (silence?.calls ?? 0) + 1;
    this.#silences.set(host, { calls, since: this.#now(), event: this.#nextEvent(), last: outcome });
  }

  #nextEvent(): number {
    this.#events += 1;
    return this.#events;
  }
}

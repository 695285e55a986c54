import type { Outcome } from "./outcome";

/** As many calls without any answer, one after the other, mean that a host is down. */
const UNANSWERED_CALLS = 3;
/** Then nothing is sent to it for this long. */
const PAUSE_MS = 30_000;

interface Silence {
  readonly calls: number;
  readonly since: number;
  readonly last: Outcome<never>;
}

/** Spares hundreds of mailboxes from each waiting for a host that is down. One for all calls of a process. */
export class Outages {
  readonly #silences = new Map<string, Silence>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The call's outcome, or that of the last one while the host is taken for down. */
  async guard<T>(host: string, call: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const silence = this.#silences.get(host);
    if (
      silence !== undefined &&
      silence.calls >= UNANSWERED_CALLS &&
      this.#now() < silence.since + PAUSE_MS
    ) {
      return silence.last;
    }
    const outcome = await call();
    if (outcome.ok || (outcome.failure.kind !== "timeout" && outcome.failure.kind !== "network")) {
      this.#silences.delete(host);
    } else {
      const calls = (this.#silences.get(host)?.calls ?? 0) + 1;
      this.#silences.set(host, { calls, since: this.#now(), last: outcome });
    }
    return outcome;
  }
}

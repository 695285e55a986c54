import { setImmediate as turn } from "node:timers/promises";
import { getAdapter } from "axios";
import { loadHttp } from "../../../provider/client/lazy-http";

/** Turns of the event loop after which whoever can go on has sent its next request. */
const QUIET_TURNS = 3;

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** What becomes of a request: it goes out, it never leaves, or it goes out and its reply never arrives. */
export type Fate = "passes" | "is never sent" | "is never answered";

/**
 * A clock for many resources that work side by side: it stands still while any request is under way, and then goes on to
 * the next time that somebody waits for. So a wait costs nothing, and yet no limit passes before others could act.
 */
export class ModelClock {
  /** Decides on each request of the package's client. */
  fateOf: () => Fate = () => "passes";
  #nowMs = Date.UTC(2026, 10, 1, 8);
  #underWay = 0;
  #sleepers: Sleeper[] = [];
  #isTicking = false;

  /** Watches the requests of the package's HTTP client, of which a process has one. */
  async watch(): Promise<() => void> {
    const http = await loadHttp();
    const before = http.defaults.adapter;
    const send = getAdapter(before);
    http.defaults.adapter = async (config) => {
      const fate = this.fateOf();
      if (fate === "is never sent") return never();
      this.#underWay += 1;
      const reply = Promise.resolve(send(config)).finally(() => (this.#underWay -= 1));
      if (fate === "passes") return reply;
      await reply.catch(() => undefined);
      return never();
    };
    return () => {
      if (before === undefined) delete http.defaults.adapter;
      else http.defaults.adapter = before;
    };
  }

  readonly now = (): number => this.#nowMs;

  pass(ms: number): void {
    this.#nowMs += ms;
  }

  readonly sleep = async (ms: number): Promise<void> =>
    new Promise((wake) => {
      this.#sleepers.push({ atMs: this.#nowMs + ms, wake });
      if (!this.#isTicking) void this.#tick();
    });

  /** Whoever waits never wakes up: its process is dead. Resolves when no request is under way any more. */
  async forget(): Promise<void> {
    this.#sleepers = [];
    await this.#quiet();
    this.#sleepers = [];
  }

  async #tick(): Promise<void> {
    this.#isTicking = true;
    for (;;) {
      await this.#quiet();
      const next = this.#sleepers.sort((a, b) => a.atMs - b.atMs).shift();
      if (next === undefined) break;
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.wake();
    }
    this.#isTicking = false;
  }

  async #quiet(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; quiet += 1) {
      await turn();
      if (this.#underWay > 0) quiet = -1;
    }
  }
}

/** A request whose process is dead hangs for ever. */
async function never<Value>(): Promise<Value> {
  return new Promise(() => undefined);
}

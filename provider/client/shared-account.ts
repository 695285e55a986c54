import { Mutex, Semaphore } from "async-mutex";
import type { BaseUrls } from "../settings/settings";
import { ByPath } from "../values/by-path";
import { Observation } from "./observation";
import { RateLimitGate } from "./rate-limit-gate";
import { SharedList } from "./shared-list";

/**
 * State shared by all callers of one VCC account in this process, however many clients they create: VCC limits the
 * account, not the client.
 */
export class SharedAccount {
  /** Runs writes one at a time. Source: simultaneous administration "may cause errors", documented for WhatsApp. */
  readonly writes = new Mutex();
  readonly rateLimit = new RateLimitGate();
  readonly observation = new Observation();
  /** Offset of the server's clock from the local one, in ms, positive if ahead, as of the last reply that told it. */
  clockOffsetMs: number | undefined;
  readonly #limits = new Map<number, Semaphore>();
  readonly #lists = new ByPath();

  /** Reads side by side, at most `concurrent` of them. */
  reads(concurrent: number): Semaphore {
    const limit = this.#limits.get(concurrent) ?? new Semaphore(concurrent);
    this.#limits.set(concurrent, limit);
    return limit;
  }

  /** The shared listing at this path. */
  sharedList<Items>(path: string): SharedList<Items> {
    return this.#lists.get(path, () => new SharedList<Items>());
  }
}

const accounts = new Map<string, SharedAccount>();

/**
 * The account's state, made at the first call. Two clients are of one account when API and client id are the same, and
 * both read its lists by one contract.
 */
export function sharedAccountOf(urls: BaseUrls, clientId: string, contract?: string): SharedAccount {
  const key = JSON.stringify([urls.apiBaseUrl, clientId, contract]);
  const account = accounts.get(key) ?? new SharedAccount();
  accounts.set(key, account);
  return account;
}

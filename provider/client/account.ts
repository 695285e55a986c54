import { Mutex, Semaphore } from "async-mutex";
import { createRateLimitGate, type RateLimitGate } from "./rate-limit-gate";
import { createSharedList, type SharedList } from "./shared-list";
import { ByPath } from "../values/by-path";
import type { BaseUrls } from "../settings/settings";

/**
 * State shared by all callers of one VCC account in this process, however many clients they create: VCC limits the
 * account, not the client.
 */
export interface Account {
  /** Runs writes one at a time. Source: simultaneous administration "may cause errors", documented for WhatsApp. */
  readonly writes: Mutex;
  readonly rateLimit: RateLimitGate;
  /** Offset of the server's clock from the local one, in ms, positive if ahead, as of the last reply that told it. */
  clockOffsetMs: number | undefined;
  /** Reads side by side, at most `concurrent` of them. */
  reads(concurrent: number): Semaphore;
  /** The shared listing at this path. */
  sharedList<Items>(path: string): SharedList<Items>;
}

const accounts = new Map<string, Account>();

/** The account's state, made at the first call. Two clients are of one account when API and client id are the same. */
export function accountOf(urls: BaseUrls, clientId: string): Account {
  const key = JSON.stringify([urls.apiBaseUrl, clientId]);
  const known = accounts.get(key);
  if (known !== undefined) return known;
  const made = createAccount();
  accounts.set(key, made);
  return made;
}

function createAccount(): Account {
  const limits = new Map<number, Semaphore>();
  const lists = new ByPath();
  return {
    writes: new Mutex(),
    rateLimit: createRateLimitGate(),
    clockOffsetMs: undefined,
    reads(concurrent) {
      const limit = limits.get(concurrent) ?? new Semaphore(concurrent);
      limits.set(concurrent, limit);
      return limit;
    },
    sharedList: <Items>(path: string) => lists.get(path, () => createSharedList<Items>()),
  };
}

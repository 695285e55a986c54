import { setTimeout as wait } from "node:timers/promises";
import { BUILT_IN_CONTRACT, type Contract } from "../../schema/contract/contract";
import { USUAL_PAGE_SIZE } from "../../schema/limits";
import type { BaseUrls } from "../settings/settings";
import { type SharedAccount, sharedAccountOf } from "./shared-account";

/** Connection to one VCC account, and limits of what calls may cost; those without a comment are settings. */
export interface VccApiOptions extends BaseUrls {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Time for one attempt of one call, from connecting to the last byte of the reply, in ms. */
  readonly requestTimeoutMs: number;
  readonly concurrentReads: number;
  readonly maxRetries: number;
  /** How the account's API differs from the built-in contract. Default: in nothing. */
  readonly contract?: Contract;
  /** Tells what of the account's replies the contract doesn't know, and stops where a write's reply doesn't fit it. Default: no. */
  readonly observe?: boolean;
  /** Objects a page of a list, at most 5000. Default: 1000. */
  readonly pageSize?: number;
  /** Time for which a finished listing answers `list()`, in ms. Default: 15 000. */
  readonly sharedListMs?: number;
  readonly sleep?: (ms: number) => Promise<void>;
  /** Tells the person who watches that calls wait and why, and what is observed. Default: says nothing. */
  readonly say?: (line: string) => void;
  readonly now?: () => number;
  /** A number from 0 to below 1, for the jitter of waits. */
  readonly random?: () => number;
}

/** The options with what is left out, and the account that they name. */
export interface ClientOptions extends Required<VccApiOptions> {
  readonly account: SharedAccount;
}

const DEFAULTS = {
  contract: BUILT_IN_CONTRACT,
  observe: false,
  pageSize: USUAL_PAGE_SIZE,
  sharedListMs: 15_000,
  sleep: wait,
  say: () => undefined,
  now: () => Date.now(),
  random: () => Math.random(),
} satisfies Partial<VccApiOptions>;

/** The options with what is left out. */
export function completeOptions(given: VccApiOptions): ClientOptions {
  const account = sharedAccountOf(given, given.clientId, given.contract?.name);
  return { ...DEFAULTS, ...given, account };
}

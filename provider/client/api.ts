import type { ListEndpoint } from "../../schema/endpoint";
import type { PartCall, VccApi } from "../ports";
import { ByPath } from "../values/by-path";
import { accountOf } from "./account";
import { parseBaseUrl } from "./base-urls";
import { type Calls, createCalls, objectPath } from "./calls";
import { createCollection, createReader, type ListingOptions } from "./collection";
import { DEFAULT_MAX_RETRIES } from "./retry";
import { createTokens } from "./token";
import { createSend } from "./transport";

/** How to reach one VCC account, and what calls may cost. */
export interface VccApiOptions {
  readonly apiBaseUrl: string;
  /** What precedes `/Auth/connect/token`. */
  readonly authBaseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Time for one attempt of one call, in ms. Default: 30 000. */
  readonly requestTimeoutMs?: number;
  /** Reads side by side in this process, for one account. Default: 8. Writes go one by one. */
  readonly concurrentReads?: number;
  /** Repetitions of a call after failures that allow it. Default: 5. */
  readonly maxRetries?: number;
  /** Objects a page of a list, at most 5000. Default: 1000. */
  readonly pageSize?: number;
  /** How long a finished listing answers `list()`, in ms. Default: 15 000. */
  readonly sharedListMs?: number;
  readonly sleep?: (ms: number) => Promise<void>;
  /** Tells the person who watches that calls wait, and why. Default: says nothing. */
  readonly say?: (line: string) => void;
  readonly now?: () => number;
  /** A number from 0 to below 1, for the jitter of waits. */
  readonly random?: () => number;
}

const DEFAULT_REQUEST_TIMEOUT_MS = 30_000;
const DEFAULT_CONCURRENT_READS = 8;
const DEFAULT_ITEMS_A_PAGE = 1_000;
const DEFAULT_SHARED_LIST_MS = 15_000;

/**
 * VCC's API over HTTP. Makes no call and loads no HTTP library before its first use. Tokens, limits and shared lists
 * belong to the account, so any number of clients of one account in a process behave as one.
 * Error: `ConfigError` when a base URL isn't acceptable.
 */
export function createVccApi(options: VccApiOptions): VccApi {
  const {
    clientId,
    clientSecret,
    sleep = wait,
    say = () => undefined,
    now = Date.now,
    random = Math.random,
  } = options;
  const apiBaseUrl = parseBaseUrl("apiBaseUrl", options.apiBaseUrl);
  const authBaseUrl = parseBaseUrl("authBaseUrl", options.authBaseUrl);
  const account = accountOf({ apiBaseUrl, authBaseUrl }, clientId);
  const send = createSend({
    account,
    requestTimeoutMs: options.requestTimeoutMs ?? DEFAULT_REQUEST_TIMEOUT_MS,
    maxRetries: options.maxRetries ?? DEFAULT_MAX_RETRIES,
    sleep,
    say,
    now,
    random,
  });
  const tokens = createTokens({ authBaseUrl, clientId, clientSecret, send, now });
  // A limit of 0 would wait for ever.
  const concurrentReads = Math.max(1, options.concurrentReads ?? DEFAULT_CONCURRENT_READS);
  const calls = createCalls({ apiBaseUrl, account, concurrentReads, tokens, send });
  const listing: ListingOptions = {
    account,
    pageSize: options.pageSize ?? DEFAULT_ITEMS_A_PAGE,
    sharedListMs: options.sharedListMs ?? DEFAULT_SHARED_LIST_MS,
    sleep,
    now,
  };
  return {
    ...createEndpoints(calls, listing),
    serverNow: () => (account.clockOffsetMs === undefined ? undefined : now() + account.clockOffsetMs),
  };
}

function createEndpoints(calls: Calls, listing: ListingOptions): Omit<VccApi, "serverNow"> {
  const readers = new ByPath();
  const collections = new ByPath();
  const about = (
    endpoint: ListEndpoint<object>,
    id: string,
    { doing, subpath }: Omit<PartCall, "method">,
  ) => ({
    doing: `${doing} ${endpoint.noun} ${id}`,
    path: objectPath(endpoint, id) + subpath,
    namesObject: true,
  });
  return {
    reader: (endpoint) => readers.get(endpoint.path, () => createReader(calls, endpoint, listing)),
    collection: (endpoint) =>
      collections.get(endpoint.path, () => createCollection(calls, endpoint, listing)),
    async part(endpoint, id, call, reply) {
      const { method, body } = call;
      return calls.ask({ ...about(endpoint, id, call), method, ...(body && { body }) }, reply);
    },
    async deletePart(endpoint, id, call) {
      return calls.tell({ ...about(endpoint, id, call), method: "DELETE" });
    },
  };
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

import { setTimeout as wait } from "node:timers/promises";
import type { ListEndpoint } from "../../schema/endpoint";
import type { PartCall, VccApi } from "../ports";
import { ByPath } from "../values/by-path";
import { accountOf } from "./account";
import { type Calls, createCalls, objectPath } from "./calls";
import { createCollection, createReader, type ListingOptions } from "./collection";
import { type BaseUrls, DEFAULT_LIMITS } from "../settings/settings";
import { createTokens, type Tokens } from "./token";
import { createSend } from "./transport";

/** Connection to one VCC account, and limits of what calls may cost; those without a comment are settings. */
export interface VccApiOptions extends BaseUrls {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Time for one attempt of one call, in ms. */
  readonly requestTimeoutMs?: number;
  readonly concurrentReads?: number;
  readonly maxRetries?: number;
  /** Objects a page of a list, at most 5000. Default: 1000. */
  readonly pageSize?: number;
  /** Time for which a finished listing answers `list()`, in ms. Default: 15 000. */
  readonly sharedListMs?: number;
  readonly sleep?: (ms: number) => Promise<void>;
  /** Tells the person who watches that calls wait, and why. Default: says nothing. */
  readonly say?: (line: string) => void;
  readonly now?: () => number;
  /** A number from 0 to below 1, for the jitter of waits. */
  readonly random?: () => number;
}

const DEFAULT_ITEMS_A_PAGE = 1_000;
const DEFAULT_SHARED_LIST_MS = 15_000;

/** VCC's API, and the tokens that it is called with. */
interface VccClient extends VccApi {
  readonly tokens: Tokens;
}

/**
 * VCC's API over HTTP. Makes no call and loads no HTTP library before its first use. Tokens, limits and shared lists
 * belong to the account, so any number of clients of one account in a process behave as one.
 */
export function createVccApi(options: VccApiOptions): VccClient {
  const {
    apiBaseUrl,
    authBaseUrl,
    clientId,
    clientSecret,
    requestTimeoutMs = DEFAULT_LIMITS.requestTimeoutSeconds * 1_000,
    concurrentReads = DEFAULT_LIMITS.concurrentReads,
    maxRetries = DEFAULT_LIMITS.maxRetries,
    sleep = wait,
    say = () => undefined,
    now = Date.now,
    random = Math.random,
  } = options;
  const account = accountOf({ apiBaseUrl, authBaseUrl }, clientId);
  const send = createSend({ account, requestTimeoutMs, maxRetries, sleep, say, now, random });
  const tokens = createTokens({ authBaseUrl, clientId, clientSecret, send, now });
  const calls = createCalls({ apiBaseUrl, account, concurrentReads, tokens, send });
  const listing: ListingOptions = {
    account,
    pageSize: options.pageSize ?? DEFAULT_ITEMS_A_PAGE,
    sharedListMs: options.sharedListMs ?? DEFAULT_SHARED_LIST_MS,
    sleep,
    now,
  };
  return {
    tokens,
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
      return calls.request({ ...about(endpoint, id, call), method, ...(body && { body }) }, reply);
    },
    async deletePart(endpoint, id, call) {
      return calls.requestNoBody({ ...about(endpoint, id, call), method: "DELETE" });
    },
  };
}

import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";
import { BUILT_IN_CONTRACT } from "../../schema/contract/contract";
import type { VccApi } from "../ports";
import { ByPath } from "../values/by-path";
import { sharedAccountOf } from "./shared-account";
import { aboutPart } from "./about-part";
import { createCalls } from "./calls";
import { createCollection, createReader } from "./collection";
import type { ClientOptions, VccApiOptions } from "./options";
import { createTokens, type Tokens } from "./token";
import { createSend } from "./transport";
import { createWire } from "./wire";

const DEFAULTS = {
  contract: BUILT_IN_CONTRACT,
  pageSize: 1_000,
  sharedListMs: 15_000,
  sleep: wait,
  say: () => undefined,
  now: () => Date.now(),
  random: () => Math.random(),
} satisfies Partial<VccApiOptions>;

/** VCC's API, and the tokens that it is called with. */
interface VccClient extends VccApi {
  readonly tokens: Tokens;
}

/**
 * VCC's API over HTTP. Makes no call and loads no HTTP library before its first use. Tokens, limits and shared lists
 * belong to the account, so any number of clients of one account in a process behave as one.
 */
export function createVccApi(given: VccApiOptions): VccClient {
  const account = sharedAccountOf(given, given.clientId, given.contract?.name);
  const options: ClientOptions = { ...DEFAULTS, ...given, account };
  const send = createSend(options);
  const tokens = createTokens(options, send);
  const calls = createCalls(options, tokens, send);
  const readers = new ByPath();
  const collections = new ByPath();
  return {
    tokens,
    reader: (endpoint) => readers.get(endpoint.path, () => createReader(calls, endpoint, options)),
    collection: (endpoint) =>
      collections.get(endpoint.path, () => createCollection(calls, endpoint, options)),
    async part(endpoint, id, { method, body, ...call }, reply) {
      const wire = createWire(options.contract, call.part.kind);
      const request = { ...aboutPart(options.contract, endpoint, id, call), method };
      return calls.request(
        { ...request, ...(body && { body: wire.encode(body) }) },
        z.preprocess(wire.decode, reply),
      );
    },
    async deletePart(endpoint, id, call) {
      return calls.requestNoBody({ ...aboutPart(options.contract, endpoint, id, call), method: "DELETE" });
    },
    serverNow: () =>
      account.clockOffsetMs === undefined ? undefined : options.now() + account.clockOffsetMs,
  };
}

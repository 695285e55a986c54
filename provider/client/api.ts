import * as z from "zod";
import type { VccApi } from "../ports";
import { ByPath } from "../values/by-path";
import { aboutPart } from "./about-part";
import { createCalls } from "./calls";
import { createCollection } from "./collection";
import { createReader } from "./reader";
import { completeOptions, type VccApiOptions } from "./options";
import { createTokens, type Tokens } from "./token";
import { createSend } from "./transport";
import { createWire } from "./wire";

/** VCC's API, and the tokens that it is called with. */
interface VccClient extends VccApi {
  readonly tokens: Tokens;
}

/**
 * VCC's API over HTTP. Makes no call and loads no HTTP library before its first use. Tokens, limits and shared lists
 * belong to the account, so any number of clients of one account in a process behave as one.
 */
export function createVccApi(given: VccApiOptions): VccClient {
  const options = completeOptions(given);
  const { account } = options;
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
      const { kind, plural } = call.part;
      const wire = createWire(options.contract, kind);
      const expected = { kind, plural, isEcho: true };
      const request = { ...aboutPart(options.contract, endpoint, id, call), method, expected };
      return calls.request(
        { ...request, ...(body && { body: wire.encode(body) }) },
        z.preprocess((told) => wire.decode(told), reply),
      );
    },
    async deletePart(endpoint, id, call) {
      return calls.requestNoBody({ ...aboutPart(options.contract, endpoint, id, call), method: "DELETE" });
    },
    serverNow: () =>
      account.clockOffsetMs === undefined ? undefined : options.now() + account.clockOffsetMs,
  };
}

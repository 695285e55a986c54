import { TOKEN_PATH, type ApiName } from "../../schema/api";
import { type ErrorCode, VccError } from "../errors";
import type { ClientOptions } from "./options";
import type { Reply } from "./parse-reply";
import { createTokens, type TokenRequest } from "./token";
import type { FailedReply } from "./to-vcc-error";
import { type Authorization, createSend, type Send, type WireRequest } from "./transport";

/** A call that changes nothing. */
export interface ReadRequest extends WireRequest {
  readonly method: "GET";
  readonly body?: never;
}

/** Sends reads and the call for a token, and by its type nothing else. */
export type ReadOnlySend = (
  request: ReadRequest | TokenRequest,
  authorization?: Authorization,
) => Promise<Reply>;

/** A reply, whatever its status; or why there was none. */
export type ReadResult =
  | { readonly status: number; readonly body: string }
  | {
      readonly problem: string;
      readonly isNoToken: boolean;
      readonly code?: ErrorCode;
      readonly error?: VccError;
      readonly isLimit?: true;
    };

/** Reads of an account, one after the other. */
export interface ReadOnlyClient {
  /** `accept`: the media type, where another one than the contract's is tried. */
  get(api: ApiName, path: string, accept?: string): Promise<ReadResult>;
  /** Number of calls so far, those for tokens among them. */
  calls(): number;
}

/**
 * A `send` that lets reads and the call for a token through, and counts them. A request of another kind that gets here
 * past the types is a defect, and isn't sent.
 */
export function createReadOnlySend(send: Send, authBaseUrl: string, onSend: () => void): ReadOnlySend {
  return async (request, authorization) => {
    const { method, url }: Pick<WireRequest, "method" | "url"> = request;
    const isToken = method === "POST" && url === authBaseUrl + TOKEN_PATH;
    if (method !== "GET" && !isToken) throw new Error(`only what reads is sent here, not ${method}`);
    return send({ ...request, onSend }, authorization);
  };
}

/** A read may need a token, another one where that ends at once, and a fresh one after a 401. */
const MOST_CALLS_OF_A_READ = 6;

/** A client that can only read, with at most `most` calls. */
export function createReadOnlyClient(options: ClientOptions, most: number): ReadOnlyClient {
  let calls = 0;
  const send = createReadOnlySend(createSend(options), options.authBaseUrl, () => {
    calls += 1;
  });
  const tokens = createTokens(options, send);
  return {
    calls: () => calls,
    async get(api, path, accept) {
      if (calls + MOST_CALLS_OF_A_READ > most)
        return { problem: `no more than ${most} calls are made`, isNoToken: false, isLimit: true };
      const facts = options.contract.api(api);
      const scope = facts.scopes.read;
      try {
        await tokens.get(scope);
      } catch (error) {
        if (!(error instanceof VccError)) throw error;
        return { problem: `no token (${error.code})`, code: error.code, isNoToken: true, error };
      }
      let failed: FailedReply | undefined;
      const request: ReadRequest = {
        doing: "check the contract",
        method: "GET",
        namesObject: false,
        url: (facts.baseUrl ?? options.apiBaseUrl) + facts.prefix + path,
        accept: accept ?? facts.accept,
        explain(reply) {
          failed = reply;
          return undefined;
        },
      };
      const authorization = {
        token: () => tokens.get(scope),
        refuse: (token: string) => tokens.refuse(scope, token),
      };
      try {
        const { status, body } = await send(request, authorization);
        return { status, body };
      } catch (error) {
        if (failed !== undefined) return { status: failed.status, body: failed.body };
        if (!(error instanceof VccError)) throw error;
        return { problem: `no answer (${error.code})`, code: error.code, isNoToken: false };
      }
    },
  };
}

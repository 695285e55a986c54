import type * as z from "zod";
import { EMAIL_VERSION, mediaType, READ_SCOPE, WRITE_SCOPE, type Scope } from "../../schema/api";
import type { ListEndpoint } from "../../schema/endpoint";
import { NotFoundError } from "../errors";
import type { Account } from "./account";
import { parseReply, shapeError, type Reply } from "./parse-reply";
import type { Method } from "./retry";
import type { Tokens } from "./token";
import type { Send, WireRequest } from "./transport";

/** A call as the collections make it. */
export interface ApiCall {
  readonly doing: string;
  readonly method: Method;
  /** Path and query below the API's base URL. */
  readonly path: string;
  readonly namesObject: boolean;
  readonly body?: object;
  /** Version of the media type, 1 if omitted. */
  readonly version?: number;
  /** `admin:read` for GET and `admin:write` for the rest if omitted. */
  readonly scope?: Scope;
  /** The field of the reply that holds the object's id. */
  readonly idKey?: string;
  /** Called each time that it goes over the wire. */
  readonly onSend?: (() => void) | undefined;
}

/** Makes calls with the account's limits: reads side by side, one write at a time. */
export interface Calls {
  /** The reply's body as its schema knows it. */
  request<Schema extends z.ZodType>(call: ApiCall, schema: Schema): Promise<z.infer<Schema>>;
  /** For replies without a body. */
  requestNoBody(call: ApiCall): Promise<void>;
  /** The error of a reply that contradicts itself. */
  contradiction(call: ApiCall, problem: string): Error;
}

interface CallsOptions {
  readonly apiBaseUrl: string;
  readonly account: Account;
  readonly concurrentReads: number;
  readonly tokens: Tokens;
  readonly send: Send;
}

export function createCalls({ apiBaseUrl, account, concurrentReads, tokens, send }: CallsOptions): Calls {
  async function reply(call: ApiCall, request: WireRequest): Promise<Reply> {
    const scope = call.scope ?? (call.method === "GET" ? READ_SCOPE : WRITE_SCOPE);
    const authorization = {
      token: () => tokens.get(scope),
      refuse: (token: string) => tokens.refuse(scope, token),
    };
    const limit = call.method === "GET" ? account.reads(concurrentReads) : account.writes;
    return limit.runExclusive(() => send(request, authorization));
  }

  return {
    async request(call, schema) {
      const request = toRequest(apiBaseUrl, call);
      return parseReply(asked(call, request), await reply(call, request), schema);
    },
    async requestNoBody(call) {
      const request = toRequest(apiBaseUrl, call);
      const { status, body } = await reply(call, request);
      // A gateway's page may come with 200, and nothing was done.
      if (body.trim() !== "")
        throw shapeError(asked(call, request), { status, body: "" }, "it has a body where none belongs");
    },
    contradiction: (call, problem) =>
      shapeError(toRequest(apiBaseUrl, call), { status: 200, body: "" }, problem),
  };
}

function asked({ method, idKey }: ApiCall, request: WireRequest) {
  return { ...request, idKey, isWrite: method !== "GET" };
}

function toRequest(apiBaseUrl: string, call: ApiCall): WireRequest {
  return {
    doing: call.doing,
    namesObject: call.namesObject,
    method: call.method,
    url: apiBaseUrl + call.path,
    accept: mediaType(call.version ?? EMAIL_VERSION),
    onSend: call.onSend,
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  };
}

/**
 * An object's path. An id that can't be a path segment names no object: empty, it would make a call to the collection,
 * and `..`, which URL parsers resolve even when encoded, to what lies above.
 */
export function objectPath({ path, noun }: ListEndpoint<object>, id: string): string {
  if (id === "" || id === "." || id === ".." || /\p{Surrogate}/u.test(id)) {
    throw new NotFoundError("VCC_NOT_FOUND", `There is no ${noun} with the id ${JSON.stringify(id)}.`);
  }
  return `${path}/${encodeURIComponent(id)}`;
}

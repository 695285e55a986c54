import type * as z from "zod";
import { EMAIL_VERSION, mediaType, READ_SCOPE, WRITE_SCOPE, type Scope } from "../../schema/api";
import type { ListEndpoint } from "../../schema/endpoint";
import { NotFoundError } from "../errors";
import type { ClientOptions } from "./options";
import { parseReply, shapeError, type Reply } from "./parse-reply";
import type { Tokens } from "./token";
import type { Send, WireRequest } from "./transport";

/** A call as the collections make it. */
export interface ApiCall extends Pick<WireRequest, "doing" | "method" | "namesObject" | "idKey" | "onSend"> {
  /** Path and query below the API's base URL. */
  readonly path: string;
  readonly body?: object;
  /** Version of the media type, 1 if omitted. */
  readonly version?: number | undefined;
  /** `admin:read` for GET and `admin:write` for the rest if omitted. */
  readonly scope?: Scope | undefined;
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

export function createCalls(
  { apiBaseUrl, account, concurrentReads }: ClientOptions,
  tokens: Tokens,
  send: Send,
): Calls {
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
      return parseReply(request, await reply(call, request), schema);
    },
    async requestNoBody(call) {
      const request = toRequest(apiBaseUrl, call);
      const { status, body } = await reply(call, request);
      // A gateway's page may come with 200, and nothing was done.
      if (body.trim() !== "")
        throw shapeError(request, { status, body: "" }, "it has a body where none belongs");
    },
    contradiction: (call, problem) =>
      shapeError(toRequest(apiBaseUrl, call), { status: 200, body: "" }, problem),
  };
}

function toRequest(apiBaseUrl: string, { path, version, body, ...call }: ApiCall): WireRequest {
  return {
    ...call,
    url: apiBaseUrl + path,
    accept: mediaType(version ?? EMAIL_VERSION),
    ...(body && { body: JSON.stringify(body) }),
  };
}

/**
 * A call about the object with this id, or about what lies below it. An id that can't be a path segment names no
 * object: empty, it would make a call to the collection, and `..`, which URL parsers resolve even when encoded, to what
 * lies above.
 */
export function objectCall(
  { path, noun }: ListEndpoint<object>,
  id: string,
  doing: string,
  subpath = "",
): Pick<ApiCall, "doing" | "path" | "namesObject"> {
  if (id === "" || id === "." || id === ".." || /\p{Surrogate}/u.test(id)) {
    throw new NotFoundError("VCC_NOT_FOUND", `There is no ${noun} with the id ${JSON.stringify(id)}.`);
  }
  const objectPath = `${path}/${encodeURIComponent(id)}`;
  return { doing: `${doing} ${noun} ${id}`, path: objectPath + subpath, namesObject: true };
}

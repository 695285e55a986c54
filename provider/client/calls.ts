import type * as z from "zod";
import type { ApiName } from "../../schema/api";
import type { ListEndpoint } from "../../schema/endpoint";
import type { Contract } from "../../schema/contract/contract";
import { NotFoundError } from "../errors";
import type { ClientOptions } from "./options";
import { type ExpectedReply, createObserver } from "./observe";
import { parseReply, shapeError, type Reply } from "./parse-reply";
import type { Tokens } from "./token";
import type { Send, WireRequest } from "./transport";

/** A call as the collections make it. */
export interface ApiCall extends Pick<WireRequest, "doing" | "method" | "namesObject" | "idKey" | "onSend"> {
  readonly api: ApiName;
  /** Path and query below the API's prefix. */
  readonly path: string;
  readonly body?: object;
  /** What the reply holds by the contract, where that is an object that it describes, or a list of such. */
  readonly expected?: ExpectedReply;
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

export function createCalls(options: ClientOptions, tokens: Tokens, send: Send): Calls {
  const { apiBaseUrl, account, concurrentReads, contract } = options;
  const observer = options.observe ? createObserver(options) : undefined;

  /** A write's reply is read before the next one's turn. */
  async function exchange<Result>(
    call: ApiCall,
    read: (request: WireRequest, reply: Reply) => Result,
  ): Promise<Result> {
    const request = toRequest(contract, apiBaseUrl, call);
    const isWrite = call.method !== "GET";
    const { scopes } = contract.api(call.api);
    const scope = isWrite ? scopes.write : scopes.read;
    const authorization = {
      token: () => tokens.get(scope),
      refuse: (token: string) => tokens.refuse(scope, token),
    };
    const limit = isWrite ? account.writes : account.reads(concurrentReads);
    return limit.runExclusive(async () => {
      if (isWrite) observer?.requireMatch(call);
      const reply = await send(request, authorization).catch((error: unknown) => {
        observer?.noteFailure(call, error);
        throw error;
      });
      const readIt = () => read(request, reply);
      return observer === undefined ? readIt() : observer.read(call, reply, readIt);
    });
  }

  return {
    request: async (call, schema) => exchange(call, (request, reply) => parseReply(request, reply, schema)),
    requestNoBody: async (call) =>
      exchange(call, (request, { status, body }) => {
        // A gateway's page may come with 200, and nothing was done.
        if (body.trim() !== "")
          throw shapeError(request, { status, body: "" }, "it has a body where none belongs");
      }),
    contradiction: (call, problem) =>
      shapeError(toRequest(contract, apiBaseUrl, call), { status: 200, body: "" }, problem),
  };
}

function toRequest(
  contract: Contract,
  apiBaseUrl: string,
  { api, path, body, ...call }: ApiCall,
): WireRequest {
  const { baseUrl = apiBaseUrl, prefix, accept } = contract.api(api);
  return {
    ...call,
    url: baseUrl + prefix + path,
    accept,
    contract: contract.name,
    ...(body && { body: JSON.stringify(body) }),
  };
}

/**
 * The id as a segment of a path. One that can't be a segment names no object: empty, it would make a call to the
 * collection, and `..`, which URL parsers resolve even when encoded, to what lies above.
 */
export function idSegment({ noun }: Pick<ListEndpoint<object>, "noun">, id: string): string {
  if (id === "" || id === "." || id === ".." || /\p{Surrogate}/u.test(id)) {
    throw new NotFoundError("VCC_NOT_FOUND", `There is no ${noun} with the id ${JSON.stringify(id)}.`);
  }
  return encodeURIComponent(id);
}

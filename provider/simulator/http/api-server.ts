import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context } from "hono";
import { ApiError, notFound } from "../account/api-error";
import { parseJson } from "../account/body";
import { LATEST } from "../account/table";
import type { ApiReply } from "../routes/api-route";
import type { SimulatedAccount } from "../routes/simulated-kind";
import type { Rules, SpokenRoute } from "./dialect";
import { type ArmedFault, type Fault, type Faults, faultResponse } from "./faults";
import { authenticate, authorize, requireJson, requireVersion } from "./gate";
import type { RequestLog, RequestRecord } from "./request-log";
import type { Tokens } from "./tokens";
import type { WriteLock } from "./write-lock";

/** Behaviour of the simulated account beyond its objects. */
export interface Settings {
  /** True if the email channel is enabled; without it every call but the plans' answers 403. True at first. */
  isProvisioned: boolean;
  /** True if a write that begins during another answers 409 "Simultaneous administration". False at first. */
  detectsOverlappingWrites: boolean;
  /** Duration of a write, in ms; 0 at first. Above 0, overlaps are easier to meet. */
  writeDurationMs: number;
}

export const DEFAULT_SETTINGS: Readonly<Settings> = {
  isProvisioned: true,
  detectsOverlappingWrites: false,
  writeDurationMs: 0,
};

const NO_SUCH_ROUTE = { statusCode: 404, error: "Not Found", message: "Not Found" };

export interface ApiServerParts {
  readonly account: SimulatedAccount;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly writeLock: WriteLock;
  readonly settings: Settings;
  /** Every address that some mapping names. */
  readonly mappedAddresses: () => readonly string[];
  /** Waits, in ms; rejects when the simulator stops. */
  readonly sleep: (ms: number) => Promise<void>;
}

export type ServerContext = Context<{ Bindings: HttpBindings }>;

/** Request with its body read. */
interface Incoming {
  readonly context: ServerContext;
  readonly method: string;
  readonly url: URL;
  readonly bodyText: string;
  readonly record: RequestRecord;
}

/** Records each API request, lets faults meet it, and turns its reply or `ApiError` into HTTP. */
export class ApiServer {
  readonly #parts: ApiServerParts;

  constructor(parts: ApiServerParts) {
    this.#parts = parts;
  }

  /** `POST` on the token's path. */
  token(context: ServerContext): Promise<Response> {
    return this.#serve(context, ({ bodyText, record }) => {
      const form = new URLSearchParams(bodyText);
      record.scope = form.get("scope");
      return Promise.resolve({ status: 200, body: this.#parts.tokens.issue(form) });
    });
  }

  /** A route, or none: a path that the API doesn't have, or has by another method alone, whose `rules` count. */
  api(context: ServerContext, route: SpokenRoute | undefined, rules: Rules): Promise<Response> {
    return this.#serve(context, async (incoming) => {
      const { method, bodyText, record } = incoming;
      const { tokens, settings, writeLock, sleep } = this.#parts;
      record.scope = authenticate(context.req.header("authorization"), tokens);
      authorize(record.scope, rules, settings.isProvisioned);
      requireVersion(context.req.header("accept"), rules);
      if (route === undefined) throw notFound(NO_SUCH_ROUTE);
      requireJson(context.req.header("content-type"), bodyText);
      if (method === "GET") return this.#run(route, incoming);
      return writeLock.hold(settings.detectsOverlappingWrites, async () => {
        if (settings.writeDurationMs > 0) await sleep(settings.writeDurationMs);
        return this.#run(route, incoming);
      });
    });
  }

  #run(route: SpokenRoute, { context, method, url, bodyText, record }: Incoming): ApiReply {
    const { store } = this.#parts.account;
    const before = store.journal.next;
    const reply = route.run({
      id: context.req.param("id") ?? "",
      path: url.pathname,
      query: url.searchParams,
      body: parseJson(bodyText),
      readAt: method === "GET" ? store.journal.readAt() : LATEST,
      origin: url.origin,
    });
    if (store.journal.next !== before) {
      record.committed = true;
      record.mappedAddresses = this.#parts.mappedAddresses();
    }
    return reply;
  }

  async #serve(context: ServerContext, work: (incoming: Incoming) => Promise<ApiReply>): Promise<Response> {
    const { account, log, faults } = this.#parts;
    const { method } = context.req;
    const url = new URL(context.req.url);
    const bodyText = await context.req.text();
    const record = log.open(account.clock.time(), method, url, bodyText);
    const armed = faults.take(method, url.pathname);
    const taken = alteredBody(bodyText, armed?.fault);
    const answer = () => answerOf(() => work({ context, method, url, bodyText: taken, record }));
    const response = armed === undefined ? await answer() : await this.#meet(armed, record, answer);
    log.close(record, response?.status ?? null);
    if (response === undefined) {
      context.env.incoming.socket.destroy();
      return RESPONSE_ALREADY_SENT;
    }
    response.headers.set("date", new Date(account.clock.now()).toUTCString());
    return response;
  }

  /** The reply under a fault; `undefined` cuts the connection. */
  async #meet(
    armed: ArmedFault,
    record: RequestRecord,
    answer: () => Promise<Response>,
  ): Promise<Response | undefined> {
    const { fault } = armed;
    const reply = fault.after === true ? await answer() : undefined;
    if (reply?.ok === false) {
      // Work that failed by itself leaves nothing in doubt: the fault waits for the next request.
      armed.left += 1;
      return reply;
    }
    record.faulted = true;
    if (fault.delayMs !== undefined) await this.#parts.sleep(fault.delayMs);
    if (fault.close === true) return undefined;
    if (fault.status !== undefined) return faultResponse(fault, fault.status);
    return retold(reply ?? (await answer()), fault);
  }
}

/** The reply as a VCC answers that has other fields. */
async function retold(response: Response, { tells }: Fault): Promise<Response> {
  const text = tells === undefined ? "" : await response.clone().text();
  if (tells === undefined || text === "") return response;
  const body: unknown = JSON.parse(text, (key, value: unknown) =>
    Object.hasOwn(tells, key) ? tells[key] : value,
  );
  return jsonResponse({ status: response.status, body });
}

/** The body as the account takes it. */
function alteredBody(bodyText: string, fault: Fault | undefined): string {
  if (fault?.alters === undefined) return bodyText;
  return JSON.stringify({ ...(JSON.parse(bodyText) as object), ...fault.alters });
}

async function answerOf(work: () => Promise<ApiReply>): Promise<Response> {
  try {
    return jsonResponse(await work());
  } catch (error) {
    if (error instanceof ApiError) return jsonResponse(error);
    return failureResponse(error);
  }
}

/** Response to a failure of the simulator itself, such as a file that can't be written: 500. */
export function failureResponse(error: unknown): Response {
  const reason = error instanceof Error ? error.message : String(error);
  return jsonResponse({ status: 500, body: { message: `The simulator failed: ${reason}` } });
}

function jsonResponse({ status, body }: { readonly status: number; readonly body?: unknown }): Response {
  if (body === undefined) return new Response(null, { status });
  const headers = { "content-type": "application/json; charset=utf-8" };
  return new Response(JSON.stringify(body), { status, headers });
}

import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { fromGmt } from "../values/gmt";
import { VccError } from "../errors";
import { tunnelTo } from "../net/tunnel";
import { codeOf, headerOf, isWhole, toFailure, toReply } from "./failure";
import { loadHttp, type Http, type HttpConfig, type HttpError, type HttpResponse } from "./lazy-http";
import type { ClientOptions } from "./options";
import type { Asked, Reply } from "./parse-reply";
import { decide, type Decision, type Failure } from "./retry";
import { toUnansweredError, toVccError, type FailedReply } from "./to-vcc-error";

/** Call as it goes over the wire. */
export interface WireRequest extends Asked {
  /** True if the path names one object, so that a 404 means that it isn't there. */
  readonly namesObject: boolean;
  readonly accept: string;
  readonly contentType?: string;
  readonly body?: string;
  /** Called each time that it goes over the wire. */
  readonly onSend?: (() => void) | undefined;
  /** A better error than the general one of a failed reply. */
  readonly explain?: (reply: FailedReply) => VccError | undefined;
}

/** Source of a call's bearer token. */
export interface Authorization {
  token(): Promise<string>;
  refuse(token: string): void;
}

/** Sends a call as often as `decide` says. Each failure of a call is a `VccError`. */
export type Send = (request: WireRequest, authorization?: Authorization) => Promise<Reply>;

/**
 * Longest that a connection may have been idle for a write to go over it, in ms, as far as timers are on time. Source: our
 * choice; Node's and Apache's servers close one after 5 s, most others later.
 */
const MAX_IDLE_MS = 1_000;
/**
 * Writes go over a connection that was in use a moment ago, or a new one: one that the server closes at the wrong moment,
 * as it was idle for long, looks like a lost reply. The time-out is that of idle connections alone: the HTTP library takes
 * it from those in use.
 */
const WRITE_AGENTS = {
  httpAgent: new HttpAgent({ keepAlive: true, timeout: MAX_IDLE_MS }),
  httpsAgent: new HttpsAgent({ keepAlive: true, timeout: MAX_IDLE_MS }),
};

/** State of a call over all of its attempts. */
interface Run {
  readonly request: WireRequest;
  readonly authorization: Authorization | undefined;
  readonly options: ClientOptions;
  retries: number;
  yieldedMs: number;
  renewed: boolean;
  token?: string;
  /** Stays true once an attempt of a write may have landed, whatever the later ones say. */
  ambiguous: boolean;
  decision: Decision;
  last?: { readonly failure: Failure; readonly reply?: FailedReply; readonly code: string };
}

/** Creates the function that sends the calls of one account. */
export function createSend(options: ClientOptions): Send {
  return async (request, authorization) => {
    // What can't be loaded is no failure of the call, and is told as it is.
    const http = await loadHttp();
    const run: Run = {
      request,
      authorization,
      options,
      retries: 0,
      yieldedMs: 0,
      renewed: authorization === undefined,
      ambiguous: false,
      decision: { action: "give up" },
    };
    try {
      return toReply(await attempt(http, run));
    } catch (error) {
      throw toError(run, error);
    }
  };
}

function toConfig({ method, actsLike = method, url, body }: WireRequest): HttpConfig {
  return {
    method,
    url,
    ...(body === undefined ? {} : { data: body }),
    ...(actsLike === "GET" ? {} : WRITE_AGENTS),
    // The tunnel decides on the proxy.
    proxy: false,
  };
}

async function attempt(http: Http, run: Run): Promise<HttpResponse> {
  const loop: HttpConfig["axios-retry"] = {
    // Bounded by `decide`.
    retries: Number.POSITIVE_INFINITY,
    retryCondition: (error) => {
      recordFailure(run, error);
      return run.decision.action !== "give up";
    },
    onRetry: async (_count, _error, next) => {
      await applyDecision(run);
      Object.assign(next, await prepareRequest(run));
    },
  };
  const response = await http.request<unknown>({
    ...toConfig(run.request),
    "axios-retry": loop,
    ...(await prepareRequest(run)),
  });
  noteClock(run, response);
  if (run.authorization !== undefined) run.options.account.rateLimit.succeeded();
  return response;
}

/** Prepares an attempt: waits for an open gate, and gets a valid token, a way to the host, and a time-out. */
async function prepareRequest(run: Run): Promise<HttpConfig> {
  const { request, authorization, options } = run;
  await options.account.rateLimit.over();
  if (authorization !== undefined) {
    run.token = await authorization.token();
    await options.account.rateLimit.over();
  }
  request.onSend?.();
  const signal = AbortSignal.timeout(options.requestTimeoutMs);
  const tunnel = tunnelTo(new URL(request.url), signal);
  return {
    headers: {
      Accept: request.accept,
      // Without a body the HTTP library would claim to send a form.
      "Content-Type": request.body === undefined ? false : (request.contentType ?? "application/json"),
      ...(run.token === undefined ? {} : { Authorization: `Bearer ${run.token}` }),
    },
    ...(tunnel && { httpsAgent: tunnel }),
    signal,
  };
}

/** Takes down how an attempt failed, and decides what follows. */
function recordFailure(run: Run, error: HttpError): void {
  const { request, options } = run;
  const { account, maxRetries } = options;
  const method = request.actsLike ?? request.method;
  const failure = toFailure(error, options.now());
  const reply = isWhole(error.response) && {
    reply: { ...toReply(error.response), retryAfterMs: askedWaitMs(failure) },
  };
  run.last = { failure, ...reply, code: codeOf(error) };
  if (error.response !== undefined) noteClock(run, error.response);
  if (method !== "GET" && mayHaveLanded(failure)) run.ambiguous = true;
  const { retries, renewed, yieldedMs } = run;
  const attempts = { retries, maxRetries, renewed, yieldedMs, patienceMs: account.rateLimit.patienceMs() };
  run.decision = decide(method, failure, attempts, options.random);
}

function mayHaveLanded(failure: Failure): boolean {
  if (failure.kind === "reply") return failure.status >= 500;
  return failure.kind !== "network" || failure.sent;
}

function askedWaitMs(failure: Failure): number | undefined {
  return failure.kind === "reply" ? failure.retryAfterMs : undefined;
}

async function applyDecision(run: Run): Promise<void> {
  const { authorization, decision, last, options } = run;
  if (decision.action === "renew token") {
    run.renewed = true;
    if (run.token !== undefined) authorization?.refuse(run.token);
    return;
  }
  if (decision.action === "give up") return;
  run.retries += 1;
  tellWait(run, decision);
  const { rateLimit } = options.account;
  if (decision.action === "pause account") {
    rateLimit.start(decision.waitMs, options.sleep, options.now());
    return;
  }
  if (decision.action === "yield") run.yieldedMs += decision.waitMs;
  else if (last !== undefined && askedWaitMs(last.failure) !== undefined) rateLimit.spend(decision.waitMs);
  await options.sleep(decision.waitMs);
}

type Wait = Extract<Decision, { waitMs: number }>;

/** A wait that a person notices is told once until something succeeds, however many calls share it. */
function tellWait({ options, yieldedMs, last }: Run, decision: Wait): void {
  const { action, waitMs } = decision;
  const total = waitMs + (action === "yield" ? yieldedMs : 0);
  if (total < NOTICEABLE_WAIT_MS || !options.account.rateLimit.isNews(action)) return;
  options.say(`Waiting: ${reasonOf(action, last?.failure)}. Next try in ${Math.ceil(waitMs / 1_000)} s.`);
}

function reasonOf(action: Wait["action"], failure: Failure | undefined): string {
  switch (action) {
    case "yield":
      return "somebody else is changing this account, and only one may at a time";
    case "pause account":
      return "VCC asks for a pause, as its limit covers all clients of the account";
    case "wait":
      return failure?.kind === "reply" ? `VCC answers with status ${failure.status}` : "VCC gives no answer";
  }
}

/** The API's clock, not that of the token endpoint. */
function noteClock({ authorization, options }: Run, response: HttpResponse): void {
  const date = fromGmt(headerOf(response, "date"));
  if (authorization !== undefined && date !== undefined) options.account.clockOffsetMs = date - options.now();
}

function toError({ request, options, ambiguous, last }: Run, error: unknown): VccError {
  if (error instanceof VccError) return error;
  const call = { doing: request.doing, namesObject: request.namesObject, ambiguous };
  if (last?.reply !== undefined) return request.explain?.(last.reply) ?? toVccError(call, last.reply);
  const failure = last === undefined || last.failure.kind === "reply" ? NEVER_SENT : last.failure;
  const detail = {
    host: new URL(request.url).host,
    code: last?.code ?? codeOf(error),
    timeoutMs: options.requestTimeoutMs,
  };
  return toUnansweredError(call, failure, detail);
}

const NOTICEABLE_WAIT_MS = 5_000;

/** Failure before the first attempt. */
const NEVER_SENT = { kind: "network", sent: false } as const;

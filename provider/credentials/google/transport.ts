import { faultOf, type Tunnel, tunnelTo } from "../../net/tunnel";
import { PUBLIC_ENDPOINTS } from "../endpoints";
import { type IdentityFailure, stoppedAt, toFailure } from "../probe/identity-reply";
import { asObject } from "../../values/json-object";

const LARGEST_REPLY_BYTES = 1_000_000;
const DEEPEST_CAUSE = 5;

/** A request of Google's HTTP library, as far as it is changed here. */
interface WireRequest {
  url: URL;
  retry?: boolean;
  redirect?: "error" | "follow" | "manual";
  size?: number;
  signal?: AbortSignal | null;
  agent?: unknown;
}

/** Google's HTTP library, structurally: two copies of it are installed. */
interface Transporter<Request extends WireRequest> {
  readonly interceptors: {
    readonly request: { add(interceptor: { resolved: (request: Request) => Promise<Request> }): unknown };
  };
}

/**
 * Sets on each request what only an interceptor can: no retries (token calls ignore the option, and a retry is ours to
 * decide), no redirects (the token would travel along), a limit to the size of replies, a tunnel through the proxy of
 * the environment, and the token endpoint, which the library's service accounts have built in.
 */
export function harden<Request extends WireRequest>(
  transporter: Transporter<Request>,
  googleTokenUrl: string,
): void {
  transporter.interceptors.request.add({
    resolved: (request) => {
      const isTokenCall = String(request.url) === PUBLIC_ENDPOINTS.googleTokenUrl;
      const url = isTokenCall ? new URL(googleTokenUrl) : request.url;
      // With a configuration of retries it retries, whatever `retry` says.
      Reflect.deleteProperty(request, "retryConfig");
      const agent: Tunnel | undefined = tunnelTo(url, request.signal ?? undefined);
      const hardened = { url, agent, retry: false, redirect: "error" as const, size: LARGEST_REPLY_BYTES };
      return Promise.resolve(Object.assign(request, hardened));
    },
  });
}

const UNREADABLE_FILE = new Set(["ENOENT", "EACCES", "EISDIR", "ENOTDIR"]);

/**
 * Reduces an error of Google's libraries to status, date, and the body's known fields; the rest carries tokens. Read
 * by its shape, because `instanceof` fails between two copies of one library.
 */
export function toGoogleFailure(error: unknown, host: string, now: number): IdentityFailure {
  const config = asObject(asObject(error)?.["config"]);
  const proxy = faultOf(config?.["agent"]);
  if (proxy !== undefined) return stoppedAt(proxy, host);
  const response = asObject(asObject(error)?.["response"]);
  if (response !== undefined && typeof response["status"] === "number") {
    const date = dateOf(response["headers"]);
    return toFailure({ host, status: response["status"], date, body: response["data"] }, now);
  }
  const codes = causeCodes(error);
  const overdue = codes.find((code) => /^(?:AbortError|TimeoutError|ETIMEDOUT|ESOCKETTIMEDOUT)$/u.test(code));
  if (overdue !== undefined) return { kind: "timeout", host, code: "ETIMEDOUT" };
  // The file with the workload's own token.
  if (codes.some((code) => UNREADABLE_FILE.has(code))) return { kind: "unsent", host };
  // An error of the transport holds the request; any other is the library's, about a success that it can't use.
  if (config === undefined) return { kind: "unreadable", host, status: 200 };
  return { kind: "network", host, code: codes.find((code) => /^[A-Z][A-Z0-9_]+$/u.test(code)) ?? "network" };
}

/** By its shape too: the headers are of whichever `fetch` was used. */
function dateOf(headers: unknown): string | undefined {
  const { get } = (headers ?? {}) as { get?: unknown };
  const date: unknown = typeof get === "function" ? get.call(headers, "date") : undefined;
  return typeof date === "string" ? date : undefined;
}

/** Codes and names along the chain of causes, where the library puts what the system said. */
function causeCodes(error: unknown): string[] {
  const codes: string[] = [];
  let cause = error;
  for (let depth = 0; depth < DEEPEST_CAUSE && typeof cause === "object" && cause !== null; depth += 1) {
    const { code, name, cause: next } = cause as { code?: unknown; name?: unknown; cause?: unknown };
    codes.push(...[code, name].filter((text): text is string => typeof text === "string"));
    cause = next;
  }
  return codes;
}

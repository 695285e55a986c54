import { isRecord } from "../values/records";
import { toForeignLine } from "../text/plain-text";
import { redactForeign } from "../text/redact";
import { faultOf } from "../net/tunnel";
import { distrustOf } from "../net/untrusted";
import { isSimultaneousAdministration } from "./error-shapes";
import type { HttpError, HttpResponse } from "./lazy-http";
import type { Reply } from "./parse-reply";
import { parseRetryAfter, type Failure } from "./retry";

/** Codes that only a connection in the making has: ports that nobody listens on, names that don't resolve. */
const NOT_SENT_CODES = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"]);
/** System calls that precede the first byte. */
const NOT_SENT_SYSCALLS = new Set(["connect", "getaddrinfo"]);
/** Headers in which gateways put their id of a request. Source: assumed. */
const REQUEST_ID_HEADERS = ["x-request-id", "request-id", "x-correlation-id"] as const;
const LONGEST_REQUEST_ID = 100;

/** Describes a failed attempt for `decide`. Copies what it needs: the HTTP library's error holds the token. */
export function toFailure(error: HttpError, nowMs: number): Failure {
  const proxy = faultOf(error.config?.httpsAgent);
  if (proxy !== undefined) return { kind: "network", sent: false, permanent: proxy.isLasting, proxy };
  if (isWhole(error.response)) {
    const { status } = error.response;
    const retryAfter = headerOf(error.response, "retry-after");
    return {
      kind: "reply",
      status,
      retryAfterMs: parseRetryAfter(retryAfter, headerOf(error.response, "date"), nowMs),
      simultaneous: status === 409 && isSimultaneousAdministration(bodyOf(error.response)),
    };
  }
  // The HTTP library has no code of its own for this.
  if (error.code === "ERR_BAD_RESPONSE" && error.message.startsWith("maxContentLength"))
    return { kind: "oversized" };
  // The only one who cancels a request is its own time-out.
  if (error.code === "ERR_CANCELED") return { kind: "timeout" };
  if (distrustOf(codeOf(error)) !== undefined) return { kind: "network", sent: false, permanent: true };
  return { kind: "network", sent: !isNotSent(error) };
}

/** True if the reply arrived to its last byte. One that was cut is none, whatever its status line promised. */
export function isWhole(response: HttpResponse | undefined): response is HttpResponse {
  return typeof response?.data === "string";
}

/** The part of a reply that is read, and that an error may keep. */
export function toReply(response: HttpResponse): Reply {
  return { status: response.status, body: bodyOf(response), requestId: requestIdOf(response) };
}

/** The system's or library's code of a failure, such as `ECONNRESET`; never its text, which may quote anything. */
export function codeOf(error: unknown): string {
  if (typeof error === "object" && error !== null && "code" in error && typeof error.code === "string")
    return error.code;
  return error instanceof Error ? error.name : "unknown";
}

function bodyOf(response: HttpResponse): string {
  return typeof response.data === "string" ? response.data : "";
}

function requestIdOf(response: HttpResponse): string | undefined {
  const id = REQUEST_ID_HEADERS.map((name) => headerOf(response, name)).find((value) => value !== undefined);
  return id === undefined ? undefined : toForeignLine(redactForeign(id), LONGEST_REQUEST_ID);
}

export function headerOf(response: HttpResponse, name: string): string | undefined {
  const value: unknown = response.headers[name];
  return typeof value === "string" ? value : undefined;
}

function isNotSent(error: HttpError): boolean {
  if (NOT_SENT_CODES.has(codeOf(error))) return true;
  // A host with several addresses fails with one error for each.
  const cause: unknown = error.cause;
  const causes = isRecord(cause) && Array.isArray(cause["errors"]) ? cause["errors"] : [cause];
  return causes.length > 0 && causes.every(isConnecting);
}

function isConnecting(cause: unknown): boolean {
  return isRecord(cause) && typeof cause["syscall"] === "string" && NOT_SENT_SYSCALLS.has(cause["syscall"]);
}

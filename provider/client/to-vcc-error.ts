import {
  ApiError,
  AuthError,
  ConflictError,
  ForbiddenError,
  NetworkError,
  NotFoundError,
  RateLimitError,
  RejectedError,
  ResponseShapeError,
  ServerError,
  TimeoutError,
  type VccError,
} from "../errors";
import { TRUST_HINT } from "../net/untrusted";
import { isSimultaneousAdministration, readErrorBody, type ErrorBody } from "./error-shapes";
import { MAX_REPLY_BYTES } from "./lazy-http";
import { MAX_RETRY_AFTER_MS, type Failure } from "./retry";

/** A call as its errors speak of it. */
export interface Call {
  /** What was being done, as an infinitive: `create email address support@example.com`. */
  readonly doing: string;
  /** Whether a 404 means that this very object isn't there; for lists it means that something else is wrong. */
  readonly namesObject: boolean;
  /** Whether a write may have landed, in this attempt or in an earlier one of the same call. */
  readonly ambiguous: boolean;
}

/** A failed reply, reduced to what an error may hold. */
export interface FailedReply {
  readonly status: number;
  readonly body: string;
  readonly requestId?: string | undefined;
  /** Wait asked for by `Retry-After`, in ms. */
  readonly retryAfterMs?: number | undefined;
}

interface Details {
  readonly hint?: string;
  readonly requestId?: string | undefined;
  readonly paths: readonly string[];
}

/** The typed error of a failed reply: what was being done, the status, and VCC's own words with their paths. */
export function toVccError(call: Call, reply: FailedReply): VccError {
  const body = readErrorBody(reply.body);
  const message = renderMessage(call, reply, body);
  const details = (hint?: string): Details => ({
    ...(hint === undefined ? {} : { hint }),
    requestId: reply.requestId,
    paths: body.paths,
  });
  const wait = hintOfWait(reply.retryAfterMs);
  if (reply.status >= 500) return new ServerError(message, { ...details(wait), ambiguous: call.ambiguous });
  switch (reply.status) {
    case 400:
    case 422:
      return new RejectedError(message, details());
    case 401:
      return new AuthError(
        message,
        details(
          "A fresh token was refused too: check that the client belongs to this account and region (vcc:clientId, vcc:region).",
        ),
      );
    case 403:
      return toForbidden(message, body, details);
    case 404:
      return toNotFound(call, message, body, details);
    case 409:
      return toConflict(message, reply, details);
    case 429:
      return new RateLimitError(
        message,
        details(
          `The account's fair-use limit covers all of its API clients. ${wait ?? "Try again in a few minutes."}`,
        ),
      );
    default:
      return new ApiError(message, { ...details(hintOfStatus(reply.status)), status: reply.status });
  }
}

/** The typed error of a call that got no reply. Nothing of the HTTP library's error is taken over but its code. */
export function toUnansweredError(
  call: Call,
  failure: Exclude<Failure, { kind: "reply" }>,
  detail: { readonly host: string; readonly code: string; readonly timeoutMs: number },
): VccError {
  const hint = call.ambiguous ? "The change may have reached VCC all the same." : undefined;
  const details = { ambiguous: call.ambiguous, hint };
  if (failure.kind === "timeout") {
    return new TimeoutError(
      `Failed to ${call.doing}: ${detail.host} gave no answer in ${detail.timeoutMs} ms.`,
      details,
    );
  }
  if (failure.kind === "oversized") {
    return new ResponseShapeError(
      `Failed to ${call.doing}: ${detail.host} answered with more than ${MAX_REPLY_BYTES / 1_000_000} MB, after decompression, which is the most that is read.`,
      {
        ambiguous: call.ambiguous,
        hint: "Check the base URLs (vcc:apiBaseUrl, vcc:authBaseUrl) and what lies in front of VCC.",
      },
    );
  }
  if (failure.proxy !== undefined) {
    const { meaning, code, hint: remedy } = failure.proxy;
    return new NetworkError(`Failed to ${call.doing}: ${meaning} (${code}).`, {
      ...details,
      hint: hint === undefined ? remedy : `${hint} ${remedy}`,
    });
  }
  if (failure.permanent === true) {
    return new NetworkError(
      `Failed to ${call.doing}: ${detail.host} has no trusted certificate (${detail.code}).`,
      {
        ...details,
        hint: TRUST_HINT,
      },
    );
  }
  return new NetworkError(
    `Failed to ${call.doing}: no answer from ${detail.host} (${detail.code}).`,
    details,
  );
}

function hintOfWait(retryAfterMs = 0): string | undefined {
  if (retryAfterMs <= MAX_RETRY_AFTER_MS) return undefined;
  const minutes = Math.ceil(retryAfterMs / 60_000);
  const asked = minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
  return `VCC asks to wait ${asked}, longer than a run waits (${MAX_RETRY_AFTER_MS / 60_000} minutes): run it again then.`;
}

function renderMessage(call: Call, reply: FailedReply, body: ErrorBody): string {
  const words = body.messages.map((message) => message.replace(/\.$/u, "")).join("; ");
  const who = body.fromApi === false ? "not VCC but something in front of it answered" : "VCC answered";
  return `Failed to ${call.doing}: ${who} ${reply.status}${words === "" ? "" : `: ${words}`}.`;
}

function toForbidden(message: string, body: ErrorBody, details: (hint?: string) => Details): VccError {
  if (body.code === "FeatureNotProvisioned") {
    const hint = "The email channel isn't enabled for this account: ask Vonage to provision it.";
    return new ForbiddenError(message, { ...details(hint), notProvisioned: true });
  }
  return new ForbiddenError(
    message,
    details("Check the scopes and permissions of the API client (vcc:clientId)."),
  );
}

function toNotFound(
  call: Call,
  message: string,
  body: ErrorBody,
  details: (hint?: string) => Details,
): VccError {
  if (call.namesObject && body.fromApi === true) return new NotFoundError(message, details());
  // Read as "gone", this would make Pulumi forget objects that exist: a gateway or a wrong host answered, perhaps
  // without a word, or the client may not see the whole list.
  const hint =
    "Check the base URLs (vcc:apiBaseUrl, vcc:authBaseUrl) and what the API client may do: 404 may stand for not permitted.";
  return new ApiError(message, { ...details(hint), status: 404 });
}

function toConflict(message: string, reply: FailedReply, details: (hint?: string) => Details): VccError {
  if (!isSimultaneousAdministration(reply.body)) return new ConflictError(message, details());
  const hint = "Somebody else was changing this account at the same time: try again.";
  return new ConflictError(message, { ...details(hint), simultaneous: true });
}

function hintOfStatus(status: number): string | undefined {
  if (status < 300 || status >= 400) return undefined;
  return "Redirects aren't followed, as the token would travel along: check the base URLs (vcc:apiBaseUrl, vcc:authBaseUrl).";
}

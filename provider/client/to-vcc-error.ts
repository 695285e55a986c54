import { ConflictError, type ErrorCode, NotFoundError, VccError } from "../errors";
import { distrustOf } from "../net/untrusted";
import { isSimultaneousAdministration, readErrorBody, type ErrorBody } from "./error-shapes";
import { MAX_REPLY_BYTES } from "./lazy-http";
import type { Reply } from "./parse-reply";
import { MAX_RETRY_AFTER_MS, type Failure } from "./retry";

/** A call as its errors speak of it. */
export interface Call {
  /** The attempted action, as an infinitive: `create email address support@example.com`. */
  readonly doing: string;
  /** True if a 404 means that this very object isn't there; for lists it means that something else is wrong. */
  readonly namesObject: boolean;
  /** True if a write may have landed, in this attempt or in an earlier one of the same call. */
  readonly ambiguous: boolean;
}

/** A failed reply, reduced to what an error may hold. */
export interface FailedReply extends Reply {
  /** Wait asked for by `Retry-After`, in ms. */
  readonly retryAfterMs?: number | undefined;
}

/** An error of this reply, with VCC's own words. */
type Fail = (code: ErrorCode, hint?: string) => VccError;

const CHECK_THE_WAY =
  "Check the network and the addresses (vcc:region, vcc:apiBaseUrl, vcc:authBaseUrl), and run it again.";

/** The error of a failed reply: what was being done, the status, and VCC's own words with their paths. */
export function toVccError(call: Call, reply: FailedReply): VccError {
  const body = readErrorBody(reply.body);
  const message = renderMessage(call, reply, body);
  const { requestId } = reply;
  const fail: Fail = (code, hint) => new VccError(code, message, { hint, requestId, fields: body.fields });
  const wait = hintOfWait(reply.retryAfterMs);
  if (reply.status >= 500) return fail(call.ambiguous ? "VCC_OUTCOME_UNKNOWN" : "VCC_SERVER_ERROR", wait);
  switch (reply.status) {
    case 400:
    case 422:
      return fail("VCC_REJECTED", hintOfRejection(body));
    case 401:
      return fail(
        "VCC_TOKEN_REFUSED",
        "A fresh token was refused too: check that the client belongs to this account and region (vcc:clientId, vcc:region).",
      );
    case 403:
      return body.code === "FeatureNotProvisioned"
        ? fail(
            "VCC_NOT_PROVISIONED",
            "The email channel isn't enabled for this account: ask Vonage to provision it.",
          )
        : fail("VCC_FORBIDDEN", "Check the scopes and permissions of the API client (vcc:clientId).");
    case 404:
      return toNotFound(call, message, body, reply);
    case 409:
      return toConflict(message, reply, body);
    case 429:
      return fail(
        "VCC_RATE_LIMITED",
        `The account's fair-use limit covers all of its API clients. ${wait ?? "Try again in a few minutes."}`,
      );
    default:
      return fail("VCC_UNEXPECTED_STATUS", hintOfStatus(reply.status));
  }
}

/** The error of a call that got no reply. Nothing of the HTTP library's error is taken over but its code. */
export function toUnansweredError(
  call: Call,
  failure: Exclude<Failure, { kind: "reply" }>,
  detail: { readonly host: string; readonly code: string; readonly timeoutMs: number },
): VccError {
  const { code, what, hint } = explainSilence(failure, detail);
  const landed = call.ambiguous && "The change may have reached VCC all the same.";
  return new VccError(call.ambiguous ? "VCC_OUTCOME_UNKNOWN" : code, `Failed to ${call.doing}: ${what}.`, {
    hint: [landed, hint].filter(Boolean).join(" "),
  });
}

interface Silence {
  readonly code: ErrorCode;
  readonly what: string;
  readonly hint: string;
}

function explainSilence(
  failure: Exclude<Failure, { kind: "reply" }>,
  { host, code, timeoutMs }: Parameters<typeof toUnansweredError>[2],
): Silence {
  if (failure.kind === "timeout") {
    const hint = "Run it again, with a greater vcc:requestTimeoutSeconds where VCC is slow.";
    return { code: "VCC_NO_ANSWER", what: `${host} gave no answer in ${timeoutMs} ms`, hint };
  }
  if (failure.kind === "oversized") {
    const most = `${MAX_REPLY_BYTES / 1_000_000} MB, after decompression, which is the most that is read`;
    const hint = "Check the base URLs (vcc:apiBaseUrl, vcc:authBaseUrl) and what lies in front of VCC.";
    return { code: "VCC_UNREADABLE_REPLY", what: `${host} answered with more than ${most}`, hint };
  }
  if (failure.proxy !== undefined) {
    const { meaning, code: proxyCode, hint } = failure.proxy;
    return { code: "VCC_PROXY", what: `${meaning} (${proxyCode})`, hint };
  }
  const distrust = distrustOf(code);
  if (distrust !== undefined) {
    const what = `${host} ${distrust.what} (${code})`;
    return { code: "VCC_UNTRUSTED_CERTIFICATE", what, hint: distrust.hint };
  }
  return { code: "VCC_NO_ANSWER", what: `no answer from ${host} (${code})`, hint: CHECK_THE_WAY };
}

function hintOfRejection({ messages }: ErrorBody): string {
  if (messages.length > 0) return "Correct what VCC names, and run it again.";
  return "VCC doesn't say why: its own screens may, where the same change is made by hand.";
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

function toNotFound(call: Call, message: string, body: ErrorBody, { requestId }: FailedReply): VccError {
  if (call.namesObject && body.fromApi === true)
    return new NotFoundError("VCC_NOT_FOUND", message, { requestId });
  // Read as "gone", this would make Pulumi forget objects that exist: a gateway or a wrong host answered, perhaps
  // without a word, or the client may not see the whole list.
  const hint =
    "Check the base URLs (vcc:apiBaseUrl, vcc:authBaseUrl) and what the API client may do: 404 may stand for not permitted.";
  return new VccError("VCC_DOUBTFUL_404", message, { hint, requestId });
}

function toConflict(message: string, { body, requestId }: FailedReply, { fields }: ErrorBody): VccError {
  if (!isSimultaneousAdministration(body))
    return new ConflictError("VCC_CONFLICT", message, { requestId, fields });
  const hint = "Somebody else was changing this account at the same time: try again.";
  return new ConflictError("VCC_BUSY", message, { hint, requestId });
}

function hintOfStatus(status: number): string | undefined {
  if (status < 300 || status >= 400) return undefined;
  return "Redirects aren't followed, as the token would travel along: check the base URLs (vcc:apiBaseUrl, vcc:authBaseUrl).";
}

import { toForeignLine, toLine } from "./text/plain-text";
import { redact, redactForeign } from "./text/redact";

/** A message may list every object in the way; beyond this, nobody reads it. */
const LONGEST_LINE = 8_000;

interface ErrorDetails {
  /** What to do next, as one sentence. */
  readonly hint?: string | undefined;
  /** VCC's id of the failed request, for its support. */
  readonly requestId?: string | undefined;
  /** What follows the message, each on an indented line of its own. */
  readonly lines?: readonly string[] | undefined;
  /** Replies of a list of field errors: `errors[].path`. */
  readonly paths?: readonly string[] | undefined;
}

/**
 * Base of everything this package throws. Message and hint are cleaned of secrets and of what terminals and CI systems
 * obey, whatever names they quote; no foreign error is kept, as those of HTTP and OAuth libraries carry tokens.
 */
export abstract class VccError extends Error {
  abstract readonly code: string;
  /** Whether the same call may succeed later without any change. */
  readonly retryable: boolean = false;
  declare readonly hint?: string;
  declare readonly requestId?: string;
  readonly paths: readonly string[];

  constructor(message: string, details: ErrorDetails = {}) {
    const hint = details.hint === undefined ? undefined : clean(details.hint);
    const requestId =
      details.requestId === undefined ? undefined : toForeignLine(redactForeign(details.requestId));
    const reference = requestId === undefined ? "" : ` (request ${requestId})`;
    const lines = [message, ...(details.lines ?? [])].map(clean);
    super(lines.join("\n  ") + reference + (hint === undefined ? "" : ` ${hint}`));
    this.name = new.target.name;
    if (hint !== undefined) this.hint = hint;
    if (requestId !== undefined) this.requestId = requestId;
    this.paths = (details.paths ?? []).map((path) => toForeignLine(redactForeign(path)));
  }
}

function clean(text: string): string {
  return toLine(redact(text), LONGEST_LINE);
}

/** A setting or a secret reference is missing or unusable. */
export class ConfigError extends VccError {
  readonly code: "ERR_CONFIG_MISSING" | "ERR_CONFIG_INVALID";
  constructor(code: ConfigError["code"], message: string, details?: ErrorDetails) {
    super(message, details);
    this.code = code;
  }
}

/** 404: there is no such object, or this client may not see it. */
export class NotFoundError extends VccError {
  readonly code = "ERR_NOT_FOUND";
}

/** 409: a name or address is taken, or the object is in use. */
export class ConflictError extends VccError {
  readonly code = "ERR_CONFLICT";
  /** True only for "Simultaneous administration" after all retries: then nothing is taken or in use. */
  override readonly retryable: boolean;
  constructor(message: string, details?: ErrorDetails & { readonly simultaneous?: boolean }) {
    super(message, details);
    this.retryable = details?.simultaneous ?? false;
  }
}

/** 400 or 422: VCC refuses what was sent. */
export class RejectedError extends VccError {
  readonly code = "ERR_REJECTED";
}

/** 401 that one fresh token did not cure, or a client that the token endpoint refuses. */
export class AuthError extends VccError {
  readonly code = "ERR_AUTH";
}

/** 403: the client lacks a scope, or the email channel isn't provisioned. */
export class ForbiddenError extends VccError {
  readonly code = "ERR_FORBIDDEN";
  readonly notProvisioned: boolean;
  constructor(message: string, details?: ErrorDetails & { readonly notProvisioned?: boolean }) {
    super(message, details);
    this.notProvisioned = details?.notProvisioned ?? false;
  }
}

/** 429 after all retries: VCC's fair-use limit, which covers every API of the account. */
export class RateLimitError extends VccError {
  readonly code = "ERR_RATE_LIMIT";
  override readonly retryable = true;
}

/** 5xx after all retries. `ambiguous`: a write may have landed. */
export class ServerError extends VccError {
  readonly code = "ERR_SERVER";
  override readonly retryable = true;
  readonly ambiguous: boolean;
  constructor(message: string, details: ErrorDetails & { readonly ambiguous: boolean }) {
    super(message, details);
    this.ambiguous = details.ambiguous;
  }
}

/** No reply. `ambiguous`: a write may have landed. */
export class NetworkError extends VccError {
  readonly code = "ERR_NETWORK";
  override readonly retryable = true;
  readonly ambiguous: boolean;
  constructor(message: string, details: ErrorDetails & { readonly ambiguous: boolean }) {
    super(message, details);
    this.ambiguous = details.ambiguous;
  }
}

/** No reply in time. `ambiguous`: a write may have landed. */
export class TimeoutError extends VccError {
  readonly code = "ERR_TIMEOUT";
  override readonly retryable = true;
  readonly ambiguous: boolean;
  constructor(message: string, details: ErrorDetails & { readonly ambiguous: boolean }) {
    super(message, details);
    this.ambiguous = details.ambiguous;
  }
}

/** The run was cancelled while a call waited. What was sent before may have landed. */
export class CancelledError extends VccError {
  readonly code = "ERR_CANCELLED";
}

/**
 * A successful reply that isn't what the contract says. `ambiguous`: it answers a write, which may have landed.
 * `objectId`: of the object that it is about, where at least that can be read.
 */
export class ResponseShapeError extends VccError {
  readonly code = "ERR_RESPONSE_SHAPE";
  readonly ambiguous: boolean;
  readonly objectId: string | undefined;
  constructor(
    message: string,
    details: ErrorDetails & { readonly ambiguous?: boolean; readonly objectId?: string | undefined } = {},
  ) {
    super(message, details);
    this.ambiguous = details.ambiguous ?? false;
    this.objectId = details.objectId;
  }
}

/** A list that kept changing while its pages were read. */
export class ListChangedError extends VccError {
  readonly code = "ERR_LIST_CHANGED";
  override readonly retryable = true;
}

/** Any other status. */
export class ApiError extends VccError {
  readonly code = "ERR_API";
  readonly status: number;
  constructor(message: string, details: ErrorDetails & { readonly status: number }) {
    super(message, details);
    this.status = details.status;
  }
}

/** A mailbox's credential is refused by its identity provider, or opens another mailbox than it should. */
export class OAuthError extends VccError {
  readonly code = "ERR_OAUTH";
}

/** Made (or changed), but not ready: Pulumi records the object and its id, and goes on with it in the next `up`. */
export class PartialError extends VccError {
  readonly code = "ERR_PARTIAL";
  readonly id: string;
  readonly state: object;
  constructor(message: string, details: ErrorDetails & { readonly id: string; readonly state: object }) {
    super(message, details);
    this.id = details.id;
    this.state = details.state;
  }

  /** The same failure with another state. */
  with(state: object): PartialError {
    return new PartialError(this.message, { id: this.id, state });
  }
}

/** An error that leaves open what became of a write. */
type AmbiguousError = VccError & { readonly ambiguous: boolean };

/** Whether nobody knows if a write has landed: no reply, or one that doesn't tell. */
export function isAmbiguous(error: unknown): error is AmbiguousError {
  return error instanceof VccError && "ambiguous" in error && error.ambiguous === true;
}

/** Whether an object is in the way for good: another has the name, or uses the object. Repeating is pointless. */
export function isLastingConflict(error: unknown): error is ConflictError {
  return error instanceof ConflictError && !error.retryable;
}

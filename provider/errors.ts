import { toForeignLine, toLine } from "./text/plain-text";
import { redact, redactForeign } from "./text/redact";

/**
 * Codes of errors as messages end with them: a program and a pipeline get text alone. Stable. One for each thing that a
 * person does something else about; `docs/errors.md` says what.
 */
export const ERROR_CODES = [
  /** The token endpoint takes neither the API client nor its secret. */
  "VCC_CLIENT_REFUSED",
  /** The API client has no such scope. */
  "VCC_SCOPE_MISSING",
  /** 401 that a fresh token did not cure. */
  "VCC_TOKEN_REFUSED",
  /** 403: the client may not do that. */
  "VCC_FORBIDDEN",
  /** 403: the account has no email channel. */
  "VCC_NOT_PROVISIONED",
  /** 404: there is no such object, or this client may not see it. */
  "VCC_NOT_FOUND",
  /** 404 of an object in the state that was to be changed. */
  "VCC_GONE",
  /** 404 that proves nothing: of a list, of something in front of VCC, or of an object that a list still shows. */
  "VCC_DOUBTFUL_404",
  /** 409 without an object in the way that could be named. */
  "VCC_CONFLICT",
  /** "Simultaneous administration" after all retries: nothing is taken or in use. */
  "VCC_BUSY",
  /** 400 or 422: VCC refuses what was sent. */
  "VCC_REJECTED",
  /** 429 after all retries. */
  "VCC_RATE_LIMITED",
  /** 5xx after all retries. */
  "VCC_SERVER_ERROR",
  /** Any other status, a redirect among them. */
  "VCC_UNEXPECTED_STATUS",
  /** No reply, or none in time. */
  "VCC_NO_ANSWER",
  /** No way through the proxy. */
  "VCC_PROXY",
  /** A host without a certificate that this machine trusts. */
  "VCC_UNTRUSTED_CERTIFICATE",
  /** A write that may have landed: no reply, or none that tells. */
  "VCC_OUTCOME_UNKNOWN",
  /** A successful reply that isn't what the contract says. */
  "VCC_UNREADABLE_REPLY",
  /** A write that isn't sent, as the reply to an earlier one isn't what the contract says. */
  "VCC_CONTRACT_MISMATCH",
  /** A list that kept changing while its pages were read. */
  "VCC_LIST_CHANGED",
  /** The run was cancelled while it waited. */
  "VCC_CANCELLED",

  /** Something that this stack didn't make has the name, the mailbox or the place. */
  "VCC_TAKEN",
  /** Another resource of this stack has it. */
  "VCC_TAKEN_IN_STACK",
  /** Another resource of this run was to give it up, and didn't. */
  "VCC_HANDOVER_FAILED",
  /** An address can't go to another mailbox, because VCC has that one already. */
  "VCC_MOVE_BLOCKED",
  /** `adopt`: there is nothing to take over. */
  "VCC_ADOPT_NOT_FOUND",
  /** `adopt`: another resource of this stack has the object. */
  "VCC_ADOPT_HELD",
  /** `adopt`: several objects could be meant, or none is just what was asked for. */
  "VCC_ADOPT_AMBIGUOUS",
  /** `adopt`: VCC doesn't tell enough of an object that may be the one. */
  "VCC_ADOPT_UNREADABLE",
  /** `adopt`: the id of another mailbox's address. */
  "VCC_ADOPT_OTHER_MAILBOX",
  /** `adopt`: the mapping leads other mail, too. */
  "VCC_ADOPT_OTHER_MAIL",
  /** No interaction plan has the name or GUID. */
  "VCC_PLAN_NOT_FOUND",
  /** Several interaction plans have the name. */
  "VCC_PLAN_AMBIGUOUS",
  /** No profile has the name. */
  "VCC_PROFILE_NOT_FOUND",
  /** A profile that addresses use can't be deleted. */
  "VCC_PROFILE_IN_USE",
  /** An address that mappings name can't be deleted. */
  "VCC_STILL_MAPPED",
  /** A signature was written since this resource last knew it. */
  "VCC_SIGNATURE_EDITED",
  /** VCC took a write, and has something else than was asked for. */
  "VCC_NOT_AS_ASKED",

  /** The sign-in has ended by its age, or because nobody used it. */
  "VCC_SIGN_IN_EXPIRED",
  /** The identity provider has withdrawn the sign-in. */
  "VCC_SIGN_IN_REVOKED",
  /** The account of the mailbox is gone or locked. */
  "VCC_MAILBOX_GONE",
  /** Somebody has to consent to the app. */
  "VCC_CONSENT_REQUIRED",
  /** The identity provider takes the credential for wrong. */
  "VCC_CREDENTIAL_REFUSED",
  /** The credential opens another mailbox. */
  "VCC_WRONG_MAILBOX",
  /** A person has to sign in, and hasn't yet. */
  "VCC_PERSON_NEEDED",
  /** VCC refuses the credential, or takes it and doesn't have the mailbox signed in. */
  "VCC_NOT_SIGNED_IN",

  /** A setting that isn't there. */
  "VCC_SETTING_MISSING",
  /** A setting that can't be used. */
  "VCC_SETTING_INVALID",
  /** A contract profile that can't be used. */
  "VCC_CONTRACT_INVALID",
  /** Something that the account's API hasn't, by its contract profile. */
  "VCC_NOT_IN_CONTRACT",
  /** Credential material that isn't where its reference points. */
  "VCC_SECRET_MISSING",
  /** Credential material that can't be used. */
  "VCC_SECRET_INVALID",
  /** State that a newer release has written. */
  "VCC_STATE_TOO_NEW",
  /** The stack's new identity isn't in the engine's state yet. */
  "VCC_IDENTITY_NOT_STORED",

  /** An argument or option of a command that is missing or unusable. */
  "VCC_ARGUMENT_INVALID",
  /** There is no Pulumi to ask. */
  "VCC_PULUMI_MISSING",
  /** Pulumi couldn't tell what it was asked. */
  "VCC_PULUMI_FAILED",
  /** `login`: nobody can sign in here, or options are unusable. */
  "VCC_LOGIN_UNUSABLE",
  /** `login`: nobody signed in in time. */
  "VCC_LOGIN_OVERDUE",
  /** `login`: the person declined, or the identity provider refused. */
  "VCC_LOGIN_REFUSED",
  /** `login`: the sign-in opens another mailbox, or lacks a permission. */
  "VCC_LOGIN_WRONG",
  /** `login`: the identity provider gave no clear answer. */
  "VCC_LOGIN_UNCLEAR",
] as const;

/** Code of an error. */
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Next step after "give it", for what was only renamed: a single resource, an inbox or an entry of a file. */
export const ITS_FORMER_NAME =
  'its former name, as aliases: [{ name: "OLD" }] in the options of the resource or its Inbox, or formerNames: OLD in a fleet file';

/** A message may list every object in the way; beyond this, nobody reads it. */
const LONGEST_LINE = 8_000;

interface ErrorDetails {
  /** Next step, as one sentence. */
  readonly hint?: string | undefined;
  /** VCC's id of the failed request, for its support. */
  readonly requestId?: string | undefined;
  /** Text after the message, each on an indented line of its own. */
  readonly lines?: readonly string[] | undefined;
  /** Fields that VCC names, as dotted paths. */
  readonly fields?: readonly string[] | undefined;
}

/**
 * Failure of an operation, for the person who runs it. The message is cleaned of secrets and of what terminals and CI
 * systems obey, whatever names it quotes; no foreign error is kept, because those of HTTP and OAuth libraries carry
 * tokens. Subclasses are those that are caught as such, or that carry something.
 */
export class VccError extends Error {
  readonly code: ErrorCode;
  /** Fields that VCC refuses something for, as it names them: dotted paths. */
  readonly fields: readonly string[];

  constructor(
    code: ErrorCode,
    message: string,
    { hint, requestId, lines = [], fields = [] }: ErrorDetails = {},
  ) {
    const reference = requestId === undefined ? "" : ` (request ${toForeignLine(redactForeign(requestId))})`;
    const text = [message, ...lines].map(clean).join("\n  ");
    const next = hint === undefined ? "" : `${lines.length === 0 ? " " : "\n"}${clean(hint)}`;
    super(text + reference + next);
    this.name = new.target.name;
    this.code = code;
    this.fields = fields;
  }
}

function clean(text: string): string {
  return toLine(redact(text), LONGEST_LINE);
}

/** A setting, an argument or a secret reference is missing or unusable. */
export class ConfigError extends VccError {}

/** The error of an argument or option of a command that is missing or unusable. */
export function argumentError(message: string, hint?: string): ConfigError {
  return new ConfigError("VCC_ARGUMENT_INVALID", message, { hint });
}

/** There is no such object, or this client may not see it. */
export class NotFoundError extends VccError {}

/** A name or address is taken, or the object is in use. */
export class ConflictError extends VccError {}

/** A successful reply that isn't what the contract says. */
export class ResponseShapeError extends VccError {
  /** What is wrong with the reply, as a clause whose subject is the reply or a part of it. */
  readonly problem: string;
  /** Id of the object that it is about, where at least that can be read. */
  readonly objectId: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    details: ErrorDetails & { readonly problem: string; readonly objectId?: string | undefined },
  ) {
    super(code, message, details);
    this.problem = details.problem;
    this.objectId = details.objectId;
  }
}

/** Made (or changed), but not ready: Pulumi records the object and its id, and goes on with it in the next `up`. */
export class PartialError extends VccError {
  readonly id: string;
  readonly state: object;

  constructor(
    code: ErrorCode,
    message: string,
    details: ErrorDetails & { readonly id: string; readonly state: object },
  ) {
    super(code, message, details);
    this.id = details.id;
    this.state = details.state;
  }

  /** A copy of the failure with another state. */
  with(state: object): PartialError {
    return new PartialError(this.code, this.message, { id: this.id, state });
  }
}

/** Text of an error as people get it: the message, and the code by which they find it in the documentation. */
export function renderError(error: unknown): string {
  if (error instanceof VccError) return `${error.message} [${error.code}]`;
  return error instanceof Error ? error.message : String(error);
}

/** True if the error has one of these codes. */
export function hasErrorCode(error: unknown, ...codes: readonly ErrorCode[]): error is VccError {
  return error instanceof VccError && codes.includes(error.code);
}

/** True if VCC refuses the client itself, as it will for a while. */
export function isClientRefusal(error: unknown): error is VccError {
  return hasErrorCode(error, "VCC_CLIENT_REFUSED", "VCC_SCOPE_MISSING", "VCC_TOKEN_REFUSED");
}

/** True if VCC keeps this client out of what it asks for. */
export function isForbidden(error: unknown): error is VccError {
  return hasErrorCode(error, "VCC_FORBIDDEN", "VCC_NOT_PROVISIONED");
}

/** True if nobody knows what became of a write. */
export function isAmbiguous(error: unknown): error is VccError {
  return hasErrorCode(error, "VCC_OUTCOME_UNKNOWN");
}

/** True if an object is in the way for good: another has the name, or uses the object. Repeating is pointless. */
export function isLastingConflict(error: unknown): error is ConflictError {
  return error instanceof ConflictError && error.code !== "VCC_BUSY";
}

/** True if the same call may succeed later without any change. */
export function mayPass(error: unknown): boolean {
  return hasErrorCode(
    error,
    ...(["VCC_BUSY", "VCC_RATE_LIMITED", "VCC_SERVER_ERROR", "VCC_LIST_CHANGED"] as const),
    ...(["VCC_NO_ANSWER", "VCC_PROXY", "VCC_UNTRUSTED_CERTIFICATE", "VCC_OUTCOME_UNKNOWN"] as const),
  );
}

/** For a promise, where absence is an answer rather than a failure. */
export function undefinedIfNotFound(error: unknown): undefined {
  if (!(error instanceof NotFoundError)) throw error;
}

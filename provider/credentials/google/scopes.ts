/** Beginning of Google's scopes, but for the one of Gmail as a whole. */
export const SCOPE_PREFIX = "https://www.googleapis.com/auth/";
/** Permission to read and answer a mailbox. Source: assumed, because VCC doesn't say what it asks for. */
export const MAIL_SCOPE = "https://mail.google.com/";
/** Scopes that a probe asks for, one or the other: the job's, then the least that tells whose mailbox it is. */
export const PROBE_SCOPES = [MAIL_SCOPE, `${SCOPE_PREFIX}gmail.metadata`] as const;

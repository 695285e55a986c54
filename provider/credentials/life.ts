import { DEFAULT_EXPIRY_WARNING_DAYS, LIFE_IN_DAYS, type ManagedCredential } from "../../schema/credential";
import type { CredentialProblem } from "../core/ports";
import type { Life } from "./method";

const DAY_MS = 86_400_000;
/** Clocks and time zones differ: a date declared as today's is neither past nor to come. */
const TOLERANCE_MS = DAY_MS;

/** A declared date in ms since 1970; a calendar day counts from its first moment in UTC, which warns earlier. */
export function toTime(declared: string | undefined): number | undefined {
  const time = declared === undefined ? Number.NaN : Date.parse(declared);
  return Number.isNaN(time) ? undefined : time;
}

/** The earlier of two ends, where both are known. */
export function earlier(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.min(one, other);
}

/** As outputs carry it: ISO 8601 in UTC, whole seconds. */
export function toIso(time: number): string {
  return new Date(time).toISOString().replace(/\.\d{3}Z$/u, "Z");
}

/** A refresh token's life from its declared start; Google's starts anew with each use. */
export function refreshTokenLife(provider: "google" | "microsoft", issuedAt: string | undefined): Life {
  const start = toTime(issuedAt);
  if (start === undefined) return {};
  const days = provider === "google" ? LIFE_IN_DAYS.googleRefreshToken : LIFE_IN_DAYS.microsoftRefreshToken;
  return { start, end: start + days * DAY_MS };
}

/**
 * A warning that would never end: the window is longer than the whole life of this credential. Where that is the same
 * for all of a method, the schema says so already.
 */
export function windowProblem({ expiryWarningDays }: ManagedCredential, life: Life): CredentialProblem | undefined {
  if (life.start === undefined || life.end === undefined) return undefined;
  const wholeDays = Math.floor((life.end - life.start) / DAY_MS);
  const days = expiryWarningDays ?? DEFAULT_EXPIRY_WARNING_DAYS;
  if (days <= wholeDays) return undefined;
  const received = expiryWarningDays === undefined ? `nothing, which means ${days}` : String(days);
  return {
    field: "expiryWarningDays",
    reason: `whole number of days from 1 to ${wholeDays}, the whole life of this credential, got ${received}. A longer warning would never end.`,
  };
}

/** Ends that are past, and starts that are to come. A date that the last run knew is right: it has come true since. */
export function dateProblems(
  credential: ManagedCredential,
  prior: ManagedCredential | undefined,
  now: number,
): CredentialProblem[] {
  const dates = declaredDates(credential);
  const known = prior === undefined ? {} : declaredDates(prior);
  return (Object.keys(dates) as (keyof DeclaredDates)[]).flatMap((field) => {
    const declared = dates[field];
    const time = toTime(declared);
    if (time === undefined || declared === known[field]) return [];
    const isStart = field === "refreshTokenIssuedAt";
    if (isStart ? time <= now + TOLERANCE_MS : time > now - TOLERANCE_MS) return [];
    const rule = isStart ? "a date that isn't to come" : "a date to come";
    const step = isStart
      ? "Give the day on which the person signed in."
      : "Such a credential has ended already: make a new one, and give its end.";
    return [{ field, reason: `${rule}, got "${declared}". ${step}` }];
  });
}

interface DeclaredDates {
  readonly keyExpiresAt?: string;
  readonly clientSecretExpiresAt?: string;
  readonly refreshTokenIssuedAt?: string;
}

function declaredDates(credential: ManagedCredential): DeclaredDates {
  const { keyExpiresAt, clientSecretExpiresAt, refreshTokenIssuedAt }: DeclaredDates = { ...credential };
  return {
    ...(keyExpiresAt !== undefined && { keyExpiresAt }),
    ...(clientSecretExpiresAt !== undefined && { clientSecretExpiresAt }),
    ...(refreshTokenIssuedAt !== undefined && { refreshTokenIssuedAt }),
  };
}

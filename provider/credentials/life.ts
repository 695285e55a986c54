import type { Credential, ManagedCredential, RefreshTokenCredential } from "../../schema/credential";
import { DEFAULT_EXPIRY_WARNING_DAYS, LIFE_IN_DAYS } from "../../schema/credential";
import { DAY_MS, toMs } from "../../schema/time";
import type { CredentialProblem } from "../ports";

/** Clocks and time zones differ: a date declared as today's is neither past nor to come. */
const TOLERANCE_MS = DAY_MS;

/** From when to when a credential is good, in ms since 1970, as far as that is known. */
export interface Life {
  readonly start?: number;
  readonly end?: number;
  /** When the copy that lies here ends, though VCC goes on with what it has made of it. */
  readonly copyEnd?: number;
}

/** The first end to come; that of a copy counts no more once it is past. */
export function firstEnd({ end, copyEnd }: Life, now: number): number | undefined {
  if (copyEnd === undefined || copyEnd <= now) return end;
  return end === undefined ? copyEnd : Math.min(end, copyEnd);
}

/** As outputs carry it: ISO 8601 in UTC, whole seconds. */
export function toIso(time: number): string {
  return new Date(time).toISOString().replace(/\.\d{3}Z$/u, "Z");
}

/** A refresh token's end, reckoned from its declared start. Google's is put off by each use. */
export function refreshTokenEnd({
  provider,
  refreshTokenIssuedAt,
}: RefreshTokenCredential): number | undefined {
  const start = toMs(refreshTokenIssuedAt);
  const days = provider === "google" ? LIFE_IN_DAYS.googleRefreshToken : LIFE_IN_DAYS.microsoftRefreshToken;
  return start === undefined ? undefined : start + days * DAY_MS;
}

/** Whether trying the credential puts its end off, so that what was reckoned without trying doesn't hold. */
export function isRenewedByUse({ provider, method }: ManagedCredential): boolean {
  return provider === "google" && method === "refreshToken";
}

/**
 * A warning that would never end: the window is longer than the whole life of this credential. Where that is the same
 * for all of a method, the schema says so already.
 */
export function windowProblem(
  { expiryWarningDays }: ManagedCredential,
  life: Life,
): CredentialProblem | undefined {
  if (life.start === undefined || life.end === undefined) return undefined;
  const wholeDays = Math.floor((life.end - life.start) / DAY_MS);
  if (expiryWarningDays === undefined || expiryWarningDays <= wholeDays) return undefined;
  return {
    field: "expiryWarningDays",
    reason: `whole number of days from 1 to ${wholeDays}, the whole life of this credential, got ${expiryWarningDays}. A longer warning would never end.`,
  };
}

/** The warning where the program says nothing: 30 days, or the last third of a shorter life. */
export function warningDays({ expiryWarningDays }: ManagedCredential, { start, end }: Life): number {
  if (expiryWarningDays !== undefined) return expiryWarningDays;
  const wholeLife = start === undefined || end === undefined ? Number.POSITIVE_INFINITY : end - start;
  return Math.min(DEFAULT_EXPIRY_WARNING_DAYS, wholeLife / DAY_MS / 3);
}

const START = "refreshTokenIssuedAt";
const DECLARED_DATES = ["keyExpiresAt", "clientSecretExpiresAt", START];

/** Ends that are past, and starts that are to come. A date that the last run knew is right: it has come true since. */
export function dateProblems(
  credential: Credential,
  prior: Credential | undefined,
  now: number,
): CredentialProblem[] {
  const known = declaredDates(prior);
  return Object.entries(declaredDates(credential)).flatMap(([field, declared]) => {
    const time = toMs(declared);
    if (time === undefined || declared === known[field]) return [];
    if (field === START ? time <= now + TOLERANCE_MS : time > now - TOLERANCE_MS) return [];
    const reason =
      field === START
        ? `a date that isn't to come, got "${declared}". Give the day on which the person signed in.`
        : `a date to come, got "${declared}". Such a credential has ended: make a new one, and give its end.`;
    return [{ field, reason }];
  });
}

function declaredDates(credential: Credential | undefined): Readonly<Record<string, string>> {
  const entries = Object.entries(credential ?? {}).filter(([field]) => DECLARED_DATES.includes(field));
  return Object.fromEntries(entries.map(([field, value]) => [field, String(value)]));
}

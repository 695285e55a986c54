import { type Credential, factsOf, type ManagedCredential } from "../../../schema/credential/credential";
import { DEFAULT_EXPIRY_WARNING_DAYS } from "../../../schema/credential/fields";
import { DAY_MS, toMs } from "../../../schema/time";
import type { CredentialProblem } from "../../ports";

/** Clocks and time zones differ: a date declared as today's is neither past nor to come. */
const TOLERANCE_MS = DAY_MS;

/** Validity period of a credential, in ms since 1970, as far as it is known. */
export interface Validity {
  readonly start?: number;
  readonly end?: number | undefined;
  /** End of the copy on this machine, though VCC goes on with what it has made of it. */
  readonly copyEnd?: number | undefined;
}

/** The first end to come; that of a copy counts no more once it is past. */
export function firstEnd({ end, copyEnd }: Validity, now: number): number | undefined {
  if (copyEnd === undefined || copyEnd <= now) return end;
  return end === undefined ? copyEnd : Math.min(end, copyEnd);
}

/** An end that is reckoned from a declared start. */
export function endAfter(start: string | undefined, days: number): number | undefined {
  const begun = toMs(start);
  return begun === undefined ? undefined : begun + days * DAY_MS;
}

/** True if the end is past, as far as it is known. */
export function hasEnded({ end = Number.POSITIVE_INFINITY }: Validity, now: number): boolean {
  return now > end;
}

/**
 * A warning that would never end: the window is longer than the whole life of this credential. Where that is the same
 * for all of a method, the schema says so already.
 */
export function windowProblems(
  { expiryWarningDays }: ManagedCredential,
  { start, end }: Validity,
): CredentialProblem[] {
  if (start === undefined || end === undefined || expiryWarningDays === undefined) return [];
  const wholeDays = Math.floor((end - start) / DAY_MS);
  if (expiryWarningDays <= wholeDays) return [];
  const reason = `whole number of days from 1 to ${wholeDays}, the whole life of this credential, got ${expiryWarningDays}. A longer warning would never end.`;
  return [{ field: "expiryWarningDays", reason }];
}

/** The warning where the program says nothing: 30 days, or the last third of a shorter life. */
export function warningDays({ expiryWarningDays }: ManagedCredential, { start, end }: Validity): number {
  if (expiryWarningDays !== undefined) return expiryWarningDays;
  const wholeLife = start === undefined || end === undefined ? Number.POSITIVE_INFINITY : end - start;
  return Math.min(DEFAULT_EXPIRY_WARNING_DAYS, wholeLife / DAY_MS / 3);
}

/** Ends that are past, and starts that are to come. A date that the last run knew is right: it has come true since. */
export function dateProblems(
  credential: Credential,
  prior: Credential | undefined,
  now: number,
): CredentialProblem[] {
  const known: Readonly<Record<string, unknown>> = { ...prior };
  return Object.entries(credential).flatMap(([field, declared]) => {
    const date = factsOf(field)?.date;
    const time = toMs(typeof declared === "string" ? declared : undefined);
    if (date === undefined || time === undefined || declared === known[field]) return [];
    if (date === "start" ? time <= now + TOLERANCE_MS : time > now - TOLERANCE_MS) return [];
    const reason =
      date === "start"
        ? `a date that isn't to come, got "${declared}". Give the day on which the person signed in.`
        : `a date to come, got "${declared}". Such a credential has ended: make a new one, and give its end.`;
    return [{ field, reason }];
  });
}

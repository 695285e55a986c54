import * as z from "zod";
import { rule, secretRule } from "../rule";
import { identifier, probeOnly } from "./field-facts";

/** Default time before its end from which a credential counts as expiring, in days. */
export const DEFAULT_EXPIRY_WARNING_DAYS = 30;

/**
 * Whole life of a fresh credential, in days, where that is fixed. A Google refresh token lives on as long as it is
 * used within this time. Source: documented by Microsoft and Google; six months are taken for 180 days.
 */
export const LIFE_IN_DAYS = {
  microsoftRefreshToken: 90,
  googleRefreshToken: 180,
  clientSecret: 730,
} as const;

/** Days of warning before the end, at most the whole life of such a credential where that is fixed. */
export function expiryWarningDays(life?: { readonly days: number; readonly of: string }) {
  const error = rule(
    life === undefined ? "whole number of days, 1 or more" : `whole number of days from 1 to ${life.days}`,
    life === undefined
      ? `Leave it out for ${DEFAULT_EXPIRY_WARNING_DAYS}.`
      : `${life.of} lives at most ${life.days} days, so a longer warning would never end.`,
  );
  const days = z
    .int({ error })
    .min(1, { error })
    .max(life?.days ?? Number.MAX_SAFE_INTEGER, { error });
  return probeOnly(days.optional());
}

export const probe = probeOnly(
  z
    .boolean({
      error: rule("true or false", "Write false only where the identity provider can't be reached."),
    })
    .optional(),
);

/** Calendar day, taken for its first moment in UTC, or a moment. */
export const Moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
  error: rule(
    "a date such as 2027-01-31 or 2027-01-31T08:00:00Z",
    "Copy it from the page that shows the credential.",
  ),
});

/** Client id of an app. Not shown in errors, because it is easy to paste the secret instead. */
export const ClientId = identifier(
  z
    .string({ error: secretRule("the app's client id", "Copy it from the app's registration.") })
    .regex(/^\S{1,255}$/u, {
      error: secretRule("the app's client id, without spaces", "Copy it from the app's registration."),
    }),
  "CLIENT-ID-TO-FILL-IN",
);

const TENANT = rule(
  "a tenant's id or domain, such as contoso.onmicrosoft.com",
  "Copy the directory (tenant) id from the app's registration; an app that signs in by itself needs its own tenant, not common.",
);
/** Names that stand for any directory of Microsoft's cloud. Source: documented. */
export const ANY_TENANT: readonly string[] = ["common", "organizations", "consumers"];
const TENANT_STAND_IN = "TENANT-ID-TO-FILL-IN";
/** Directory that an app belongs to. */
export const TenantId = identifier(
  z
    .string({ error: TENANT })
    .regex(new RegExp(`^(?!(?:${ANY_TENANT.join("|")})$)[A-Za-z0-9][A-Za-z0-9.-]*$`, "u"), { error: TENANT }),
  TENANT_STAND_IN,
);
/** Directory that people sign in to, or any of them where it is left out. */
export const TenantOfPeople = identifier(
  z
    .string({ error: TENANT })
    .regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/u, { error: TENANT })
    .optional(),
  TENANT_STAND_IN,
);

/** A single OAuth scope. */
export const Scope = z
  .string({
    error: rule("one OAuth scope", "Leave it out for the least one that tells whose mailbox it is."),
  })
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/u, {
    error: rule("one OAuth scope, without spaces", "Name one scope."),
  });

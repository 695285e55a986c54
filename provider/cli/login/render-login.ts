import type { RefreshTokenCredential } from "../../../schema/credential";
import type { TokenStore } from "./token-store";
import type { VerifiedSignIn } from "./verify";

/** Then whatever else the program says of it already. */
const ORDER = [
  "provider",
  "method",
  "tenantId",
  "clientId",
  "clientSecret",
  "refreshToken",
  "refreshTokenIssuedAt",
  "account",
  "probeScope",
] as const;

/** The credential as a program writes it. Holds references, no secret. */
export function renderCredential(credential: RefreshTokenCredential): string {
  const fields: Readonly<Record<string, unknown>> = credential;
  const names = [...new Set([...ORDER, ...Object.keys(fields)])];
  const lines = names.flatMap((field) =>
    fields[field] === undefined ? [] : [`  ${field}: ${JSON.stringify(fields[field])},`],
  );
  return ["credential: {", ...lines, "},"].join("\n");
}

/** What a person has to know once the token is stored. */
export function renderStored(
  { mailbox, expiresAt, isKeptAliveByUse }: VerifiedSignIn,
  { place, reference }: TokenStore,
): readonly string[] {
  const end = isKeptAliveByUse
    ? `It stays good as long as it is used; without any use it ends at ${expiresAt}.`
    : `It is good until ${expiresAt}; sign in again before that.`;
  const care = reference.startsWith("file:") ? [`Keep that file out of version control.`] : [];
  return [
    `Signed in to ${mailbox}. The refresh token is in ${place}.`,
    ...(expiresAt === undefined ? [] : [end]),
    ...care,
    "Write this in the program, then run pulumi up:",
  ];
}

import type { RefreshTokenCredential } from "../../schema/credential";
import { toMs } from "../../schema/time";
import { requireClientSecret } from "./client-secret";
import { refreshTokenEnd } from "./life";
import type { CredentialMethod } from "./method";
import { findSecret, requireSecret, type SecretSources } from "./references";
import { tokenKey } from "./token-key";

/** Where the tenant isn't given: any directory of people, which only apps for many tenants may use. */
export const ANY_ORGANISATION = "organizations";

/** A person's sign-in, kept as a refresh token. */
export const refreshToken: CredentialMethod<RefreshTokenCredential> = {
  // Google's refresh tokens stay the same for life; Microsoft gives a new one with each use.
  holding: ({ provider }) => (provider === "google" ? "copy" : "successor"),

  secrets: (credential) => [
    credential.refreshToken,
    ...(credential.clientSecret ? [credential.clientSecret] : []),
  ],

  material(sources, credential) {
    const token = findSecret(sources, credential.refreshToken)?.trim();
    const secret =
      credential.clientSecret === undefined ? "" : findSecret(sources, credential.clientSecret)?.trim();
    if (token === undefined || secret === undefined) return undefined;
    return [credential.provider, credential.clientId, secret, tenantOf(credential) ?? "", token];
  },

  grant(sources, credential, mailbox) {
    const { provider, clientId } = credential;
    const secret = clientSecretOf(sources, credential, mailbox);
    const tenantId = tenantOf(credential);
    return {
      provider,
      method: "refreshToken",
      clientId,
      ...(secret !== undefined && { clientSecret: secret }),
      ...(tenantId !== undefined && { tenantId }),
      refreshToken: requireToken(sources, credential, mailbox),
    };
  },

  life(_sources, credential) {
    const tokenEnd = refreshTokenEnd(credential);
    if (credential.provider === "google") return tokenEnd === undefined ? {} : { end: tokenEnd };
    const end = secretEndOf(credential);
    return { ...(end !== undefined && { end }), ...(tokenEnd !== undefined && { copyEnd: tokenEnd }) };
  },

  async probe({ sources, google, microsoft, now }, credential, mailbox) {
    const { clientId, account } = credential;
    const token = requireToken(sources, credential, mailbox);
    const secret = clientSecretOf(sources, credential, mailbox);
    const target = { subject: { mailbox, app: clientId, byPerson: true }, expected: account ?? mailbox };
    if (credential.provider === "google") {
      const lifeIsOver = now() > (refreshTokenEnd(credential) ?? Number.POSITIVE_INFINITY);
      return google.signIn({ clientId, clientSecret: secret, refreshToken: token, lifeIsOver }, target);
    }
    const { tenantId = ANY_ORGANISATION, probeScope } = credential;
    const app = {
      key: tokenKey("refresh", tenantId, clientId, secret ?? "", token),
      tenantId,
      clientId,
      ...(secret !== undefined && { proof: { clientSecret: secret } }),
    };
    const secretEnd = secretEndOf(credential) ?? Number.POSITIVE_INFINITY;
    return microsoft.signIn(app, token, probeScope, { ...target, lifeIsOver: now() > secretEnd });
  },
};

function requireToken(sources: SecretSources, credential: RefreshTokenCredential, mailbox: string): string {
  return requireSecret(sources, credential.refreshToken, `The refresh token of ${mailbox}`).trim();
}

function clientSecretOf(
  sources: SecretSources,
  credential: RefreshTokenCredential,
  mailbox: string,
): string | undefined {
  if (credential.clientSecret === undefined) return undefined;
  return requireClientSecret(sources, credential.clientSecret, mailbox);
}

function tenantOf(credential: RefreshTokenCredential): string | undefined {
  return credential.provider === "microsoft" ? credential.tenantId : undefined;
}

function secretEndOf(credential: RefreshTokenCredential): number | undefined {
  return credential.provider === "microsoft" ? toMs(credential.clientSecretExpiresAt) : undefined;
}

import { LIFE_IN_DAYS } from "../../../schema/credential/fields";
import type { GoogleRefreshTokenCredential } from "../../../schema/credential/methods";
import { probeGmail } from "../google/probe";
import { findSecret, requireClientSecret, requireRefreshToken } from "../material/references";
import { endAfter, hasEnded } from "../material/validity";
import { endingAt } from "../probe/probe-flow";
import { tokenKey } from "../probe/token-cache";
import type { CredentialMethod } from "./credential-method";

const HOUR_MS = 3_600_000;

/** A person's sign-in at Google, kept as a refresh token. It stays the same for life, and each use puts its end off. */
export const googleRefreshToken: CredentialMethod<GoogleRefreshTokenCredential> = {
  holding: "copy",
  isRenewedByUse: true,

  material(sources, { provider, clientId, clientSecret, refreshToken }) {
    const token = findSecret(sources, refreshToken)?.trim();
    const secret = clientSecret === undefined ? "" : findSecret(sources, clientSecret)?.trim();
    // The empty one is the tenant, which Google's tokens have none of.
    return token === undefined || secret === undefined ? undefined : [provider, clientId, secret, "", token];
  },

  grant(sources, { provider, clientId, clientSecret, refreshToken }, mailbox) {
    const secret = requireClientSecret(sources, clientSecret, mailbox);
    return {
      provider,
      method: "refreshToken",
      clientId,
      ...(secret !== undefined && { clientSecret: secret }),
      refreshToken: requireRefreshToken(sources, refreshToken, mailbox),
    };
  },

  validity(_sources, { refreshTokenIssuedAt }) {
    const end = endAfter(refreshTokenIssuedAt, LIFE_IN_DAYS.googleRefreshToken);
    return end === undefined ? {} : { end };
  },

  async probe({ sources, google, now }, credential, mailbox) {
    const { clientId, account } = credential;
    const refreshToken = requireRefreshToken(sources, credential.refreshToken, mailbox);
    const clientSecret = requireClientSecret(sources, credential.clientSecret, mailbox);
    const app = { clientId, clientSecret, refreshToken };
    const { result, token } = await probeGmail(
      google,
      {
        tokenKey: tokenKey("refresh", clientId, clientSecret ?? "", refreshToken),
        acquire: () => google.client.refreshedToken(app),
      },
      { context: { mailbox, app: clientId, byPerson: true }, expected: account ?? mailbox },
      {
        kind: "refreshToken",
        hasEnded: hasEnded(googleRefreshToken.validity(sources, credential), now()),
      },
    );
    const seconds = token?.refreshTokenLifeSeconds;
    // To the hour, so that two looks give the same.
    return endingAt(result, seconds && Math.round((now() + seconds * 1_000) / HOUR_MS) * HOUR_MS);
  },
};

import type { ClientSecretCredential } from "../../schema/credential";
import { toMs } from "../../schema/time";
import type { CredentialMethod } from "./method";
import { findSecret, requireSecret, type SecretSources } from "./references";
import { tokenKey } from "./token-key";

/** A Microsoft app with a client secret, which ends within two years. */
export const clientSecret: CredentialMethod<ClientSecretCredential> = {
  holding: () => "copy",

  secrets: (credential) => [credential.clientSecret],

  material(sources, credential) {
    const secret = findSecret(sources, credential.clientSecret)?.trim();
    return secret === undefined ? undefined : [credential.tenantId, credential.clientId, secret];
  },

  grant(sources, credential, mailbox) {
    const { tenantId, clientId } = credential;
    const secret = requireClientSecret(sources, credential.clientSecret, mailbox);
    return { provider: "microsoft", method: "clientSecret", tenantId, clientId, clientSecret: secret };
  },

  life(_sources, { clientSecretExpiresAt }) {
    const end = toMs(clientSecretExpiresAt);
    return end === undefined ? {} : { end };
  },

  async probe({ sources, microsoft, now }, credential, mailbox) {
    const { tenantId, clientId, account, readExpiryFromGraph = false } = credential;
    const secret = requireClientSecret(sources, credential.clientSecret, mailbox);
    const end = toMs(credential.clientSecretExpiresAt);
    return microsoft.app(
      {
        key: tokenKey("secret", tenantId, clientId, secret),
        tenantId,
        clientId,
        proof: { clientSecret: secret },
      },
      {
        subject: { mailbox, app: clientId, byPerson: false },
        expected: account ?? mailbox,
        lifeIsOver: end !== undefined && now() > end,
      },
      {
        scope: credential.probeScope,
        secret: readExpiryFromGraph && end === undefined ? secret : undefined,
      },
    );
  },
};

/** A client secret without the line end that files and variables give it. */
export function requireClientSecret(sources: SecretSources, reference: string, mailbox: string): string {
  return requireSecret(sources, reference, `The client secret of ${mailbox}`).trim();
}

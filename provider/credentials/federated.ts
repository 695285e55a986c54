import type { FederatedCredential } from "../../schema/credential";
import type { CredentialMethod } from "./method";
import { requireSecret, type SecretSources } from "./references";
import { tokenKey } from "./token-key";

/** A Microsoft app that another identity provider vouches for, with an assertion that lives for minutes. */
export const federated: CredentialMethod<FederatedCredential> = {
  holding: () => "identifiers",

  // An assertion is as short-lived as whatever writes it makes it readable.
  secrets: () => [],

  // The assertion changes by itself all the time; what it stands for doesn't.
  material: (_sources, { tenantId, clientId }) => [tenantId, clientId],

  grant(sources, credential, mailbox) {
    const { tenantId, clientId } = credential;
    const assertion = requireAssertion(sources, credential, mailbox);
    return { provider: "microsoft", method: "federated", tenantId, clientId, assertion };
  },

  life: () => ({}),

  async probe({ sources, microsoft }, credential, mailbox) {
    const { tenantId, clientId, account, assertion: reference } = credential;
    requireAssertion(sources, credential, mailbox);
    const assertion = () => requireAssertion(sources, credential, mailbox);
    return microsoft.app(
      { key: tokenKey("federated", tenantId, clientId, reference), tenantId, clientId, proof: { assertion } },
      {
        subject: { mailbox, app: clientId, byPerson: false },
        expected: account ?? mailbox,
        lifeIsOver: false,
      },
    );
  },
};

function requireAssertion(
  sources: SecretSources,
  { assertion }: FederatedCredential,
  mailbox: string,
): string {
  return requireSecret(sources, assertion, `The assertion of ${mailbox}`).trim();
}

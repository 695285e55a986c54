import type { FederatedCredential } from "../../schema/credential";
import type { ProbeResult } from "../ports";
import type { CredentialMethod } from "./method";
import { requireSecret } from "./references";
import { tokenKey } from "./token-key";

/**
 * A Microsoft app that trusts VCC as a workload. VCC gets identifiers; an assertion is this run's own, lives for minutes
 * and serves the probe alone.
 */
export const federated: CredentialMethod<FederatedCredential> = {
  holding: () => "identifiers",

  // An assertion is as short-lived as whatever writes it makes it readable.
  secrets: () => [],

  // Only what VCC holds: the assertion changes by itself all the time.
  material: (_sources, { tenantId, clientId }) => [tenantId, clientId],

  grant: (_sources, { tenantId, clientId }) => ({
    provider: "microsoft",
    method: "federated",
    tenantId,
    clientId,
  }),

  life: () => ({}),

  async probe({ sources, microsoft }, credential, mailbox) {
    const { tenantId, clientId, account, assertion: reference, probeScope: scope } = credential;
    if (reference === undefined) return NOT_TRIED;
    const assertion = () => requireSecret(sources, reference, `The assertion of ${mailbox}`).trim();
    assertion();
    return microsoft.app(
      { key: tokenKey("federated", tenantId, clientId, reference), tenantId, clientId, proof: { assertion } },
      {
        subject: { mailbox, app: clientId, byPerson: false },
        expected: account ?? mailbox,
        lifeIsOver: false,
      },
      { scope },
    );
  },
};

const NOT_TRIED: ProbeResult = {
  health: "unknown",
  cause: "noAccess",
  reason: "The credential names no assertion of this run to try it with.",
};

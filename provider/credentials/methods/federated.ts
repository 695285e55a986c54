import type { FederatedCredential } from "../../../schema/credential/methods";
import type { ProbeResult } from "../../ports";
import { requireSecret } from "../material/references";
import { probeApp } from "../microsoft/probe";
import { tokenKey } from "../probe/token-cache";
import type { CredentialMethod } from "./credential-method";

/**
 * A Microsoft app that trusts VCC as a workload. VCC gets identifiers; an assertion is this run's own, lives for minutes
 * and serves the probe alone.
 */
export const federated: CredentialMethod<FederatedCredential> = {
  holding: "identifiers",

  // The assertion changes by itself all the time, and VCC doesn't hold it.
  material: (_sources, { tenantId, clientId }) => [tenantId, clientId],

  grant: (_sources, { tenantId, clientId }) => ({
    provider: "microsoft",
    method: "federated",
    tenantId,
    clientId,
  }),

  validity: () => ({}),

  async probe({ sources, microsoft }, credential, mailbox) {
    const { tenantId, clientId, assertion: reference } = credential;
    if (reference === undefined) return NOT_TRIED;
    const assertion = () => requireSecret(sources, reference, `The assertion of ${mailbox}`).trim();
    assertion();
    const key = tokenKey("federated", tenantId, clientId, reference);
    const app = { key, tenantId, clientId, proof: { assertion } };
    return probeApp(microsoft, { app, mailbox, credential, hasEnded: false });
  },
};

const NOT_TRIED: ProbeResult = {
  health: "unknown",
  cause: "noAccess",
  reason: "The credential names no assertion of this run to try it with.",
};

import type { FederatedCredential } from "../../../schema/credential/methods";
import type { ProbeResult } from "../../ports";
import { requireSecret } from "../material/references";
import { toApp } from "../microsoft/client";
import { probeApp } from "../microsoft/probe";
import type { CredentialMethod } from "./credential-method";

/**
 * A Microsoft app that trusts VCC as a workload. VCC gets identifiers; an assertion is this run's own, lives for minutes
 * and serves the probe alone.
 */
export const federated: CredentialMethod<FederatedCredential> = {
  holding: "identifiers",

  // The assertion changes by itself all the time, and VCC doesn't hold it.
  material: (_sources, { tenantId, clientId }) => [tenantId, clientId],

  grant: (_sources, { provider, method, tenantId, clientId }) => ({ provider, method, tenantId, clientId }),

  validity: () => ({}),

  async probe({ sources, microsoft }, credential, trial) {
    const { assertion: reference, probeScope } = credential;
    if (reference === undefined) return NOT_TRIED;
    const assertion = () => requireSecret(sources, reference, `The assertion of ${trial.mailbox}`);
    assertion();
    return probeApp(microsoft, toApp(credential, { assertion }, "assertion", reference), trial, probeScope);
  },
};

const NOT_TRIED: ProbeResult = {
  health: "unknown",
  cause: "noAccess",
  reason: "The credential names no assertion of this run to try it with.",
};

import type { ProbeResult } from "../../ports";
import { success } from "../probe/identity-reply";
import type { Probed, ProbeFlowDeps, ProbeTarget, TokenSource, Trial } from "../probe/probe-flow";
import { runProbe, tryScopes } from "../probe/probe-flow";
import type { Delegation, GoogleClient, GoogleToken } from "./client";
import { PROBE_SCOPES } from "./scopes";
import { diagnoseGmail, diagnoseGoogle, diagnoseWorkload } from "./errors";

/** Services of probes at Google. */
export interface GoogleProbeDeps extends ProbeFlowDeps<GoogleToken> {
  readonly client: GoogleClient;
  /** Prefix of public certificates of service accounts. Not asked if undefined. */
  readonly certificatesUrl: string | undefined;
}

/** Gets a token, and the name of the mailbox that it opens from Gmail. */
export function probeGmail(
  deps: GoogleProbeDeps,
  source: TokenSource<GoogleToken>,
  target: ProbeTarget,
): Promise<Probed<GoogleToken>> {
  return runProbe(
    {
      ...source,
      ...target,
      async ask(token) {
        const profile = await deps.client.profile(token);
        return profile.ok ? success({ names: [profile.value] }) : profile;
      },
      diagnoseToken: (failure) =>
        failure.step === undefined
          ? diagnoseGoogle(failure, target)
          : diagnoseWorkload(failure, failure.step),
      diagnoseMailbox: diagnoseGmail,
    },
    deps,
  );
}

/** Probes a service account, the `app`, that acts as the mailbox. Scopes if none is given: `PROBE_SCOPES`. */
export function probeDelegation(
  deps: GoogleProbeDeps,
  target: Trial & { readonly app: string },
  probeScope: string | undefined,
  tokenOf: (delegation: Delegation) => TokenSource<GoogleToken>,
): Promise<ProbeResult> {
  return tryScopes(probeScope, PROBE_SCOPES, (scope) =>
    probeGmail(deps, tokenOf({ subject: target.expected, scope }), { ...target, byPerson: false, scope }),
  );
}

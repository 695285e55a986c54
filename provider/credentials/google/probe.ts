import type { ProbeResult } from "../../ports";
import { success } from "../probe/identity-reply";
import type { Probed, ProbeFlowDeps, ProbeTarget, TokenSource, Trial } from "../probe/probe-flow";
import { runProbe, tryScopes } from "../probe/probe-flow";
import type { Delegation, GoogleClient, GoogleToken } from "./client";
import { diagnoseGmail, diagnoseGoogle, diagnoseWorkload } from "./errors";

/** The scope that VCC's job takes, then the least that tells whose mailbox it is. Source of the first: assumed. */
const GMAIL_SCOPES = ["https://mail.google.com/", "https://www.googleapis.com/auth/gmail.metadata"] as const;

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

/** Probes a service account, the `app`, that acts as the mailbox. Scopes if none is given: `GMAIL_SCOPES`. */
export function probeDelegation(
  deps: GoogleProbeDeps,
  target: Trial & { readonly app: string },
  probeScope: string | undefined,
  tokenOf: (delegation: Delegation) => TokenSource<GoogleToken>,
): Promise<ProbeResult> {
  return tryScopes(probeScope, GMAIL_SCOPES, (scope) =>
    probeGmail(deps, tokenOf({ subject: target.expected, scope }), { ...target, byPerson: false, scope }),
  );
}

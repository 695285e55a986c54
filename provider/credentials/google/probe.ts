import type { ProbeResult } from "../../ports";
import { type Probed, type ProbeFlowDeps, type ProbeTarget } from "../probe/probe-flow";
import { runProbe, type TokenSource, tryScopes } from "../probe/probe-flow";
import type { Delegation, GoogleClient, GoogleToken } from "./client";
import { diagnoseGmail, diagnoseGoogle, diagnoseWorkload, type GoogleFlow } from "./errors";

/** The scope that VCC's job takes, then the least that tells whose mailbox it is. Source of the first: assumed. */
const GMAIL_SCOPES = ["https://mail.google.com/", "https://www.googleapis.com/auth/gmail.metadata"];

/** Services of probes at Google. */
export interface GoogleProbeDeps extends ProbeFlowDeps<GoogleToken> {
  readonly client: GoogleClient;
  /** Prefix of public certificates of service accounts. Not asked if undefined. */
  readonly certificatesUrl: string | undefined;
}

/** Facts of a token request that the meaning of its refusal depends on. */
interface Flow {
  readonly kind: GoogleFlow;
  /** True if the declared life of key or token has passed. */
  readonly hasEnded: boolean;
}

/** Gets a token, and the name of the mailbox that it opens from Gmail. */
export function probeGmail(
  deps: GoogleProbeDeps,
  source: TokenSource<GoogleToken>,
  target: ProbeTarget,
  { kind, hasEnded }: Flow,
): Promise<Probed<GoogleToken>> {
  return runProbe(
    {
      ...source,
      ...target,
      async ask(token) {
        const profile = await deps.client.profile(token);
        return profile.ok ? { ok: true, value: { names: [profile.value] } } : profile;
      },
      diagnoseToken: (failure) =>
        failure.step === undefined
          ? diagnoseGoogle(failure, kind, hasEnded)
          : diagnoseWorkload(failure, failure.step),
      diagnoseMailbox: diagnoseGmail,
    },
    deps,
  );
}

/** Domain-wide delegation to be probed. */
interface DelegationProbe {
  /** Address of the service account. */
  readonly serviceAccount: string;
  readonly mailbox: string;
  /** Account that the service account acts as. */
  readonly subject: string;
  /** The scopes that are usual if undefined. */
  readonly scope: string | undefined;
  readonly hasEnded: boolean;
  readonly tokenOf: (delegation: Delegation) => TokenSource<GoogleToken>;
}

/** Probes a service account that acts as the mailbox. */
export function probeDelegation(deps: GoogleProbeDeps, probe: DelegationProbe): Promise<ProbeResult> {
  const { serviceAccount: app, mailbox, subject, scope: wanted, hasEnded, tokenOf } = probe;
  return tryScopes(wanted === undefined ? GMAIL_SCOPES : [wanted], (scope) => {
    const target = { context: { mailbox, app, byPerson: false, scope }, expected: subject };
    return probeGmail(deps, tokenOf({ subject, scope }), target, { kind: "delegation", hasEnded });
  });
}

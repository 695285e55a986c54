import type { ProbeResult } from "../ports";
import { Attempts } from "./attempts";
import type { Finding, Subject } from "./finding";
import type { Delegation, Google, GoogleToken } from "./google";
import { type GoogleFlow, judgeGoogle, judgeWorkload } from "./google-errors";
import { toIso } from "./life";
import type { Limit } from "./limits";
import { judgeGmail } from "./mailbox-errors";
import { failed, type IdentityFailure, type Outcome, success, type WorkloadStep } from "./outcome";
import { certificateLife, parseCertificate } from "./pem";
import { tokenKey } from "./token-key";
import { type Trial, type TrialSurroundings, type Tried, tryOut, tryScopes } from "./trial";

const HOUR_MS = 3_600_000;
/** Keys that never end carry the year 9999. */
const NO_END = Date.UTC(9000, 0);

/** What VCC's job takes, then the least that tells whose mailbox it is. Source of the first: assumed. */
const GMAIL_SCOPES = ["https://mail.google.com/", "https://www.googleapis.com/auth/gmail.metadata"];

/** Whom a service account acts as, and what for; the scopes that are usual if absent. */
export interface Impersonation {
  readonly subject: string;
  readonly scope: string | undefined;
}

/** What a probe speaks of, and the address that the credential has to open. */
export interface GoogleTarget {
  readonly subject: Subject;
  readonly expected: string;
}

export interface ServiceAccountKey {
  readonly email: string;
  readonly privateKey: string;
  readonly keyId: string | undefined;
  /** Whether the declared life has passed. */
  readonly lifeIsOver: boolean;
}

export interface Workload {
  readonly externalAccount: Readonly<Record<string, unknown>>;
  readonly serviceAccount: string;
}

export interface GoogleSignIn {
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly refreshToken: string;
  /** Whether the declared life has passed. */
  readonly lifeIsOver: boolean;
}

/** Each result's `expiresAt` is what Google says; nothing declared. */
export interface GoogleProbes {
  key(key: ServiceAccountKey, as: Impersonation, target: GoogleTarget): Promise<ProbeResult>;
  workload(workload: Workload, as: Impersonation, target: GoogleTarget): Promise<ProbeResult>;
  signIn(signIn: GoogleSignIn, target: GoogleTarget): Promise<ProbeResult>;
}

interface Surroundings {
  readonly limit: Limit;
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => number;
  /** Not asked if absent. */
  readonly certificatesUrl: string | undefined;
}

export function createGoogleProbes(google: Google, surroundings: Surroundings): GoogleProbes {
  const { now, limit, certificatesUrl } = surroundings;
  const tokens = new Attempts<GoogleToken>(now);
  const workloads = new Attempts<GoogleToken>(now);
  const ends = new Map<string, Promise<number | undefined>>();

  const run = createRun(google, { ...surroundings, tokens });

  return {
    async key({ email, privateKey, keyId, lifeIsOver }, as, target) {
      const way = (delegation: Delegation) => ({
        tokenKey: tokenKey("key", email, privateKey, delegation.subject, delegation.scope),
        acquire: () => google.keyToken(email, privateKey, delegation),
      });
      const result = await delegated(run, way, as, { target, lifeIsOver });
      if (result.health !== "active" || keyId === undefined || certificatesUrl === undefined) return result;
      const url = `${certificatesUrl}/${encodeURIComponent(email)}`;
      const asked = ends.get(keyId) ?? limit(() => endOfKey(google, url, keyId));
      ends.set(keyId, asked);
      return withEnd(result, await asked);
    },

    workload({ externalAccount, serviceAccount }, as, target) {
      const workloadKey = tokenKey("workload", JSON.stringify(externalAccount));
      const way = (delegation: Delegation) => ({
        tokenKey: tokenKey(workloadKey, serviceAccount, delegation.subject, delegation.scope),
        acquire: async () => {
          const own = await workloads.get(workloadKey, () => google.workloadToken(externalAccount)).outcome;
          if (!own.ok) return inStep("exchange", own.failure);
          const signed = await google.signedAssertion(own.value, serviceAccount, delegation);
          return signed.ok ? google.assertedToken(signed.value) : inStep("signature", signed.failure);
        },
      });
      return delegated(run, way, as, { target, lifeIsOver: false });
    },

    async signIn({ lifeIsOver, ...grant }, target) {
      const key = tokenKey("refresh", grant.clientId, grant.clientSecret ?? "", grant.refreshToken);
      const acquire = () => google.refreshedToken(grant);
      const { result, token } = await run({ tokenKey: key, acquire }, target, {
        kind: "refreshToken",
        lifeIsOver,
      });
      const seconds = token?.refreshTokenLifeSeconds;
      // To the hour, so that two looks give the same.
      return withEnd(result, seconds && Math.round((now() + seconds * 1_000) / HOUR_MS) * HOUR_MS);
    },
  };
}

interface Flow {
  readonly kind: GoogleFlow;
  readonly lifeIsOver: boolean;
}
type Way = Pick<Trial<GoogleToken>, "tokenKey" | "acquire">;
type Run = (way: Way, target: GoogleTarget, flow: Flow) => Promise<Tried<GoogleToken>>;

function createRun(google: Google, surroundings: TrialSurroundings<GoogleToken>): Run {
  const ask = async (token: GoogleToken) => {
    const profile = await google.profile(token);
    return profile.ok ? success({ names: [profile.value] }) : profile;
  };
  return async (way, target, flow) => {
    const judgeToken = (failure: IdentityFailure) => judgeIn(flow, failure);
    return tryOut({ ...way, ...target, ask, judgeToken, judgeMailbox: judgeGmail }, surroundings);
  };
}

async function delegated(
  run: Run,
  wayOf: (delegation: Delegation) => Way,
  { subject, scope: wanted }: Impersonation,
  { target, lifeIsOver }: { readonly target: GoogleTarget; readonly lifeIsOver: boolean },
): Promise<ProbeResult> {
  const { result } = await tryScopes(wanted === undefined ? GMAIL_SCOPES : [wanted], async (scope) =>
    run(
      wayOf({ subject, scope }),
      { ...target, subject: { ...target.subject, scope } },
      { kind: "delegation", lifeIsOver },
    ),
  );
  return result;
}

function judgeIn({ kind, lifeIsOver }: Flow, failure: IdentityFailure): Finding {
  return failure.step === undefined
    ? judgeGoogle(failure, kind, lifeIsOver)
    : judgeWorkload(failure, failure.step);
}

function withEnd(result: ProbeResult, end: number | undefined): ProbeResult {
  return result.health !== "active" || end === undefined ? result : { ...result, expiresAt: toIso(end) };
}

function inStep(step: WorkloadStep, failure: IdentityFailure): Outcome<never> {
  return failed({ ...failure, step });
}

/** The public certificate of a key ends with it. Best effort: without an answer, nothing is known of the end. */
async function endOfKey(google: Google, url: string, keyId: string): Promise<number | undefined> {
  const pem = await google.keyCertificate(url, keyId);
  const certificate = pem.ok ? parseCertificate(pem.value) : undefined;
  const end = certificate && certificateLife(certificate).end;
  return end === undefined || end > NO_END ? undefined : end;
}

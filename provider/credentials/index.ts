import {
  type Credential,
  isManaged,
  type ManagedCredential,
  referencesIn,
  type Provider,
} from "../../schema/credential/credential";
import type { Credentials, ProbeResult } from "../ports";
import { ConfigError } from "../errors";
import { toIso } from "../../schema/time";
import { fingerprintOf } from "./material/fingerprint";
import { keyFileWarnings } from "./material/key-file";
import { encodingProblem, type SecretSources, weakSecretWarnings } from "./material/references";
import { dateProblems, firstEnd, hasEnded, warningDays, windowProblems } from "./material/validity";
import { certificate } from "./methods/certificate";
import { clientSecret } from "./methods/client-secret";
import type { CredentialMethod } from "./methods/credential-method";
import { federated } from "./methods/federated";
import { googleRefreshToken, microsoftRefreshToken } from "./methods/refresh-token";
import { serviceAccount } from "./methods/service-account";
import { workloadIdentity } from "./methods/workload-identity";
import { createProbeServices, type ProbeOptions } from "./probe-services";

type MethodOf<Words> = CredentialMethod<Extract<ManagedCredential, Words>>;

const METHODS: {
  readonly [Name in Exclude<ManagedCredential["method"], "refreshToken">]: MethodOf<{ method: Name }>;
} = { serviceAccount, workloadIdentity, federated, certificate, clientSecret };
const REFRESH_TOKENS: {
  readonly [Name in Provider]: MethodOf<{ method: "refreshToken"; provider: Name }>;
} = { google: googleRefreshToken, microsoft: microsoftRefreshToken };

/**
 * Reads credential material from the given sources, when and where it is needed.
 * Error: `ConfigError` when an endpoint in `options` is unusable.
 */
export function createCredentials(sources: SecretSources, options: ProbeOptions = {}): Credentials {
  const services = createProbeServices(sources, options);
  const underWay = new Map<string, Promise<ProbeResult>>();
  const validity = (credential: ManagedCredential) => methodOf(credential).validity(sources, credential);

  const fingerprint: Credentials["fingerprint"] = (credential, mailbox, known) => {
    if (credential.method === "interactive") return undefined;
    const material = methodOf(credential).material(sources, credential);
    return material && fingerprintOf(mailbox, credential.method, material, known);
  };
  const expiresAt: Credentials["expiresAt"] = (credential) => {
    const end = isManaged(credential) ? firstEnd(validity(credential), services.now()) : undefined;
    return end === undefined ? undefined : toIso(end);
  };
  return {
    fingerprint,
    grant: (credential, mailbox, known) =>
      // What is missing is told by a rejection.
      new Promise((resolve) => {
        const target = { mailbox, expected: accountOf(credential, mailbox) };
        const grant = methodOf(credential).grant(sources, credential, target);
        const print = fingerprint(credential, mailbox, known);
        resolve(print === undefined ? grant : { ...grant, fingerprint: print });
      }),
    async probe(credential, mailbox) {
      const forecast = expiresAt(credential, mailbox);
      if (credential.probe === false) return withEnd({ health: "unknown", cause: "skipped" }, forecast);
      const key = JSON.stringify([credential, mailbox]);
      const expected = accountOf(credential, mailbox);
      const trial = { mailbox, expected, hasEnded: hasEnded(validity(credential), services.now()) };
      const probe =
        underWay.get(key) ?? explained(() => methodOf(credential).probe(services, credential, trial));
      underWay.set(key, probe);
      const result = await probe.finally(() => underWay.delete(key));
      return withEnd(result, methodOf(credential).isRenewedByUse ? undefined : forecast);
    },
    expiresAt,
    holding: (credential) => methodOf(credential).holding,
    warningDays: (credential) => warningDays(credential, validity(credential)),
    warnings: (credential) => materialWarnings(sources, credential),
    problems(credential, prior) {
      const window = isManaged(credential) ? windowProblems(credential, validity(credential)) : [];
      const encodings = referencesIn(credential).flatMap(({ field, reference }) => {
        const reason = encodingProblem(sources, reference);
        return reason === undefined ? [] : [{ field, reason }];
      });
      const dates = dateProblems(credential, prior, services.now());
      return [...dates, ...window, ...encodings];
    },
  };
}

/** The account that the mailbox belongs to. */
function accountOf(
  { account, subject }: { readonly account?: string | undefined; readonly subject?: string | undefined },
  mailbox: string,
): string {
  return account ?? subject ?? mailbox;
}

function materialWarnings(sources: SecretSources, credential: Credential): string[] {
  const secrets = referencesIn(credential, (facts) => facts.reference === "lastingSecret");
  const references = secrets.map(({ reference }) => reference);
  return [...keyFileWarnings(sources, references), ...weakSecretWarnings(sources, references)];
}

/** The tables are complete and each entry takes its own credential; of the pair, TypeScript sees only the union. */
function methodOf<C extends ManagedCredential>(credential: C): CredentialMethod<C> {
  const method =
    credential.method === "refreshToken" ? REFRESH_TOKENS[credential.provider] : METHODS[credential.method];
  return method as unknown as CredentialMethod<C>;
}

/** Adds the forecast end, where the identity provider told none. */
function withEnd(result: ProbeResult, forecast: string | undefined): ProbeResult {
  return result.expiresAt !== undefined || forecast === undefined
    ? result
    : { ...result, expiresAt: forecast };
}

/** Missing or malformed material is told, not thrown: a pipeline without access to it may look all the same. */
async function explained(probe: () => Promise<ProbeResult>): Promise<ProbeResult> {
  try {
    return await probe();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const cause = error.code === "VCC_SECRET_MISSING" ? "noAccess" : "misconfigured";
    return { health: "unknown", cause, code: error.code, reason: error.message };
  }
}

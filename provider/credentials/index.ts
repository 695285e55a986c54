import { isManaged, type ManagedCredential } from "../../schema/credential";
import type { Credentials, ProbeResult } from "../ports";
import { ConfigError } from "../errors";
import { certificate } from "./certificate";
import { clientSecret } from "./client-secret";
import { federated } from "./federated";
import { fingerprintOf } from "./fingerprint";
import { keyFileWarnings } from "./key-file";
import { dateProblems, firstEnd, isRenewedByUse, toIso, warningDays, windowProblem } from "./life";
import type { CredentialMethod } from "./method";
import { createProbing, type ProbeOptions } from "./probing";
import { encodingProblem, type SecretSources, weakSecretWarnings } from "./references";
import { refreshToken } from "./refresh-token";
import { serviceAccount } from "./service-account";
import { workloadIdentity } from "./workload-identity";

type MethodOf<Name extends string> = CredentialMethod<Extract<ManagedCredential, { method: Name }>>;

const METHODS: { readonly [Name in ManagedCredential["method"]]: MethodOf<Name> } = {
  serviceAccount,
  workloadIdentity,
  federated,
  certificate,
  clientSecret,
  refreshToken,
};

/**
 * Reads credential material from the given sources, when and where it is needed.
 * Error: `ConfigError` when an endpoint in `options` is unusable.
 */
export function createCredentials(sources: SecretSources, options: ProbeOptions = {}): Credentials {
  const probing = createProbing(sources, options);
  const underWay = new Map<string, Promise<ProbeResult>>();
  const life = (credential: ManagedCredential) => methodOf(credential).life(sources, credential);

  const fingerprint: Credentials["fingerprint"] = (credential, mailbox, known) => {
    if (credential.method === "interactive") return undefined;
    const material = methodOf(credential).material(sources, credential);
    return material && fingerprintOf(mailbox, credential.method, material, known);
  };
  const expiresAt: Credentials["expiresAt"] = (credential) => {
    const end = isManaged(credential) ? firstEnd(life(credential), probing.now()) : undefined;
    return end === undefined ? undefined : toIso(end);
  };
  return {
    fingerprint,
    grant: (credential, mailbox, known) =>
      // What is missing is told by a rejection.
      new Promise((resolve) => {
        const grant = methodOf(credential).grant(sources, credential, mailbox);
        const print = fingerprint(credential, mailbox, known);
        resolve(print === undefined ? grant : { ...grant, fingerprint: print });
      }),
    async probe(credential, mailbox) {
      const forecast = expiresAt(credential, mailbox);
      if (credential.probe === false) return withEnd({ health: "unknown", cause: "skipped" }, forecast);
      const key = JSON.stringify([credential, mailbox]);
      const probe =
        underWay.get(key) ?? explained(() => methodOf(credential).probe(probing, credential, mailbox));
      underWay.set(key, probe);
      const result = await probe.finally(() => underWay.delete(key));
      return withEnd(result, isRenewedByUse(credential) ? undefined : forecast);
    },
    expiresAt,
    holding: (credential) => methodOf(credential).holding(credential),
    warningDays: (credential) => warningDays(credential, life(credential)),
    warnings(credential) {
      if (!isManaged(credential)) return [];
      const references = methodOf(credential).secrets(credential);
      return [...keyFileWarnings(sources, references), ...weakSecretWarnings(sources, references)];
    },
    problems(credential, prior) {
      const window = isManaged(credential) ? windowProblem(credential, life(credential)) : undefined;
      const encodings = Object.entries(credential).flatMap(([field, value]) => {
        const reason = typeof value === "string" ? encodingProblem(sources, value) : undefined;
        return reason === undefined ? [] : [{ field, reason }];
      });
      const dates = dateProblems(credential, prior, probing.now());
      return [...dates, ...(window === undefined ? [] : [window]), ...encodings];
    },
  };
}

/** The table is complete and each entry takes its own credential; of the pair, TypeScript sees only the union. */
function methodOf<C extends ManagedCredential>({ method }: C): CredentialMethod<C> {
  return METHODS[method] as unknown as CredentialMethod<C>;
}

/** What the identity provider says of the end wins over what was reckoned. */
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

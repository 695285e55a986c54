import type { WorkloadIdentityCredential } from "../../../schema/credential/methods";
import { EXTERNAL_ACCOUNT_IDENTIFIERS } from "../../../schema/grant";
import { rememberSecret } from "../../text/redact";
import { asObject } from "../../values/json-object";
import { ConfigError } from "../../errors";
import { PUBLIC_ENDPOINTS } from "../endpoints";
import { probeDelegation } from "../google/probe";
import { externalAccountProblems, forLibrary, knownFields, pick } from "../material/external-account";
import { findSecret, requireSecret, type SecretSources } from "../material/references";
import { failed } from "../probe/identity-reply";
import { tokenKey } from "../probe/token-cache";
import type { CredentialMethod } from "./credential-method";

const IMPERSONATED = /\/serviceAccounts\/(?<email>[^/:]+):generateAccessToken$/u;

interface Configuration {
  readonly fields: Readonly<Record<string, unknown>>;
  /** The service account that it impersonates, if any. */
  readonly serviceAccount: string | undefined;
}

/** Google's domain-wide delegation without a key: a workload is trusted to have the service account sign. */
export const workloadIdentity: CredentialMethod<WorkloadIdentityCredential> = {
  holding: "identifiers",

  material(sources, { externalAccount, serviceAccount, subject }) {
    const text = findSecret(sources, externalAccount);
    if (text === undefined) return undefined;
    const configuration = parseConfiguration(text);
    if (configuration === undefined) return [text];
    // Where the workload's own token is fetched, and with what, differs from one job to the next.
    const { audience, subject_token_type: type } = configuration.fields;
    return [
      String(audience),
      String(type),
      serviceAccount ?? configuration.serviceAccount ?? "",
      subject ?? "",
    ];
  },

  grant(sources, credential, { mailbox, expected }) {
    const { provider, method } = credential;
    const { fields, serviceAccount } = requireConfiguration(sources, credential, mailbox);
    const named = credential.serviceAccount ?? serviceAccount;
    const isOther = named !== undefined && named !== serviceAccount;
    return {
      provider,
      method,
      externalAccount: {
        ...pick(fields, Object.keys(EXTERNAL_ACCOUNT_IDENTIFIERS)),
        ...(isOther && { service_account_impersonation_url: impersonationUrl(named) }),
      },
      subject: expected,
    };
  },

  validity: () => ({}),

  async probe({ sources, google }, credential, trial) {
    const { client, tokens } = google;
    const configuration = requireConfiguration(sources, credential, trial.mailbox);
    const app = credential.serviceAccount ?? configuration.serviceAccount;
    if (app === undefined) {
      const why = "it impersonates no service account";
      const hint = "Name the service account in the credential: serviceAccount.";
      throw invalid(credential, trial.mailbox, why, hint);
    }
    const externalAccount = forLibrary(configuration.fields, sources);
    const workloadKey = tokenKey("workload", JSON.stringify(externalAccount));
    return probeDelegation(google, { ...trial, app }, credential.probeScope, (delegation) => ({
      tokenKey: tokenKey(workloadKey, app, delegation.subject, delegation.scope),
      async acquire() {
        const own = await tokens.get(workloadKey, () => client.workloadToken(externalAccount)).reply;
        if (!own.ok) return failed({ ...own.failure, step: "exchange" });
        const signed = await client.signedAssertion(own.value, app, delegation);
        return signed.ok
          ? client.assertedToken(signed.value)
          : failed({ ...signed.failure, step: "signature" });
      },
    }));
  },
};

function requireConfiguration(
  sources: SecretSources,
  credential: WorkloadIdentityCredential,
  mailbox: string,
): Configuration {
  const purpose = `The workload identity configuration of ${mailbox}`;
  const configuration = parseConfiguration(requireSecret(sources, credential.externalAccount, purpose));
  if (configuration === undefined) {
    const why = 'JSON with type "external_account", audience and subject_token_type is needed';
    const hint = "gcloud iam workload-identity-pools create-cred-config writes it.";
    throw invalid(credential, mailbox, why, hint);
  }
  const problems = externalAccountProblems(configuration.fields, sources);
  if (problems.length === 0) return configuration;
  throw new ConfigError("VCC_SECRET_INVALID", `${purpose} (${credential.externalAccount}) can't be used:`, {
    lines: problems,
  });
}

function parseConfiguration(text: string): Configuration | undefined {
  const configuration = asObject(text);
  if (configuration?.["type"] !== "external_account") return undefined;
  const fields = knownFields(configuration);
  if (typeof fields["audience"] !== "string" || typeof fields["subject_token_type"] !== "string")
    return undefined;
  rememberRequestSecrets(fields);
  const impersonation = fields["service_account_impersonation_url"];
  const email =
    typeof impersonation === "string" ? IMPERSONATED.exec(impersonation)?.groups?.["email"] : undefined;
  return { fields, serviceAccount: email === undefined ? undefined : decodeURIComponent(email) };
}

/** Pipelines put what fetches the workload's token into the file. */
function rememberRequestSecrets(fields: Readonly<Record<string, unknown>>): void {
  const headers = asObject(asObject(fields["credential_source"])?.["headers"]) ?? {};
  for (const value of Object.values(headers)) {
    if (typeof value === "string") rememberSecret(value.replace(/^Bearer /u, ""));
  }
}

function impersonationUrl(serviceAccount: string): string {
  return `${PUBLIC_ENDPOINTS.iamRootUrl}/v1/projects/-/serviceAccounts/${encodeURI(serviceAccount)}:generateAccessToken`;
}

function invalid(
  { externalAccount }: WorkloadIdentityCredential,
  mailbox: string,
  why: string,
  hint: string,
): ConfigError {
  const what = `The workload identity configuration of ${mailbox} (${externalAccount}) can't be used: ${why}.`;
  return new ConfigError("VCC_SECRET_INVALID", what, { hint });
}

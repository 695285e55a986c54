import type { ClientSecretCredential } from "../../../schema/credential/methods";
import { toMs } from "../../../schema/time";
import type { ProbeResult } from "../../ports";
import { asObject } from "../../values/json-object";
import { findSecret, requireSecret, type SecretSources } from "../material/references";
import { type MicrosoftApp, toApp } from "../microsoft/client";
import { appToken, probeApp } from "../microsoft/probe";
import { ofAllRoles } from "../microsoft/scopes";
import { endingAt } from "../probe/probe-flow";
import type { ProbeServices } from "../probe-services";
import type { CredentialMethod } from "./credential-method";

/** Microsoft shows this much of a secret, to tell several apart. */
const HINT_CHARACTERS = 3;
const END_UNKNOWN =
  "Microsoft Graph doesn't tell when the client secret ends: grant the app the permission Application.Read.All, or declare clientSecretExpiresAt.";

/** A Microsoft app with a client secret, which ends within two years. */
export const clientSecret: CredentialMethod<ClientSecretCredential> = {
  holding: "copy",

  material(sources, { tenantId, clientId, clientSecret: reference }) {
    const secret = findSecret(sources, reference);
    return secret === undefined ? undefined : [tenantId, clientId, secret];
  },

  grant(sources, credential, { mailbox }) {
    const { provider, method, tenantId, clientId } = credential;
    return { provider, method, tenantId, clientId, clientSecret: requireOwn(sources, credential, mailbox) };
  },

  validity: (_sources, { clientSecretExpiresAt }) => ({ end: toMs(clientSecretExpiresAt) }),

  async probe(services, credential, trial) {
    const secret = requireOwn(services.sources, credential, trial.mailbox);
    const app = toApp(credential, { clientSecret: secret }, secret);
    const result = await probeApp(services.microsoft, app, trial, credential.probeScope);
    const isAsked = credential.readExpiryFromGraph === true && credential.clientSecretExpiresAt === undefined;
    return isAsked && result.health === "active" ? withEndByGraph(services, app, secret, result) : result;
  },
};

function requireOwn(sources: SecretSources, credential: ClientSecretCredential, mailbox: string): string {
  return requireSecret(sources, credential.clientSecret, `The client secret of ${mailbox}`);
}

/** Asked once for all mailboxes of the app. */
async function withEndByGraph(
  { endOf, microsoft: { client, tokens }, now }: ProbeServices,
  app: MicrosoftApp,
  secret: string,
  result: ProbeResult,
): Promise<ProbeResult> {
  const { tokenKey: key, acquire } = appToken(client, app, ofAllRoles(client.graphResource));
  const ask = async () => {
    const token = await tokens.get(key, acquire).reply;
    if (!token.ok) return undefined;
    const path = `/v1.0/applications(appId='${encodeURIComponent(app.clientId)}')?$select=passwordCredentials`;
    const application = await client.graph(path, token.value);
    return application.ok ? endOfSecret(application.value["passwordCredentials"], secret, now()) : undefined;
  };
  const end = await endOf(app.key, ask);
  return end === undefined ? { ...result, reason: END_UNKNOWN } : endingAt(result, end);
}

/** The end of the app's secret that starts alike; of several, the first to come. */
function endOfSecret(listed: unknown, secret: string, now: number): number | undefined {
  const entries: unknown[] = Array.isArray(listed) ? listed : [];
  const ends = entries.flatMap((entry) => {
    const { hint, endDateTime } = asObject(entry) ?? {};
    const end = typeof endDateTime === "string" ? toMs(endDateTime) : undefined;
    // One that has ended can't be the one that has just worked.
    return hint === secret.slice(0, HINT_CHARACTERS) && end !== undefined && end > now ? [end] : [];
  });
  return ends.length === 0 ? undefined : Math.min(...ends);
}

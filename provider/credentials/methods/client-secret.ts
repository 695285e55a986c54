import type { ClientSecretCredential } from "../../../schema/credential/methods";
import { toMs } from "../../../schema/time";
import type { ProbeResult } from "../../ports";
import { asObject } from "../../values/json-object";
import { findSecret, requireClientSecret } from "../material/references";
import { hasEnded } from "../material/validity";
import type { MicrosoftApp } from "../microsoft/client";
import { appToken, probeApp } from "../microsoft/probe";
import { endingAt } from "../probe/probe-flow";
import { tokenKey } from "../probe/token-cache";
import type { ProbeServices } from "../probe-services";
import type { CredentialMethod } from "./credential-method";

/** Microsoft shows this much of a secret, to tell several apart. */
const HINT_CHARACTERS = 3;
const END_UNKNOWN =
  "Microsoft Graph doesn't tell when the client secret ends: grant the app the permission Application.Read.All, or declare clientSecretExpiresAt.";

/** A Microsoft app with a client secret, which ends within two years. */
export const clientSecret: CredentialMethod<ClientSecretCredential> = {
  holding: "copy",

  material(sources, credential) {
    const secret = findSecret(sources, credential.clientSecret)?.trim();
    return secret === undefined ? undefined : [credential.tenantId, credential.clientId, secret];
  },

  grant(sources, credential, mailbox) {
    const { tenantId, clientId } = credential;
    const secret = requireClientSecret(sources, credential.clientSecret, mailbox);
    return { provider: "microsoft", method: "clientSecret", tenantId, clientId, clientSecret: secret };
  },

  validity(_sources, { clientSecretExpiresAt }) {
    const end = toMs(clientSecretExpiresAt);
    return end === undefined ? {} : { end };
  },

  async probe(services, credential, mailbox) {
    const { tenantId, clientId } = credential;
    const { sources, microsoft, now } = services;
    const secret = requireClientSecret(sources, credential.clientSecret, mailbox);
    const key = tokenKey("secret", tenantId, clientId, secret);
    const app = { key, tenantId, clientId, proof: { clientSecret: secret } };
    const validity = clientSecret.validity(sources, credential);
    const ended = hasEnded(validity, now());
    const result = await probeApp(microsoft, { app, mailbox, credential, hasEnded: ended });
    const isAsked = credential.readExpiryFromGraph === true && validity.end === undefined;
    return isAsked && result.health === "active" ? withEndByGraph(services, app, secret, result) : result;
  },
};

/** Asked once for all mailboxes of the app. */
async function withEndByGraph(
  { ends, microsoft: { client, tokens, limit }, now }: ProbeServices,
  app: MicrosoftApp,
  secret: string,
  result: ProbeResult,
): Promise<ProbeResult> {
  const { tokenKey: key, acquire } = appToken(client, app, `${client.graphResource}/.default`);
  const ask = async () => {
    const token = await tokens.get(key, acquire).reply;
    if (!token.ok) return undefined;
    const path = `/v1.0/applications(appId='${encodeURIComponent(app.clientId)}')?$select=passwordCredentials`;
    const application = await client.graph(path, token.value);
    return application.ok ? endOfSecret(application.value["passwordCredentials"], secret, now()) : undefined;
  };
  const asked = ends.get(app.key) ?? limit(ask);
  ends.set(app.key, asked);
  const end = await asked;
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

import type { RefreshTokenCredential } from "../../../schema/credential/credential";
import { ANY_TENANT, LIFE_IN_DAYS } from "../../../schema/credential/fields";
import type {
  GoogleRefreshTokenCredential,
  MicrosoftRefreshTokenCredential,
} from "../../../schema/credential/methods";
import { toMs } from "../../../schema/time";
import { sameAddress } from "../../values/equality";
import { probeGmail } from "../google/probe";
import { findSecret, requireSecret, type SecretSources } from "../material/references";
import { endAfter } from "../material/validity";
import { type MicrosoftClient, type MicrosoftToken, toApp } from "../microsoft/client";
import { isForGraph, type MicrosoftFlow, probeScope } from "../microsoft/probe";
import { personProbeScopes } from "../microsoft/scopes";
import { type IdentityReply, cleanText, success } from "../probe/identity-reply";
import { endingAt, type Opened, tryScopes } from "../probe/probe-flow";
import { tokenKey } from "../probe/token-cache";
import type { CredentialMethod } from "./credential-method";

const HOUR_MS = 3_600_000;

/** A fingerprint and a grant are made of the same things, whoever issued the token. */
const ofPerson: Pick<CredentialMethod<RefreshTokenCredential>, "material" | "grant"> = {
  material(sources, credential) {
    const { provider, clientId, clientSecret, refreshToken } = credential;
    const token = findSecret(sources, refreshToken);
    const secret = clientSecret === undefined ? "" : findSecret(sources, clientSecret);
    if (token === undefined || secret === undefined) return undefined;
    return [provider, clientId, secret, tenantOf(credential) ?? "", token];
  },

  grant(sources, credential, { mailbox }) {
    const { provider, method } = credential;
    const tenantId = tenantOf(credential);
    return { provider, method, tenantId, ...requireToken(sources, credential, mailbox) };
  },
};

/** Google's tokens have no tenant. */
function tenantOf(credential: RefreshTokenCredential): string | undefined {
  return credential.provider === "microsoft" ? credential.tenantId : undefined;
}

function requireToken(
  sources: SecretSources,
  { clientId, clientSecret: secret, refreshToken: token }: RefreshTokenCredential,
  mailbox: string,
) {
  const clientSecret = secret && requireSecret(sources, secret, `The client secret of ${mailbox}`);
  const refreshToken = requireSecret(sources, token, `The refresh token of ${mailbox}`);
  return { clientId, clientSecret, refreshToken };
}

/** A person's sign-in at Google, kept as a refresh token. It stays the same for life, and each use puts its end off. */
export const googleRefreshToken: CredentialMethod<GoogleRefreshTokenCredential> = {
  ...ofPerson,
  holding: "copy",
  isRenewedByUse: true,

  validity: (_sources, { refreshTokenIssuedAt }) => ({
    end: endAfter(refreshTokenIssuedAt, LIFE_IN_DAYS.googleRefreshToken),
  }),

  async probe({ sources, google, now }, credential, trial) {
    const app = requireToken(sources, credential, trial.mailbox);
    const { clientId, clientSecret = "", refreshToken } = app;
    const source = {
      tokenKey: tokenKey("refresh", clientId, clientSecret, refreshToken),
      acquire: () => google.client.refreshedToken(app),
    };
    const { result, token } = await probeGmail(google, source, { ...trial, app: clientId, byPerson: true });
    const seconds = token?.refreshTokenLifeSeconds;
    // To the hour, so that two looks give the same.
    return endingAt(result, seconds && Math.round((now() + seconds * 1_000) / HOUR_MS) * HOUR_MS);
  },
};

/** A person's sign-in at Microsoft, kept as a refresh token. Each use gives VCC a new one; the copy here ends by itself. */
export const microsoftRefreshToken: CredentialMethod<MicrosoftRefreshTokenCredential> = {
  ...ofPerson,
  holding: "renewed",

  validity: (_sources, { clientSecretExpiresAt, refreshTokenIssuedAt }) => ({
    end: toMs(clientSecretExpiresAt),
    copyEnd: endAfter(refreshTokenIssuedAt, LIFE_IN_DAYS.microsoftRefreshToken),
  }),

  /** Scopes if none is given: `personProbeScopes`. */
  async probe({ sources, microsoft }, credential, trial) {
    const { client } = microsoft;
    const { tenantId, clientId, probeScope: wanted } = credential;
    const { clientSecret, refreshToken } = requireToken(sources, credential, trial.mailbox);
    const app = toApp(
      credential,
      clientSecret ? { clientSecret } : undefined,
      clientSecret ?? "",
      refreshToken,
    );
    const inTenant = tenantId !== undefined && !ANY_TENANT.includes(tenantId);
    return tryScopes(wanted, personProbeScopes(client), (scope) => {
      const flow: MicrosoftFlow = {
        tokenKey: tokenKey(app.key, refreshToken, scope),
        acquire: () => client.refreshedToken(app, refreshToken, scope),
        // A token for another service names the person, and opens nothing here.
        ask: async (access) =>
          isForGraph(client, scope)
            ? askOwner(client, access, trial.expected)
            : success({ names: access.names, hasMore: true }),
      };
      return probeScope(microsoft, flow, { ...trial, app: clientId, byPerson: true, inTenant, scope });
    });
  },
};

/** The token's owner, once their mailbox is proved to exist. Aliases need a permission that may be missing. */
async function askOwner(
  client: MicrosoftClient,
  token: MicrosoftToken,
  expected: string,
): Promise<IdentityReply<Opened>> {
  const purpose = await client.graph("/v1.0/me/mailboxSettings/userPurpose", token);
  if (!purpose.ok) return purpose;
  if (token.names.some((name) => sameAddress(name, expected))) return success({ names: token.names });
  const me = await client.graph("/v1.0/me?$select=mail,userPrincipalName,proxyAddresses", token);
  if (!me.ok) return success({ names: token.names, hasMore: true });
  const { mail, userPrincipalName, proxyAddresses } = me.value;
  const isListed = Array.isArray(proxyAddresses);
  const listed: unknown[] = isListed ? proxyAddresses : [];
  const names = [mail, userPrincipalName, ...listed]
    .map((name) => cleanText(typeof name === "string" && name.replace(/^smtp:/iu, "")))
    .filter((name) => name !== "");
  return success({ names: [...token.names, ...names], hasMore: !isListed });
}

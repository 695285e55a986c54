import { LIFE_IN_DAYS } from "../../../schema/credential/fields";
import type { MicrosoftRefreshTokenCredential } from "../../../schema/credential/methods";
import { toMs } from "../../../schema/time";
import { sameAddress } from "../../values/equality";
import { findSecret, requireClientSecret, requireRefreshToken } from "../material/references";
import { endAfter, hasEnded } from "../material/validity";
import type { MicrosoftClient, MicrosoftToken } from "../microsoft/client";
import { isForGraph, type MicrosoftFlow, probeScope } from "../microsoft/probe";
import { type IdentityReply, said, success } from "../probe/identity-reply";
import { type Opened, tryScopes } from "../probe/probe-flow";
import { tokenKey } from "../probe/token-cache";
import type { CredentialMethod } from "./credential-method";

/** Names that stand for any directory of the cloud. Source: documented. */
const ANY_TENANT: readonly (string | undefined)[] = ["common", "consumers", "organizations", undefined];

/** A person's sign-in at Microsoft, kept as a refresh token. Each use gives VCC a new one; the copy here ends by itself. */
export const microsoftRefreshToken: CredentialMethod<MicrosoftRefreshTokenCredential> = {
  holding: "successor",

  material(sources, { provider, clientId, clientSecret, tenantId = "", refreshToken }) {
    const token = findSecret(sources, refreshToken)?.trim();
    const secret = clientSecret === undefined ? "" : findSecret(sources, clientSecret)?.trim();
    return token === undefined || secret === undefined
      ? undefined
      : [provider, clientId, secret, tenantId, token];
  },

  grant(sources, { provider, clientId, clientSecret, tenantId, refreshToken }, mailbox) {
    const secret = requireClientSecret(sources, clientSecret, mailbox);
    return {
      provider,
      method: "refreshToken",
      clientId,
      ...(secret !== undefined && { clientSecret: secret }),
      ...(tenantId !== undefined && { tenantId }),
      refreshToken: requireRefreshToken(sources, refreshToken, mailbox),
    };
  },

  validity(_sources, { clientSecretExpiresAt, refreshTokenIssuedAt }) {
    const end = toMs(clientSecretExpiresAt);
    const copyEnd = endAfter(refreshTokenIssuedAt, LIFE_IN_DAYS.microsoftRefreshToken);
    return { ...(end !== undefined && { end }), ...(copyEnd !== undefined && { copyEnd }) };
  },

  /** Scopes if none is given: Graph's `MailboxSettings.Read`, then Exchange's `IMAP.AccessAsUser.All`. */
  async probe({ sources, microsoft, now }, credential, mailbox) {
    const { client } = microsoft;
    const { tenantId, clientId, account, probeScope: wanted } = credential;
    const token = requireRefreshToken(sources, credential.refreshToken, mailbox);
    const secret = requireClientSecret(sources, credential.clientSecret, mailbox);
    const app = {
      key: tokenKey("refresh", tenantId ?? "", clientId, secret ?? "", token),
      tenantId,
      clientId,
      ...(secret !== undefined && { proof: { clientSecret: secret } }),
    };
    const target = {
      context: { mailbox, app: clientId, byPerson: true },
      expected: account ?? mailbox,
      hasEnded: hasEnded(microsoftRefreshToken.validity(sources, credential), now()),
      inTenant: !ANY_TENANT.includes(tenantId),
    };
    const usual = [
      `${client.graphResource}/MailboxSettings.Read`,
      `${client.exchangeResource}/IMAP.AccessAsUser.All`,
    ];
    return tryScopes(wanted === undefined ? usual : [wanted], (scope) => {
      const flow: MicrosoftFlow = {
        tokenKey: tokenKey(app.key, token, scope),
        acquire: () => client.refreshedToken(app, token, scope),
        // A token for another service names the person, and opens nothing here.
        ask: async (access) =>
          isForGraph(client, scope)
            ? askOwner(client, access, target.expected)
            : success({ names: access.names, hasMore: true }),
      };
      return probeScope(microsoft, flow, scope, target);
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
    .map((name) => said(typeof name === "string" && name.replace(/^smtp:/iu, "")))
    .filter((name) => name !== "");
  return success({ names: [...token.names, ...names], hasMore: !isListed });
}

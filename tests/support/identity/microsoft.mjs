import { Provider } from "oidc-provider";
import { bearerOf, KeepingAdapter, runServer, sendJson } from "./kit.mjs";

const GRAPH = "https://graph.microsoft.com";
const EXCHANGE = "https://outlook.office365.com";
const GRAPH_SCOPES = `${GRAPH}/.default ${GRAPH}/MailboxSettings.Read`;

/** What oidc-provider says, as Microsoft's numbers: real Microsoft sends these for the same causes. */
const AADSTS = [
  [/refresh token is expired/u, 700082],
  [/grant not found|refresh token not found|grant is expired/u, 50173],
  [/refresh token already used/u, 50133],
  [/client secret is expired/u, 7000222],
  [/invalid secret provided/u, 7000215],
  [/client not found/u, 700016],
  [/"exp"|"nbf"|"iat"|expired/u, 700024],
  [/signature|key/u, 700027],
];

/**
 * oidc-provider at Microsoft's paths and with Microsoft's error bodies, and Graph's two questions.
 * Configuration: `{ tenant, clients, mailboxes: [address] }`, clients as oidc-provider takes them.
 */
await runServer(async (url, { tenant, clients, mailboxes, rotate = false }) => {
  const known = new Set(mailboxes);
  let secrets = [];
  /** Permissions of Exchange that every app has; none: no tokens for it. */
  let exchangeRoles;
  /** Whether Graph's scopes are withheld: from apps by Graph, from people by the token endpoint. */
  let graphIsWithheld = false;
  /** What Graph's `/me` tells, where it may be asked. */
  let me;
  const provider = new Provider(url, {
    adapter: KeepingAdapter,
    clients,
    routes: { token: `/${tenant}/oauth2/v2.0/token` },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => GRAPH,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: GRAPH_SCOPES,
          accessTokenFormat: "opaque",
          accessTokenTTL: 3_600,
        }),
      },
    },
    scopes: ["openid", "offline_access", "profile"],
    claims: { profile: ["preferred_username"] },
    conformIdTokenClaims: false,
    rotateRefreshToken: rotate,
    // MSAL rounds the time, so that its assertions may come from the next second.
    clockTolerance: 5,
    findAccount: (_ctx, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, preferred_username: accountId }),
    }),
    ttl: { AccessToken: 3_600, ClientCredentials: 3_600, RefreshToken: 3_600, Grant: 3_600, IdToken: 3_600 },
  });

  provider.on("grant.error", (ctx, error) => {
    ctx.state.detail = `${error.error_description ?? ""} ${error.error_detail ?? ""}`;
  });
  provider.use(async (ctx, next) => {
    await next();
    if (typeof ctx.body?.error !== "string") return;
    const number = AADSTS.find(([pattern]) => pattern.test(ctx.state.detail ?? ""))?.[1];
    if (number === undefined) return;
    const { error } = ctx.body;
    ctx.body = {
      error,
      error_description: `AADSTS${number}: ${ctx.state.detail}. Trace ID: 1 Correlation ID: 2`,
      error_codes: [number],
      timestamp: "2026-11-23 18:30:00Z",
    };
  });

  provider.use(async (ctx, next) => {
    await next();
    const { scope = "", refresh_token: refreshToken = "" } = ctx.oidc?.params ?? {};
    const account = refreshToken && (await provider.RefreshToken.find(refreshToken))?.accountId;
    if (scope.includes(EXCHANGE) && exchangeRoles !== undefined) {
      ctx.status = 200;
      ctx.body = {
        access_token: unsigned({ aud: EXCHANGE, roles: exchangeRoles }),
        ...(account && { id_token: unsigned({ preferred_username: account }) }),
        expires_in: 3_600,
        token_type: "Bearer",
      };
    } else if (account && graphIsWithheld) {
      ctx.status = 400;
      ctx.body = { error: "invalid_grant", error_codes: [65001], suberror: "consent_required" };
    }
  });

  const callback = provider.callback();
  return {
    handle(request, response) {
      const path = new URL(request.url, url).pathname;
      if (!path.startsWith("/v1.0/")) return callback(request, response);
      return graph(request, response, decodeURIComponent(path));
    },
    commands: {
      issueRefreshToken: async (clientId, accountId, seconds) => {
        const grant = new provider.Grant({ accountId, clientId });
        grant.addOIDCScope("openid profile offline_access");
        grant.addResourceScope(GRAPH, GRAPH_SCOPES);
        const token = new provider.RefreshToken({
          accountId,
          clientId,
          client: await provider.Client.find(clientId),
          grantId: await grant.save(),
          expiresIn: seconds,
          gty: "authorization_code",
          scope: `openid profile offline_access ${GRAPH}/MailboxSettings.Read`,
          resource: GRAPH,
        });
        return { token: await token.save(), grantId: token.grantId };
      },
      revokeGrant: async (grantId) => {
        await (await provider.Grant.find(grantId)).destroy();
      },
      revokeTokens: async () => {
        known.revoked = true;
      },
      acceptTokens: () => {
        known.revoked = false;
      },
      removeMailbox: (address) => known.delete(address),
      addMailbox: (address) => void known.add(address),
      secrets: (list) => {
        secrets = list;
      },
      exchangeRoles: (list) => {
        exchangeRoles = list ?? undefined;
      },
      withholdGraph: (isWithheld) => {
        graphIsWithheld = isWithheld;
      },
      me: (answer) => {
        me = answer ?? undefined;
      },
    },
  };

  async function graph(request, response, path) {
    const app = await provider.ClientCredentials.find(bearerOf(request));
    const person = await provider.AccessToken.find(bearerOf(request));
    if ((app === undefined && person === undefined) || known.revoked) {
      return sendJson(response, 401, {
        error: { code: "InvalidAuthenticationToken", message: "Access token is empty." },
      });
    }
    if (path.startsWith("/v1.0/applications(")) {
      if (secrets.length === 0) {
        return sendJson(response, 403, {
          error: { code: "Authorization_RequestDenied", message: "Insufficient privileges" },
        });
      }
      return sendJson(response, 200, { passwordCredentials: secrets });
    }
    if (path === "/v1.0/me" && me !== undefined) return sendJson(response, 200, me);
    if (path === "/v1.0/me" || graphIsWithheld) {
      return sendJson(response, 403, {
        error: { code: "Authorization_RequestDenied", message: "Insufficient privileges" },
      });
    }
    const user =
      /^\/v1\.0\/users\/([^/]+)\/mailboxSettings\/userPurpose$/u.exec(path)?.[1] ?? person?.accountId;
    if (!known.has(user)) {
      return sendJson(response, 404, {
        error: { code: "MailboxNotEnabledForRESTAPI", message: "The mailbox is inactive." },
      });
    }
    sendJson(response, 200, { value: "user" });
  }
});

/** A JSON web token as far as anybody here reads it. */
function unsigned(claims) {
  const encode = (part) => Buffer.from(JSON.stringify(part)).toString("base64url");
  return `${encode({ alg: "none" })}.${encode(claims)}.c2lnbmF0dXJl`;
}

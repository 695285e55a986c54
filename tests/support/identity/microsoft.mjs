import { readBody, runServer, sendJson } from "./run-server.mjs";
import { createVendor } from "./vendor.mjs";

const GRAPH = "https://graph.microsoft.com";
const EXCHANGE = "https://outlook.office365.com";
const PROBE_SCOPES = `${GRAPH}/.default ${GRAPH}/MailboxSettings.Read`;
const SCOPES = [
  PROBE_SCOPES,
  `${GRAPH}/Mail.ReadWrite`,
  `${GRAPH}/Mail.Send`,
  "https://outlook.office.com/IMAP.AccessAsUser.All",
].join(" ");
const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

/** Errors of oidc-provider as Microsoft's numbers: real Microsoft sends these for the same causes. */
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
 * oidc-provider at Microsoft's paths and with Microsoft's error bodies, and Graph's questions.
 * Configuration: `{ tenant, clients, rotate }`, clients as oidc-provider takes them.
 */
await runServer(async (url, { tenant, clients = [], rotate = false }) => {
  const base = `/${tenant}/oauth2/v2.0`;
  let secrets = [];
  /** Permissions of Exchange that every app has; none: no tokens for it. */
  let exchangeRoles;
  /** True if Graph's scopes are withheld: from apps by Graph, from people by the token endpoint. */
  let graphIsWithheld = false;
  /** Answer of Graph's `/me`; undefined where it may not be asked. */
  let me;
  const { provider, answerInteraction, isMailbox, tokenOf, commands } = createVendor(url, {
    issued: { scope: "openid profile offline_access", resource: GRAPH, resourceScope: PROBE_SCOPES },
    inVendorsWords: (detail, error) => {
      const number = AADSTS.find(([pattern]) => pattern.test(detail))?.[1];
      return (
        number && {
          error,
          error_description: `AADSTS${number}: ${detail}. Trace ID: 1 Correlation ID: 2`,
          error_codes: [number],
          timestamp: "2026-11-23 18:30:00Z",
        }
      );
    },
    clients,
    routes: {
      authorization: `${base}/authorize`,
      token: `${base}/token`,
      device_authorization: `${base}/devicecode`,
      code_verification: "/devicelogin",
    },
    features: {
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => GRAPH,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope: SCOPES, accessTokenFormat: "opaque", accessTokenTTL: 3_600 }),
      },
    },
    scopes: ["openid", "offline_access", "profile"],
    claims: { profile: ["preferred_username"] },
    issueRefreshToken: () => true,
    rotateRefreshToken: rotate,
    // MSAL rounds the time, so that its assertions may come from the next second.
    clockTolerance: 5,
    findAccount: (_ctx, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, preferred_username: accountId }),
    }),
  });

  provider.use(async (ctx, next) => {
    await next();
    if (ctx.body?.device_code !== undefined) ctx.body = { ...ctx.body, interval: 1 };
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
      const { pathname } = new URL(request.url, url);
      if (pathname.startsWith("/interaction/")) return answerInteraction(request, response);
      if (pathname.startsWith("/v1.0/")) return graph(request, response, decodeURIComponent(pathname));
      if (pathname === `${base}/token`) return token(request, response);
      // Microsoft gives offline access without asking for consent each time.
      request.url = request.url.replace("prompt=select_account", "prompt=select_account%20consent");
      return callback(request, response);
    },
    commands: {
      ...commands,
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

  /** MSAL names the grant as Microsoft did before it was a standard. */
  async function token(request, response) {
    const body = new URLSearchParams(await readBody(request));
    if (body.get("grant_type") === "device_code") body.set("grant_type", DEVICE_CODE);
    request.body = Object.fromEntries(body);
    await callback(request, response);
  }

  async function graph(request, response, path) {
    const refuse = (status, code, message) => sendJson(response, status, { error: { code, message } });
    const forbid = () => refuse(403, "Authorization_RequestDenied", "Insufficient privileges");
    const token = await tokenOf(request);
    if (token === undefined) return refuse(401, "InvalidAuthenticationToken", "Access token is empty.");
    if (path.startsWith("/v1.0/applications("))
      return secrets.length === 0 ? forbid() : sendJson(response, 200, { passwordCredentials: secrets });
    if (path === "/v1.0/me" && me !== undefined) return sendJson(response, 200, me);
    if (path === "/v1.0/me" || graphIsWithheld) return forbid();
    const user = /^\/v1\.0\/users\/([^/]+)\/mailboxSettings\/userPurpose$/u.exec(path)?.[1];
    if (!isMailbox(user ?? token.accountId))
      return refuse(404, "MailboxNotEnabledForRESTAPI", "The mailbox is inactive.");
    sendJson(response, 200, { value: "user" });
  }
});

/** A JSON web token as far as anybody here reads it. */
function unsigned(claims) {
  const encode = (part) => Buffer.from(JSON.stringify(part)).toString("base64url");
  return `${encode({ alg: "none" })}.${encode(claims)}.c2lnbmF0dXJl`;
}

import { Provider } from "oidc-provider";
import { bearerOf, readBody, runServer, sendJson } from "./kit.mjs";
import { createPerson, policyWithAccountChoice } from "./login-person.mjs";

const GRAPH = "https://graph.microsoft.com";
const SCOPES = [
  `${GRAPH}/Mail.ReadWrite`,
  `${GRAPH}/Mail.Send`,
  `${GRAPH}/MailboxSettings.Read`,
  "https://outlook.office.com/IMAP.AccessAsUser.All",
];
const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

/**
 * oidc-provider at Microsoft's paths, for people who sign in with a browser or a code, and Graph's first question.
 * Configuration: `{ tenant, publicClient, confidentialClient, clientSecret }`.
 */
await runServer(async (url, { tenant, publicClient, confidentialClient, clientSecret }) => {
  const person = createPerson();
  const base = `/${tenant}/oauth2/v2.0`;
  const grants = {
    grant_types: ["authorization_code", "refresh_token"],
    redirect_uris: ["http://localhost"],
  };
  const provider = new Provider(url, {
    clients: [
      {
        client_id: publicClient,
        token_endpoint_auth_method: "none",
        application_type: "native",
        ...grants,
        grant_types: [...grants.grant_types, DEVICE_CODE],
      },
      {
        client_id: confidentialClient,
        client_secret: clientSecret,
        token_endpoint_auth_method: "client_secret_post",
        application_type: "native",
        ...grants,
      },
    ],
    routes: {
      authorization: `${base}/authorize`,
      token: `${base}/token`,
      device_authorization: `${base}/devicecode`,
      code_verification: "/devicelogin",
    },
    features: {
      devInteractions: { enabled: false },
      deviceFlow: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => GRAPH,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: SCOPES.join(" "),
          accessTokenFormat: "opaque",
          accessTokenTTL: 3_600,
        }),
      },
    },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}`, policy: policyWithAccountChoice() },
    pkce: { required: () => true },
    scopes: ["openid", "offline_access", "profile"],
    claims: { profile: ["preferred_username"] },
    conformIdTokenClaims: false,
    findAccount: (_ctx, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, preferred_username: accountId }),
    }),
    issueRefreshToken: () => true,
    // As Microsoft does: each use gives a new one, and the old one goes on to be good.
    rotateRefreshToken: false,
    cookies: { keys: ["a key for tests"] },
    ttl: {
      AccessToken: 3_600,
      RefreshToken: 86_400,
      Grant: 86_400,
      IdToken: 3_600,
      Interaction: 600,
      Session: 600,
      DeviceCode: 600,
    },
  });
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.body?.device_code !== undefined) ctx.body = { ...ctx.body, interval: 1 };
  });
  const callback = provider.callback();
  return {
    handle(request, response) {
      const { pathname } = new URL(request.url, url);
      if (pathname.startsWith("/interaction/")) return person.answer(provider, request, response);
      if (pathname.startsWith("/v1.0/")) return graph(request, response, pathname);
      if (pathname === `${base}/token`) return token(request, response);
      // Microsoft gives offline access without asking for consent each time.
      request.url = request.url.replace("prompt=select_account", "prompt=select_account%20consent");
      callback(request, response);
    },
    commands: { ...person.commands },
  };

  /** MSAL names the grant as Microsoft did before it was a standard. */
  async function token(request, response) {
    const body = new URLSearchParams(await readBody(request));
    if (body.get("grant_type") === "device_code") body.set("grant_type", DEVICE_CODE);
    request.body = Object.fromEntries(body);
    callback(request, response);
  }

  async function graph(request, response, pathname) {
    const token = await provider.AccessToken.find(bearerOf(request));
    if (token === undefined) {
      return sendJson(response, 401, {
        error: { code: "InvalidAuthenticationToken", message: "Access token is empty." },
      });
    }
    if (pathname === "/v1.0/me") {
      return sendJson(response, 403, {
        error: { code: "Authorization_RequestDenied", message: "Insufficient privileges" },
      });
    }
    sendJson(response, 200, { value: "user" });
  }
});

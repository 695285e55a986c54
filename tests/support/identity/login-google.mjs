import { Provider } from "oidc-provider";
import { bearerOf, runServer, sendJson } from "./kit.mjs";
import { createPerson, policyWithAccountChoice } from "./login-person.mjs";

const SCOPES = ["https://mail.google.com/", "https://www.googleapis.com/auth/gmail.metadata"];

/**
 * oidc-provider at Google's paths, for people who sign in with a browser, and Gmail's profile.
 * Configuration: `{ clientId, clientSecret }`.
 */
await runServer(async (url, { clientId, clientSecret }) => {
  const person = createPerson();
  let isOffline = true;
  let lifeLeft;
  const provider = new Provider(url, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        token_endpoint_auth_method: "client_secret_post",
        application_type: "native",
        grant_types: ["authorization_code", "refresh_token"],
        redirect_uris: ["http://127.0.0.1"],
      },
    ],
    routes: { authorization: "/o/oauth2/v2/auth", token: "/token" },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}`, policy: policyWithAccountChoice() },
    pkce: { required: () => true },
    scopes: SCOPES,
    extraParams: ["access_type"],
    conformIdTokenClaims: false,
    findAccount: (_ctx, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    issueRefreshToken: () => isOffline,
    rotateRefreshToken: false,
    cookies: { keys: ["a key for tests"] },
    ttl: {
      AccessToken: 3_600,
      RefreshToken: 86_400,
      Grant: 86_400,
      IdToken: 3_600,
      Interaction: 600,
      Session: 600,
    },
  });
  provider.use(async (ctx, next) => {
    await next();
    if (lifeLeft !== undefined && ctx.body?.access_token)
      ctx.body = { ...ctx.body, refresh_token_expires_in: lifeLeft };
  });
  const callback = provider.callback();
  return {
    handle(request, response) {
      const { pathname } = new URL(request.url, url);
      if (pathname.startsWith("/interaction/")) return person.answer(provider, request, response);
      if (pathname === "/gmail/v1/users/me/profile") return profile(request, response);
      callback(request, response);
    },
    commands: {
      ...person.commands,
      giveRefreshTokens: (give) => {
        isOffline = give;
      },
      limitLife: (seconds) => {
        lifeLeft = seconds ?? undefined;
      },
      revoke: async (token) => {
        const { grantId } = await provider.RefreshToken.find(token);
        await (await provider.Grant.find(grantId)).destroy();
      },
    },
  };

  async function profile(request, response) {
    const token = await provider.AccessToken.find(bearerOf(request));
    if (token === undefined) {
      const errors = [{ message: "Invalid Credentials", domain: "global", reason: "authError" }];
      return sendJson(response, 401, { error: { code: 401, message: "Invalid Credentials", errors } });
    }
    sendJson(response, 200, {
      emailAddress: token.accountId,
      messagesTotal: 1,
      threadsTotal: 1,
      historyId: "1",
    });
  }
});

import { createPrivateKey, createPublicKey } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import { errors } from "oidc-provider";
import { readBody, runServer, sendJson } from "./run-server.mjs";
import { createVendor } from "./vendor.mjs";

const JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const AUDIENCE = "https://oauth2.googleapis.com/token";
const SCOPES = ["https://mail.google.com/", "https://www.googleapis.com/auth/gmail.metadata"];
const WORKLOAD = "workload";

/** Errors of oidc-provider in Google's words. */
const WORDS = [
  [
    /refresh token is expired|refresh token not found|grant not found|grant is expired|already used/u,
    "Token has been expired or revoked.",
  ],
  [/invalid secret|client not found|authentication mechanism/u, "Unauthorized"],
];

/**
 * oidc-provider at Google's paths, with the two grants that Google adds, IAM's signJwt and Gmail's profile.
 * Configuration: `{ clients, serviceAccounts: [{ email, publicKey, scopes }], workloadTokens: [] }`.
 */
await runServer(async (url, { clients = [], serviceAccounts = [], workloadTokens = [] }) => {
  const accounts = new Map(
    serviceAccounts.map((account) => [account.email, { disabled: false, ...account }]),
  );
  let givesRefreshTokens = true;
  let lifeLeft;
  const machine = (client_id, grant) => ({
    client_id,
    token_endpoint_auth_method: "none",
    grant_types: [grant],
    response_types: [],
    redirect_uris: [],
  });
  const { provider, answerInteraction, isMailbox, tokenOf, commands } = createVendor(url, {
    issued: { scope: "openid email offline_access" },
    inVendorsWords: (detail, error) => {
      const words = WORDS.find(([pattern]) => pattern.test(detail))?.[1];
      return words && { error, error_description: words };
    },
    clients: [
      ...clients,
      ...serviceAccounts.map(({ email }) => machine(email, JWT_BEARER)),
      machine(WORKLOAD, TOKEN_EXCHANGE),
    ],
    routes: { authorization: "/o/oauth2/v2/auth", token: "/token" },
    scopes: ["openid", "offline_access", "email", ...SCOPES],
    claims: { email: ["email"] },
    extraParams: ["access_type"],
    findAccount: (_ctx, accountId) => ({ accountId, claims: () => ({ sub: accountId, email: accountId }) }),
    issueRefreshToken: () => givesRefreshTokens,
    clockTolerance: 0,
  });

  const issue = async (ctx, accountId) => {
    const token = new provider.AccessToken({
      accountId,
      client: ctx.oidc.client,
      gty: "custom",
      scope: "email",
    });
    ctx.body = { access_token: await token.save(), expires_in: 3_600, token_type: "Bearer" };
  };
  const refuse = (description) => {
    throw new errors.CustomOIDCProviderError("invalid_grant", description);
  };

  provider.registerGrantType(
    JWT_BEARER,
    async (ctx) => {
      const account = accounts.get(ctx.oidc.client.clientId);
      const { payload } = await jwtVerify(ctx.oidc.params.assertion, createPublicKey(account.publicKey), {
        audience: AUDIENCE,
        issuer: account.email,
      }).catch(() => refuse("Invalid JWT Signature."));
      if (account.disabled) refuse("Robot is disabled.");
      if (!account.scopes.includes(payload.scope)) {
        throw Object.assign(
          new errors.CustomOIDCProviderError(
            "unauthorized_client",
            "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.",
          ),
          { statusCode: 401, status: 401 },
        );
      }
      if (!isMailbox(payload.sub)) refuse("Invalid email or User ID");
      await issue(ctx, payload.sub);
    },
    ["assertion"],
  );
  provider.registerGrantType(
    TOKEN_EXCHANGE,
    async (ctx) => {
      if (!workloadTokens.includes(ctx.oidc.params.subject_token))
        refuse("The given credential is rejected by the attribute condition.");
      await issue(ctx, WORKLOAD);
    },
    ["subject_token", "subject_token_type", "audience", "requested_token_type", "scope"],
  );
  provider.use(async (ctx, next) => {
    await next();
    if (lifeLeft !== undefined && ctx.body?.access_token)
      ctx.body = { ...ctx.body, refresh_token_expires_in: lifeLeft };
  });

  const callback = provider.callback();
  return {
    handle(request, response) {
      const { pathname } = new URL(request.url, url);
      if (pathname.startsWith("/interaction/")) return answerInteraction(request, response);
      if (pathname === "/workload-token") return void response.end(workloadTokens[0]);
      if (pathname === "/token") return identified(request, response);
      if (pathname.startsWith("/v1/projects/-/serviceAccounts/"))
        return signJwt(request, response, decodeURIComponent(pathname));
      if (pathname === "/gmail/v1/users/me/profile") return profile(request, response);
      return callback(request, response);
    },
    commands: {
      ...commands,
      disable: (email, disabled) => {
        accounts.get(email).disabled = disabled;
      },
      giveRefreshTokens: (gives) => {
        givesRefreshTokens = gives;
      },
      limitLife: (seconds) => {
        lifeLeft = seconds ?? undefined;
      },
    },
  };

  /** Google takes neither of its own grants with a client, so the client is told by what is sent. */
  async function identified(request, response) {
    const body = new URLSearchParams(await readBody(request));
    if (body.get("grant_type") === TOKEN_EXCHANGE) body.set("client_id", WORKLOAD);
    if (body.get("grant_type") === JWT_BEARER) {
      const claims = JSON.parse(Buffer.from(body.get("assertion").split(".")[1], "base64url").toString());
      body.set("client_id", claims.iss);
    }
    request.body = Object.fromEntries(body);
    await callback(request, response);
  }

  async function signJwt(request, response, path) {
    const email = path.slice("/v1/projects/-/serviceAccounts/".length).replace(/:signJwt$/u, "");
    const token = await tokenOf(request);
    if (token?.accountId !== WORKLOAD || accounts.get(email)?.privateKey === undefined) {
      const message = "Permission 'iam.serviceAccounts.signJwt' denied on resource (or it may not exist).";
      return sendJson(response, 403, { error: { code: 403, message, status: "PERMISSION_DENIED" } });
    }
    const { payload } = JSON.parse(await readBody(request));
    const signer = new SignJWT(JSON.parse(payload)).setProtectedHeader({ alg: "RS256" });
    sendJson(response, 200, {
      keyId: "1",
      signedJwt: await signer.sign(createPrivateKey(accounts.get(email).privateKey)),
    });
  }

  async function profile(request, response) {
    const refuseWith = (code, message, reason, status) =>
      sendJson(response, code, {
        error: { code, message, errors: [{ message, domain: "global", reason }], status },
      });
    const token = await tokenOf(request);
    if (token === undefined) return refuseWith(401, "Invalid Credentials", "authError", "UNAUTHENTICATED");
    if (!isMailbox(token.accountId))
      return refuseWith(400, "Mail service not enabled", "failedPrecondition", "FAILED_PRECONDITION");
    const counts = { messagesTotal: 1, threadsTotal: 1, historyId: "1" };
    sendJson(response, 200, { emailAddress: token.accountId, ...counts });
  }
});

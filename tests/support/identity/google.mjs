import { createPublicKey } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import { Provider, errors } from "oidc-provider";
import { bearerOf, KeepingAdapter, readBody, runServer, sendJson } from "./kit.mjs";

const JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const AUDIENCE = "https://oauth2.googleapis.com/token";
const WORKLOAD = "workload";

/** What oidc-provider says, in Google's words. */
const WORDS = [
  [
    /refresh token is expired|refresh token not found|grant not found|grant is expired|already used/u,
    "Token has been expired or revoked.",
  ],
  [/invalid secret|client not found|authentication mechanism/u, "Unauthorized"],
];

/**
 * oidc-provider at Google's paths, with the two grants that Google adds, IAM's signJwt and Gmail's profile.
 * Configuration: `{ clients, serviceAccounts: [{ email, publicKey, scopes }], mailboxes: [address], workloadTokens: [] }`.
 */
await runServer(async (url, { clients, serviceAccounts, mailboxes, workloadTokens = [] }) => {
  const accounts = new Map(
    serviceAccounts.map((account) => [account.email, { disabled: false, ...account }]),
  );
  const known = new Set(mailboxes);
  let acceptTokens = true;
  let lifeLeft;
  const machine = (client_id, grant) => ({
    client_id,
    token_endpoint_auth_method: "none",
    grant_types: [grant],
    response_types: [],
    redirect_uris: [],
  });
  const provider = new Provider(url, {
    adapter: KeepingAdapter,
    clients: [
      ...clients,
      ...serviceAccounts.map(({ email }) => machine(email, JWT_BEARER)),
      machine(WORKLOAD, TOKEN_EXCHANGE),
    ],
    routes: { token: "/token" },
    features: { devInteractions: { enabled: false }, revocation: { enabled: true } },
    scopes: ["openid", "offline_access", "email"],
    claims: { email: ["email"] },
    conformIdTokenClaims: false,
    findAccount: (_ctx, accountId) => ({ accountId, claims: () => ({ sub: accountId, email: accountId }) }),
    rotateRefreshToken: false,
    clockTolerance: 0,
    ttl: { AccessToken: 3_600, RefreshToken: 3_600, Grant: 3_600, IdToken: 3_600 },
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
      if (!known.has(payload.sub)) refuse("Invalid email or User ID");
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

  provider.on("grant.error", (ctx, error) => {
    ctx.state.detail = `${error.error_description ?? ""} ${error.error_detail ?? ""}`;
  });
  provider.use(async (ctx, next) => {
    await next();
    if (typeof ctx.body?.error === "string") {
      const words = WORDS.find(([pattern]) => pattern.test(ctx.state.detail ?? ""))?.[1];
      if (words !== undefined) ctx.body = { error: ctx.body.error, error_description: words };
      return;
    }
    if (lifeLeft !== undefined && ctx.body?.access_token)
      ctx.body = { ...ctx.body, refresh_token_expires_in: lifeLeft };
  });

  const callback = provider.callback();
  return {
    handle(request, response) {
      const { pathname } = new URL(request.url, url);
      if (pathname === "/token") return identified(request, response);
      if (pathname.startsWith("/v1/projects/-/serviceAccounts/"))
        return signJwt(request, response, decodeURIComponent(pathname));
      if (pathname === "/gmail/v1/users/me/profile") return profile(request, response);
      return callback(request, response);
    },
    commands: {
      issueRefreshToken: async (clientId, accountId, seconds) => {
        const grant = new provider.Grant({ accountId, clientId });
        grant.addOIDCScope("openid email offline_access");
        const token = new provider.RefreshToken({
          accountId,
          clientId,
          client: await provider.Client.find(clientId),
          grantId: await grant.save(),
          expiresIn: seconds,
          gty: "authorization_code",
          scope: "openid email offline_access",
        });
        return { token: await token.save(), grantId: token.grantId };
      },
      revokeGrant: async (grantId) => {
        await (await provider.Grant.find(grantId)).destroy();
      },
      disable: (email, disabled) => {
        accounts.get(email).disabled = disabled;
      },
      removeMailbox: (address) => known.delete(address),
      addMailbox: (address) => void known.add(address),
      acceptTokens: (accept) => {
        acceptTokens = accept;
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
    const token = await provider.AccessToken.find(bearerOf(request));
    if (token?.accountId !== WORKLOAD || accounts.get(email)?.privateKey === undefined) {
      const message = "Permission 'iam.serviceAccounts.signJwt' denied on resource (or it may not exist).";
      return sendJson(response, 403, { error: { code: 403, message, status: "PERMISSION_DENIED" } });
    }
    const { createPrivateKey } = await import("node:crypto");
    const { payload } = JSON.parse(await readBody(request));
    const signer = new SignJWT(JSON.parse(payload)).setProtectedHeader({ alg: "RS256" });
    sendJson(response, 200, {
      keyId: "1",
      signedJwt: await signer.sign(createPrivateKey(accounts.get(email).privateKey)),
    });
  }

  async function profile(request, response) {
    const token = await provider.AccessToken.find(bearerOf(request));
    if (token === undefined || !acceptTokens) {
      const errors = [{ message: "Invalid Credentials", domain: "global", reason: "authError" }];
      return sendJson(response, 401, {
        error: { code: 401, message: "Invalid Credentials", errors, status: "UNAUTHENTICATED" },
      });
    }
    if (!known.has(token.accountId)) {
      const errors = [
        { message: "Mail service not enabled", domain: "global", reason: "failedPrecondition" },
      ];
      return sendJson(response, 400, {
        error: { code: 400, message: "Mail service not enabled", errors, status: "FAILED_PRECONDITION" },
      });
    }
    sendJson(response, 200, {
      emailAddress: token.accountId,
      messagesTotal: 1,
      threadsTotal: 1,
      historyId: "1",
    });
  }
});

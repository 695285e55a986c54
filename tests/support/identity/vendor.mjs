import { Provider } from "oidc-provider";
import { createPerson, policyWithAccountChoice } from "./person.mjs";

const HOUR_S = 3_600;

/**
 * What the servers of both vendors have in common: oidc-provider, a person in front of it, and mailboxes, which every
 * address has until it is removed. `issued` is what a refresh token is for that no person signed in for: `{ scope,
 * resource, resourceScope }`. `inVendorsWords(detail, error)` is the vendor's body for an error of oidc-provider.
 */
export function createVendor(url, { issued, inVendorsWords, features, ...options }) {
  const removed = new Set();
  let acceptsTokens = true;
  const person = createPerson();
  const provider = new Provider(url, {
    adapter: KeepingAdapter,
    features: { devInteractions: { enabled: false }, ...features },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}`, policy: policyWithAccountChoice() },
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    // A use leaves the old token good.
    rotateRefreshToken: false,
    cookies: { keys: ["a key for tests"] },
    ttl: Object.fromEntries(
      [
        ...["AccessToken", "ClientCredentials", "DeviceCode", "Grant", "IdToken", "Interaction"],
        ...["RefreshToken", "Session"],
      ].map((kind) => [kind, HOUR_S]),
    ),
    ...options,
  });
  provider.on("grant.error", (ctx, error) => {
    ctx.state.detail = `${error.error_description ?? ""} ${error.error_detail ?? ""}`;
  });
  provider.use(async (ctx, next) => {
    await next();
    if (typeof ctx.body?.error === "string")
      ctx.body = inVendorsWords(ctx.state.detail ?? "", ctx.body.error) ?? ctx.body;
  });

  return {
    provider,
    answerInteraction: (request, response) => person.answer(provider, request, response),
    isMailbox: (address) => !removed.has(address),
    /** The access token, of an app or a person, that a request brings; undefined where it isn't accepted. */
    async tokenOf(request) {
      const bearer = (request.headers.authorization ?? "").replace(/^Bearer /u, "");
      if (!acceptsTokens) return undefined;
      return (await provider.AccessToken.find(bearer)) ?? provider.ClientCredentials.find(bearer);
    },
    commands: {
      ...person.commands,
      issueRefreshToken: async (clientId, accountId, seconds) => {
        const { scope, resource, resourceScope } = issued;
        const grant = new provider.Grant({ accountId, clientId });
        grant.addOIDCScope(scope);
        if (resource !== undefined) grant.addResourceScope(resource, resourceScope);
        const token = new provider.RefreshToken({
          accountId,
          clientId,
          client: await provider.Client.find(clientId),
          grantId: await grant.save(),
          expiresIn: seconds,
          gty: "authorization_code",
          scope: [scope, resourceScope].join(" ").trim(),
          resource,
        });
        return { token: await token.save(), grantId: token.grantId };
      },
      revokeGrant: async (grantId) => {
        await (await provider.Grant.find(grantId)).destroy();
      },
      acceptTokens: (accepts) => {
        acceptsTokens = accepts;
      },
      removeMailbox: (address) => void removed.add(address),
      addMailbox: (address) => void removed.delete(address),
    },
  };
}

/** Keeps what has expired, so that oidc-provider can tell it from what it never knew. One for each server process. */
class KeepingAdapter {
  static #byKey = new Map();
  #prefix;

  constructor(prefix) {
    this.#prefix = prefix;
  }

  async upsert(id, payload) {
    KeepingAdapter.#byKey.set(`${this.#prefix}:${id}`, payload);
  }

  async find(id) {
    return KeepingAdapter.#byKey.get(`${this.#prefix}:${id}`);
  }

  async findByUid(uid) {
    return this.#own().find(([, payload]) => payload.uid === uid)?.[1];
  }

  async findByUserCode(userCode) {
    return this.#own().find(([, payload]) => payload.userCode === userCode)?.[1];
  }

  async consume(id) {
    KeepingAdapter.#byKey.get(`${this.#prefix}:${id}`).consumed = Math.floor(Date.now() / 1_000);
  }

  async destroy(id) {
    KeepingAdapter.#byKey.delete(`${this.#prefix}:${id}`);
  }

  async revokeByGrantId(grantId) {
    for (const [key, payload] of this.#own())
      if (payload.grantId === grantId) KeepingAdapter.#byKey.delete(key);
  }

  /** Of the adapter's own kind: the interaction of a person who changes accounts has the old grant, too, and goes on. */
  #own() {
    return [...KeepingAdapter.#byKey].filter(([key]) => key.startsWith(`${this.#prefix}:`));
  }
}

import { createHash } from "node:crypto";
import * as z from "zod";
import { TOKEN_PATH } from "../../schema/api";
import { rememberSecret } from "../text/redact";
import { isClientRefusal, VccError } from "../errors";
import { readErrorBody } from "./error-shapes";
import type { ClientOptions } from "./options";
import { parseReply, type Reply } from "./parse-reply";
import type { FailedReply } from "./to-vcc-error";
import type { WireRequest } from "./transport";

/** Renew this long before the end, so that no call leaves with a token that dies on the way. */
const EARLY_RENEWAL_MS = 60_000;
/**
 * Time for which a refused client isn't asked about again: a refresh of hundreds of objects shall not look like an
 * attack.
 */
const REFUSAL_REMEMBERED_MS = 10_000;

/** Access tokens of one client, one a scope, shared by all callers of this process. */
export interface Tokens {
  /** A token that is valid for a while; callers side by side share one request. */
  get(scope: string): Promise<string>;
  /** Forgets this very token, if it is still the one in use, so that the next `get` asks for another. */
  refuse(scope: string, token: string): void;
}

/** The call for a token. Asking twice makes two tokens, which does no harm. */
export interface TokenRequest extends WireRequest {
  readonly method: "POST";
  readonly actsLike: "GET";
}
type SendTokenRequest = (request: TokenRequest) => Promise<Reply>;

interface Entry {
  readonly token: Promise<string>;
  /** The token itself and when it is to be renewed, once it is there. */
  settled?: { readonly token: string | undefined; readonly renewAtMs: number };
}

const entries = new Map<string, Entry>();

/** Source: one scope a token, `expires_in` in seconds, documented. The token is opaque: printable ASCII. */
const TokenReply = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/u),
  expires_in: z.number().nonnegative(),
});

/** Errors of `get`: `VCC_CLIENT_REFUSED` or `VCC_SCOPE_MISSING` when the client is refused; else those of any call. */
export function createTokens(options: ClientOptions, send: SendTokenRequest): Tokens {
  const { authBaseUrl, clientId, clientSecret, now } = options;
  rememberSecret(clientSecret);
  // The secret is part of the key, as a digest: a client with a wrong secret isn't served the tokens of a right one.
  const secretDigest = createHash("sha256").update(clientSecret).digest("hex");
  const keyOf = (scope: string) => JSON.stringify([authBaseUrl, clientId, secretDigest, scope]);

  function get(scope: string): Promise<string> {
    const known = entries.get(keyOf(scope));
    if (known !== undefined && (known.settled === undefined || now() < known.settled.renewAtMs))
      return known.token;
    const requested = requestToken(options, send, scope);
    const entry: Entry = { token: requested.then(({ token }) => token) };
    entries.set(keyOf(scope), entry);
    requested.then(
      ({ token, expiresInMs }) => {
        const earlyMs = Math.min(EARLY_RENEWAL_MS, expiresInMs / 2);
        entry.settled = { token, renewAtMs: now() + expiresInMs - earlyMs };
      },
      (error: unknown) => {
        const rememberedMs = isClientRefusal(error) ? REFUSAL_REMEMBERED_MS : 0;
        entry.settled = { token: undefined, renewAtMs: now() + rememberedMs };
      },
    );
    return entry.token;
  }

  function refuse(scope: string, token: string): void {
    if (entries.get(keyOf(scope))?.settled?.token === token) entries.delete(keyOf(scope));
  }

  return { get, refuse };
}

async function requestToken(
  { authBaseUrl, clientId, clientSecret }: ClientOptions,
  send: SendTokenRequest,
  scope: string,
): Promise<{ readonly token: string; readonly expiresInMs: number }> {
  const form = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret, scope };
  const request: TokenRequest = {
    doing: `get a token for the scope ${scope}`,
    namesObject: false,
    method: "POST",
    actsLike: "GET",
    url: authBaseUrl + TOKEN_PATH,
    accept: "application/json",
    contentType: "application/x-www-form-urlencoded",
    body: new URLSearchParams(form).toString(),
    explain: (reply) => explainRefusal(scope, reply),
  };
  const reply = await send(request);
  const { access_token: token, expires_in: expiresInS } = parseReply(request, reply, TokenReply);
  rememberSecret(token);
  return { token, expiresInMs: expiresInS * 1_000 };
}

/** OAuth's errors of a client, which come as 400, 401 or 403. Source: 400 `invalid_client` documented. */
function explainRefusal(scope: string, reply: FailedReply): VccError | undefined {
  const { code, messages, fromApi } = readErrorBody(reply.body);
  if (![400, 401, 403].includes(reply.status) || fromApi === false) return undefined;
  const isScope = code === "invalid_scope" || code === "unauthorized_client";
  const hint = isScope
    ? `Give the API client the scope ${scope} in VCC.`
    : "Check the client id (vcc:clientId or VCC_CLIENT_ID), its secret (vcc:clientSecret or VCC_CLIENT_SECRET), " +
      "and that both belong to the region (vcc:region or VCC_REGION).";
  const words = messages.length === 0 ? "" : ` (${messages.join("; ")})`;
  return new VccError(
    isScope ? "VCC_SCOPE_MISSING" : "VCC_CLIENT_REFUSED",
    `VCC refused the API client with ${reply.status}${words}, so no call can be made.`,
    { hint, requestId: reply.requestId },
  );
}

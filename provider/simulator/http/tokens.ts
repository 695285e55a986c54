import { randomBytes, timingSafeEqual } from "node:crypto";
import { ApiError } from "../account/api-error";
import type { Clock } from "../account/clock";

const TOKEN_LIFETIME_S = 7200;

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

interface Token {
  readonly scope: string;
  readonly expiresAtMs: number;
}

/** Access tokens given out. They end with the process: a real token, too, may be revoked at any time. */
export class Tokens {
  readonly #clock: Clock;
  readonly #client: ClientCredentials;
  readonly #byValue = new Map<string, Token>();

  readonly #scopes: () => readonly string[];

  /** Gives out tokens of these scopes. */
  constructor(clock: Clock, client: ClientCredentials, scopes: () => readonly string[]) {
    this.#clock = clock;
    this.#scopes = scopes;
    this.#client = client;
  }

  /** The reply to the form body of a token request. Error: 400 with an OAuth code. Source: documented. */
  issue(form: URLSearchParams): Record<string, unknown> {
    if (form.get("grant_type") !== "client_credentials") throw oauthError("unsupported_grant_type");
    if (!this.#isClient(form)) throw oauthError("invalid_client");
    const scope = form.get("scope") ?? "";
    if (!this.#scopes().includes(scope)) throw oauthError("invalid_scope");
    const access_token = randomBytes(24).toString("base64url");
    this.#byValue.set(access_token, { scope, expiresAtMs: this.#clock.now() + TOKEN_LIFETIME_S * 1000 });
    return { access_token, token_type: "bearer", expires_in: TOKEN_LIFETIME_S };
  }

  /** The scope of a token, or `undefined` where it is unknown or over. */
  scopeOf(value: string): string | undefined {
    const token = this.#byValue.get(value);
    return token !== undefined && token.expiresAtMs > this.#clock.now() ? token.scope : undefined;
  }

  /** Drops every token early. */
  revokeAll(): void {
    this.#byValue.clear();
  }

  #isClient(form: URLSearchParams): boolean {
    const { clientId, clientSecret } = this.#client;
    return form.get("client_id") === clientId && isEqualSecret(form.get("client_secret") ?? "", clientSecret);
  }
}

function isEqualSecret(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function oauthError(error: string): ApiError {
  return new ApiError(400, { error });
}

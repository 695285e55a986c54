import { rememberSecret } from "../text/redact";
import type { IdentityReply } from "./probe/identity-reply";

/** Result of a person's sign-in. */
export interface TokenResponse {
  /** Secret: never shown, logged or written anywhere but where the person wants it. Some apps get none. */
  readonly refreshToken: string | undefined;
  /** Granted scopes, in the provider's spelling; the requested ones where the provider doesn't tell. */
  readonly scopes: readonly string[];
}

/** A sign-in in a browser, which sends its answer to a listener on this machine. */
export interface BrowserSignIn {
  /** The page to open. */
  authorizationUrl(question: AuthorizationRequest): Promise<IdentityReply<string>>;
  /** Takes the code of the answer to a refresh token. */
  exchange(answer: TokenRequest): Promise<IdentityReply<TokenResponse>>;
}

export interface AuthorizationRequest {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  /** SHA-256 of the verifier, in base64url. */
  readonly challenge: string;
}

export interface TokenRequest {
  readonly code: string;
  readonly redirectUri: string;
  readonly nonce: string;
  /** Proves that whoever exchanges the code is the one who asked for it. */
  readonly verifier: string;
}

/** Scopes and account of a sign-in, whatever its flow. */
export interface SignInRequest {
  readonly scopes: readonly string[];
  /** The account to sign in to, shown to the person. */
  readonly account: string;
}

/** Takes the result of a sign-in from its token response. */
export function toTokenResponse(refreshToken: unknown, scopes: readonly string[]): TokenResponse {
  if (typeof refreshToken !== "string" || refreshToken === "") return { refreshToken: undefined, scopes };
  rememberSecret(refreshToken);
  return { refreshToken, scopes };
}

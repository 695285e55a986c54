import { rememberSecret } from "../text/redact";
import type { IdentityReply } from "./probe/identity-reply";

/** What a person's sign-in comes to. */
export interface SignedIn {
  /** Secret: never shown, logged or written anywhere but where the person wants it. Some apps get none. */
  readonly refreshToken: string | undefined;
  /** What the person granted, as the provider spells it; as asked where the provider doesn't say. */
  readonly scopes: readonly string[];
}

/** A sign-in in a browser, which sends its answer to a listener on this machine. */
export interface BrowserSignIn {
  /** The page to open. */
  page(question: PageQuestion): Promise<IdentityReply<string>>;
  /** Takes the code of the answer to a refresh token. */
  exchange(answer: CodeAnswer): Promise<IdentityReply<SignedIn>>;
}

export interface PageQuestion {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  /** SHA-256 of the verifier, in base64url. */
  readonly challenge: string;
}

export interface CodeAnswer {
  readonly code: string;
  readonly redirectUri: string;
  readonly nonce: string;
  /** Proves that whoever exchanges the code is the one who asked for it. */
  readonly verifier: string;
}

/** What is wanted of whom, for any way to sign in. */
export interface SignInRequest {
  readonly scopes: readonly string[];
  /** The account to sign in to, shown to the person. */
  readonly account: string;
}

/** What came with the answer to a sign-in. */
export function toSignedIn(refreshToken: unknown, scopes: readonly string[]): SignedIn {
  if (typeof refreshToken !== "string" || refreshToken === "") return { refreshToken: undefined, scopes };
  rememberSecret(refreshToken);
  return { refreshToken, scopes };
}

import { toLink } from "../../text/plain-text";
import { acquire, type Ask, createClient, type MicrosoftApp } from "./client";
import { failed, type IdentityReply, type CleanText, cleanText, success } from "../probe/identity-reply";
import {
  type BrowserSignIn,
  type AuthorizationRequest,
  type TokenResponse,
  type SignInRequest,
  toTokenResponse,
} from "../browser-sign-in";
import type { ClientOptions } from "../probe/client-options";

/** Page and code of a device code sign-in, for a browser on any machine. */
export interface DeviceCode {
  /** Undefined where Microsoft names none that a person may be asked to open. */
  readonly page: string | undefined;
  readonly code: CleanText;
}

/** A person's sign-in at Microsoft. */
export interface MicrosoftSignIn extends BrowserSignIn {
  /** Signs in with a code that the person types in; public clients only. Waits for it at most that long. */
  withDeviceCode(show: (code: DeviceCode) => void, timeoutMs: number): Promise<IdentityReply<TokenResponse>>;
}

export function microsoftAuthorizationCode(
  app: MicrosoftApp,
  { scopes: wanted, account }: SignInRequest,
  options: ClientOptions,
): MicrosoftSignIn {
  const scopes = [...wanted];
  // Asks MSAL once, and takes the refresh token that it never sees from the reply itself.
  const requestToken = async (ask: Ask) => {
    const client = createClient(app, options);
    const outcome = await acquire(client, ask, options);
    if (!outcome.ok) return outcome;
    return success(toTokenResponse((await client).network.refreshToken, outcome.value.scopes));
  };
  return {
    authorizationUrl: (question) => page(app, { scopes, account }, question, options),
    exchange: ({ code, redirectUri, nonce, verifier }) =>
      requestToken(({ library }) =>
        library.acquireTokenByCode({ code, scopes, redirectUri, nonce, codeVerifier: verifier }),
      ),
    withDeviceCode: (show, timeoutMs) =>
      requestToken(async ({ library }) => {
        if (!("acquireTokenByDeviceCode" in library)) return null;
        return library.acquireTokenByDeviceCode({
          scopes,
          timeout: Math.ceil(timeoutMs / 1_000),
          deviceCodeCallback: ({ verificationUri, userCode }) =>
            show({ page: toLink(verificationUri), code: cleanText(userCode) }),
        });
      }),
  };
}

async function page(
  app: MicrosoftApp,
  { scopes, account }: SignInRequest,
  { redirectUri, state, nonce, challenge }: AuthorizationRequest,
  options: ClientOptions,
): Promise<IdentityReply<string>> {
  try {
    const { library } = await createClient(app, options);
    const url = await library.getAuthCodeUrl({
      scopes: [...scopes],
      redirectUri,
      state,
      nonce,
      codeChallenge: challenge,
      codeChallengeMethod: "S256",
      // Keeps the code out of the browser's history.
      responseMode: "form_post",
      loginHint: account,
      prompt: "select_account",
    });
    return success(url);
  } catch {
    return failed({ kind: "unsent", host: new URL(options.endpoints.microsoftAuthority).host });
  }
}

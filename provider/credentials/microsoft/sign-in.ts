import { toLink } from "../../text/plain-text";
import { acquire, type Ask, createClient, type MicrosoftApp } from "./client";
import { failed, type IdentityReply, type Said, said, success } from "../probe/identity-reply";
import {
  type BrowserSignIn,
  type PageQuestion,
  type SignedIn,
  type SignInRequest,
  toSignedIn,
} from "../person-sign-in";
import type { ClientOptions } from "../probe/client-options";

/** Page and code of a device code sign-in, for a browser on any machine. */
export interface DeviceCode {
  /** Undefined where Microsoft names none that a person may be asked to open. */
  readonly page: string | undefined;
  readonly code: Said;
}

/** A person's sign-in at Microsoft. */
export interface MicrosoftSignIn extends BrowserSignIn {
  /** Signs in with a code that the person types in; public clients only. Waits for it at most that long. */
  withDeviceCode(show: (code: DeviceCode) => void, timeoutMs: number): Promise<IdentityReply<SignedIn>>;
}

export function microsoftSignIn(
  app: MicrosoftApp,
  { scopes: wanted, account }: SignInRequest,
  options: ClientOptions,
): MicrosoftSignIn {
  const scopes = [...wanted];
  // Asks MSAL once, and takes the refresh token that it never sees from the reply itself.
  const signIn = async (ask: Ask) => {
    const client = createClient(app, options);
    const outcome = await acquire(client, ask, options);
    if (!outcome.ok) return outcome;
    return success(toSignedIn((await client).network.refreshToken, outcome.value.scopes));
  };
  return {
    page: (question) => page(app, { scopes, account }, question, options),
    exchange: ({ code, redirectUri, nonce, verifier }) =>
      signIn(({ library }) =>
        library.acquireTokenByCode({ code, scopes, redirectUri, nonce, codeVerifier: verifier }),
      ),
    withDeviceCode: (show, timeoutMs) =>
      signIn(async ({ library }) => {
        if (!("acquireTokenByDeviceCode" in library)) return null;
        return library.acquireTokenByDeviceCode({
          scopes,
          timeout: Math.ceil(timeoutMs / 1_000),
          deviceCodeCallback: ({ verificationUri, userCode }) =>
            show({ page: toLink(verificationUri), code: said(userCode) }),
        });
      }),
  };
}

async function page(
  app: MicrosoftApp,
  { scopes, account }: SignInRequest,
  { redirectUri, state, nonce, challenge }: PageQuestion,
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

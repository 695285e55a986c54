import { type GoogleApp, GoogleClient } from "./client";
import { success } from "../probe/identity-reply";
import { type BrowserSignIn, type SignInRequest, toTokenResponse } from "../browser-sign-in";
import type { ClientOptions } from "../probe/client-options";

/** A person's sign-in at Google, with a client of the kind "Desktop app". Device codes can't open Gmail. */
export function googleAuthorizationCode(
  app: GoogleApp,
  { scopes, account }: SignInRequest,
  options: ClientOptions,
): BrowserSignIn {
  const { googleAuthorizationUrl, googleTokenUrl } = options.endpoints;
  const client = new GoogleClient(options);
  return {
    authorizationUrl({ redirectUri, state, challenge }) {
      const url = new URL(googleAuthorizationUrl);
      url.search = new URLSearchParams({
        response_type: "code",
        client_id: app.clientId,
        redirect_uri: redirectUri,
        scope: scopes.join(" "),
        state,
        code_challenge: challenge,
        code_challenge_method: "S256",
        login_hint: account,
        access_type: "offline",
        // Without consent, a person who signs in again gets no refresh token.
        prompt: "select_account consent",
      }).toString();
      return Promise.resolve(success(url.href));
    },
    async exchange({ code, redirectUri, verifier }) {
      const exchanged = await client.call(googleTokenUrl, async (vendor) => {
        const request = { code, redirect_uri: redirectUri, codeVerifier: verifier };
        return (await client.appClient(vendor, app).getToken(request)).tokens;
      });
      if (!exchanged.ok) return exchanged;
      const { refresh_token: refreshToken, scope } = exchanged.value;
      return success(toTokenResponse(refreshToken, scope?.split(" ") ?? scopes));
    },
  };
}

import { createEmulator } from "emulate";
import { bearerOf, readBody, runServer, sendJson } from "./kit.mjs";

const REDIRECT = "http://localhost:3000/callback";

/** Where each service of emulate has what the tests need; its Microsoft knows no tenants. */
const SERVICES = {
  google: {
    token: "/oauth2/token",
    callback: "/o/oauth2/v2/auth/callback",
    who: "/oauth2/v2/userinfo",
    isToken: (path) => path === "/token",
  },
  microsoft: {
    token: "/oauth2/v2.0/token",
    callback: "/oauth2/v2.0/authorize/callback",
    who: "/v1.0/me",
    isToken: (path) => path.endsWith("/oauth2/v2.0/token"),
  },
};

/**
 * emulate in front of which paths are set right, and "whose mailbox", which it lacks, is answered by whom it says the
 * token is. Configuration: `{ service, clientId, clientSecret, users: [address] }`.
 */
await runServer(async (_url, { service, clientId, clientSecret, users }) => {
  const { token, callback, who, isToken } = SERVICES[service];
  const emulator = await createEmulator({
    service,
    port: 0,
    seed: {
      [service]: {
        users: users.map((email) => ({ email, name: email })),
        oauth_clients: [
          { client_id: clientId, client_secret: clientSecret, name: "test", redirect_uris: [REDIRECT] },
        ],
      },
    },
  });
  const form = (path, fields) =>
    fetch(`${emulator.url}${path}`, {
      method: "POST",
      body: new URLSearchParams(fields),
      redirect: "manual",
    });

  return {
    async handle(request, response) {
      const { pathname } = new URL(request.url, emulator.url);
      if (isToken(pathname)) {
        const reply = await form(token, new URLSearchParams(await readBody(request)));
        return sendJson(response, reply.status, await reply.json());
      }
      const reply = await fetch(`${emulator.url}${who}`, {
        headers: { authorization: `Bearer ${bearerOf(request)}` },
      });
      const person = await reply.json();
      if (!reply.ok) {
        const error = {
          code: service === "google" ? 401 : "InvalidAuthenticationToken",
          message: "Invalid Credentials",
        };
        return sendJson(response, 401, { error });
      }
      if (pathname.endsWith("/profile")) return sendJson(response, 200, { emailAddress: person.email });
      if (pathname.endsWith("/userPurpose")) return sendJson(response, 200, { value: "user" });
      sendJson(response, 200, person);
    },
    commands: {
      issueRefreshToken: async (client_id, email) => {
        const request = {
          email,
          client_id,
          redirect_uri: REDIRECT,
          scope: "openid email profile offline_access",
        };
        const { headers } = await form(callback, request);
        const code = new URL(headers.get("location")).searchParams.get("code");
        const fields = {
          grant_type: "authorization_code",
          code,
          redirect_uri: REDIRECT,
          client_id,
          client_secret: clientSecret,
        };
        const issued = await (await form(token, fields)).json();
        return { token: issued.refresh_token, grantId: "" };
      },
    },
  };
});

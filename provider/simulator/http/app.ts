import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { TOKEN_PATH } from "../../../schema/api";
import type { ContractProfile } from "../../../schema/contract/profile";
import { CONSENT_PATH } from "../account/consents";
import type { SimulatedAccount } from "../routes/simulated-kind";
import { type ApiServer, failureResponse } from "./api-server";
import { consentPage, giveConsent } from "./consent-page";
import { absentRules, speak } from "./dialect";

/** The only address the simulator listens on. */
export const LOOPBACK_ADDRESS = "127.0.0.1";

const LOOPBACK_HOSTS = new Set(["localhost", "127.0.0.1", "[::1]"]);

export type SimulatorApp = Hono<{ Bindings: HttpBindings }>;

/** Everything the simulator answers, apart from its control surface. */
export function createApp(
  account: SimulatedAccount,
  server: ApiServer,
  profile: ContractProfile,
): SimulatorApp {
  const app: SimulatorApp = new Hono();
  app.use(async (context, next) => {
    const isLocal =
      isLoopbackHost(context.req.header("host")) && isLoopbackOrigin(context.req.header("origin"));
    if (!isLocal) return context.json({ message: "The simulator serves this machine alone." }, 403);
    return next();
  });
  app.get(`${CONSENT_PATH}/:code`, (context) => consentPage(account, context.req.param("code")));
  app.post(`${CONSENT_PATH}/:code`, (context) => giveConsent(account, context.req.param("code")));
  app.post(TOKEN_PATH, (context) => server.token(context));
  const ownRoutes = account.kinds.flatMap((kind) => kind.routes(account));
  const routes = speak(ownRoutes, profile);
  for (const route of routes)
    app.on(route.method, route.path, (context) => server.api(context, route, route));
  app.notFound((context) => {
    const otherMethod = routes.find(({ path }) => path === context.req.path);
    return server.api(context, undefined, absentRules(profile, otherMethod?.api));
  });
  // Hono's own handler would print the stack of every wait that a stop interrupts.
  app.onError((error) => failureResponse(error));
  return app;
}

/**
 * True if a Host header, such as `127.0.0.1:7480`, names this machine. Anything else may be a foreign page that reached
 * us by DNS rebinding.
 */
function isLoopbackHost(host: string | undefined): boolean {
  return LOOPBACK_HOSTS.has((host ?? "").replace(/:\d+$/u, "").toLowerCase());
}

/** True if an Origin header is absent, as outside browsers, or names this machine. */
function isLoopbackOrigin(origin: string | undefined): boolean {
  return origin === undefined || isLoopbackHost(origin.replace(/^https?:\/\//u, ""));
}

import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { TOKEN_PATH } from "../../../schema/api";
import type { Account } from "../account/account";
import type { ApiRoute } from "./api-route";
import { type ApiServer, failureResponse } from "./api-server";
import { consentPage, giveConsent } from "./consent-page";
import { CONSENT_PATH } from "../account/consents";
import { isLoopbackHost, isLoopbackOrigin } from "./loopback";
import { addressRoutes } from "../routes/addresses";
import { authenticationRoutes } from "../routes/authentication";
import { mappingRoutes } from "../routes/mappings";
import { planRoutes } from "../routes/plans";
import { profileRoutes } from "../routes/profiles";
import { signatureRoutes } from "../routes/signatures";

export type SimulatorApp = Hono<{ Bindings: HttpBindings }>;

/** Everything the simulator answers, apart from its control surface. */
export function createApp(account: Account, server: ApiServer): SimulatorApp {
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
  for (const route of apiRoutes(account)) {
    app.on(route.method, route.path, (context) => server.api(context, route));
  }
  app.notFound((context) => server.api(context));
  // Hono's own handler would print the stack of every wait that a stop interrupts.
  app.onError((error) => failureResponse(error));
  return app;
}

function apiRoutes(account: Account): readonly ApiRoute[] {
  return [
    ...addressRoutes(account),
    ...authenticationRoutes(account),
    ...signatureRoutes(account),
    ...profileRoutes(account),
    ...mappingRoutes(account),
    ...planRoutes(account),
  ];
}

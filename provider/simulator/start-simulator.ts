import { createAdaptorServer } from "@hono/node-server";
import { once } from "node:events";
import { Server } from "node:http";
import { addControlRoutes } from "./control/control-routes";
import { LOOPBACK_ADDRESS } from "./http/app";
import { type ObjectKind, SIMULATED_KINDS } from "./kinds";
import type { SimulatorOptions } from "./options";
import type { SimulatedKind } from "./routes/simulated-kind";
import { Simulator } from "./simulator";

export interface StartOptions extends SimulatorOptions {
  /** The port on 127.0.0.1; a free one when left out or 0. Error: an `Error` of code `EADDRINUSE` where it is taken. */
  readonly port?: number;
}

/** A simulator that listens. */
export interface RunningSimulator extends Simulator {
  /** The API's base URL, as `http://127.0.0.1:49152`. */
  readonly url: string;
  /** Base URL of the token endpoint: the part before `/Auth/connect/token`. */
  readonly authUrl: string;
  /** The environment that points the provider at this simulator. */
  readonly environment: Readonly<Record<string, string>>;
  /** Cuts every connection and stops listening. */
  readonly stop: () => Promise<void>;
}

/**
 * A simulated account that nobody can reach over HTTP yet: requests go to `app`.
 *
 * @example
 * ```ts
 * import { createSimulator } from "pulumi-vcc/simulator";
 *
 * const simulator = createSimulator({ plans: ["Customer support"] });
 * const reply = await simulator.app.request("/useradmin/interactionPlans");
 * console.log(reply.status); // 401: without a token
 * ```
 */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  return new Simulator(options, SIMULATED_KINDS);
}

/**
 * Starts a simulated VCC account on this machine's loopback, for trying programs and for your own tests.
 *
 * @example
 * ```ts
 * import { startSimulator } from "pulumi-vcc/simulator";
 *
 * const simulator = await startSimulator({ plans: ["Customer support"] });
 * Object.assign(process.env, simulator.environment);
 * // Deploy, then look, and disturb:
 * console.log(simulator.state().addresses, simulator.requests());
 * simulator.expire("support@example.com");
 * await simulator.stop();
 * ```
 */
export async function startSimulator(options: StartOptions = {}): Promise<RunningSimulator> {
  return startSimulatorOf(SIMULATED_KINDS, options);
}

/** Starts a simulated account whose objects are of these kinds. */
export async function startSimulatorOf(
  kinds: readonly SimulatedKind[],
  { port = 0, ...options }: StartOptions = {},
): Promise<RunningSimulator> {
  const simulator = new Simulator(options, kinds);
  // Methods take the nouns of the usual kinds; commands those of the given ones.
  addControlRoutes(simulator, kinds.map(({ noun }) => noun) as ObjectKind[]);
  const server = createAdaptorServer({ fetch: simulator.app.fetch });
  if (!(server instanceof Server)) throw new Error("The simulator speaks HTTP/1.1 alone.");
  server.listen(port, LOOPBACK_ADDRESS);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The simulator listens on no port.");
  const url = `http://${LOOPBACK_ADDRESS}:${address.port}`;
  return Object.assign(simulator, {
    url,
    authUrl: url,
    environment: {
      VCC_API_BASE_URL: url,
      VCC_AUTH_BASE_URL: url,
      VCC_CLIENT_ID: simulator.clientId,
      VCC_CLIENT_SECRET: simulator.clientSecret,
      ...simulator.google.environment(url),
    },
    stop: () => stop(simulator, server),
  });
}

async function stop(simulator: Simulator, server: Server): Promise<void> {
  simulator.stopWaiting();
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

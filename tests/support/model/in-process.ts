import { BUILT_IN_CONTRACT } from "../../../schema/contract/contract";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { createVccApi } from "../../../provider/client/api";
import {
  createDynamicHandler,
  createStackIdentityHandler,
  type DynamicHandler,
} from "../../../provider/hosts/pulumi-handler";
import type { Runtime } from "../../../provider/hosts/runtime";
import { KINDS, LISTS } from "../../../provider/kinds/index";
import { createContext } from "../../../provider/lifecycle/context";
import { RunRegistry } from "../../../provider/lifecycle/run-registry";
import { StackIdentity } from "../../../provider/lifecycle/stack-identity";
import { IDENTITY, PROVIDER_KEY, providerText } from "../../../provider/pulumi/provider-text";
import type { Bag } from "../../../provider/lifecycle/lifecycle";
import type { Simulator } from "../../../provider/simulator/index";
import { CLIENT_LIMITS } from "../client-fixture";
import { scriptedCredentials } from "../scripted-credentials";
import type { ModelClock } from "./clock";
import type { Provider } from "./provider";

const LIMITS = { visibilityWaitMs: 30_000, consentWaitMs: 0, pollIntervalMs: 1_000 };
/** Material of the credential of every inbox. */
export const MATERIAL = "the key of every inbox";

/** The package's handlers as a process of their own would have them, in front of a simulated account. */
export interface OpenProvider {
  readonly provider: Provider;
  /** What it has told the person who runs it. */
  readonly said: readonly string[];
  readonly close: () => Promise<void>;
}

interface ProcessOptions {
  readonly skipsCheckpoints?: boolean;
}

/** Starts one. An address and a client of its own keep it apart from all that this process remembers of the account. */
export async function openInProcess(
  simulator: Simulator,
  clock: ModelClock,
  { skipsCheckpoints = false }: ProcessOptions = {},
): Promise<OpenProvider> {
  const server = createAdaptorServer({ fetch: simulator.app.fetch });
  if (!(server instanceof Server)) throw new Error("The simulator speaks HTTP/1.1 alone.");
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The simulator listens on no port.");
  const url = `http://127.0.0.1:${address.port}`;
  Object.assign(simulator, { clientId: randomUUID() });
  const said: string[] = [];
  const runtime = createModelRuntime({ simulator, url, clock, said, skipsCheckpoints });
  return {
    provider: toProvider(handlersOf(runtime)),
    said,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface RuntimeParts {
  readonly simulator: Simulator;
  readonly url: string;
  readonly clock: ModelClock;
  readonly said: string[];
  readonly skipsCheckpoints: boolean;
}

function createModelRuntime({ simulator, url, clock, said, skipsCheckpoints }: RuntimeParts): Runtime {
  const { sleep, now } = clock;
  const { clientId, clientSecret } = simulator;
  const registry = new RunRegistry();
  const credentials = scriptedCredentials(new Map([["env:KEY", MATERIAL]]), new Map());
  const say = (line: string) => {
    said.push(line);
  };
  const settings = { apiBaseUrl: url, authBaseUrl: url, clientId, clientSecret };
  const api = createVccApi({ ...settings, ...CLIENT_LIMITS, sleep, now, say, random: () => 0.5 });
  const context = createContext({
    api,
    lists: LISTS,
    credentials,
    registry,
    sleep,
    now,
    limits: LIMITS,
    say,
  });
  return {
    registry,
    stackIdentity: new StackIdentity({ isStoredAtEnd: skipsCheckpoints }),
    configure: () => undefined,
    credentials: () => credentials,
    contract: () => BUILT_IN_CONTRACT,
    context: () => context,
    cancel: () => undefined,
  };
}

/** The handlers by the text that a resource's state names them with. */
function handlersOf(runtime: Runtime): ReadonlyMap<unknown, DynamicHandler> {
  const kinds = KINDS.map(({ resource }): [string, DynamicHandler] => [
    providerText(resource.kind),
    createDynamicHandler(resource, runtime),
  ]);
  return new Map([...kinds, [providerText(IDENTITY.kind), createStackIdentityHandler(runtime)]]);
}

function toProvider(handlers: ReadonlyMap<unknown, DynamicHandler>): Provider {
  const handlerOf = (bag: Bag): DynamicHandler => {
    const handler = handlers.get(bag[PROVIDER_KEY]);
    if (handler === undefined) throw new Error(`No provider in ${JSON.stringify(bag)}.`);
    return handler;
  };
  const withProvider = (bag: object, from: Bag): Bag => ({ ...bag, [PROVIDER_KEY]: from[PROVIDER_KEY] });
  return {
    async check(olds, news) {
      const { inputs, failures = [] } = await handlerOf(news).check(olds, news);
      return { inputs: withProvider(inputs as object, news), reasons: failures.map(({ reason }) => reason) };
    },
    async diff(id, olds, news) {
      const {
        changes,
        replaces = [],
        deleteBeforeReplace = false,
      } = await handlerOf(news).diff(id, olds, news);
      return {
        changes: changes === undefined ? "unknown" : changes ? "some" : "none",
        replaces,
        deleteBeforeReplace,
      };
    },
    async create(inputs) {
      const { id, outs } = await handlerOf(inputs).create(inputs);
      return { id, properties: withProvider(outs as object, inputs) };
    },
    async read(id, properties) {
      const found = await handlerOf(properties).read(id, properties);
      if (found.id === undefined) return { id: "", properties: {}, inputs: undefined };
      const inputs = found.inputs as Bag | undefined;
      return {
        id: found.id,
        properties: withProvider(found.props as object, properties),
        inputs: inputs && withProvider(inputs, properties),
      };
    },
    async update(id, olds, news) {
      const { outs } = await handlerOf(news).update(id, olds, news);
      return withProvider(outs as object, news);
    },
    delete: async (id, properties) => handlerOf(properties).delete(id, properties),
  };
}

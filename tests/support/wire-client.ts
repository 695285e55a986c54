import { EMAIL_PROFILES } from "../../schema/email-profile";
import { INTERACTION_PLANS, INTERACTION_PLAN_MAPPINGS } from "../../schema/interaction-plan-mapping";
import { EMAIL_ADDRESSES } from "../../schema/email-address";
import { APIS, MEDIA_TYPE, PLANS_SCOPE, READ_SCOPE, TOKEN_PATH, WRITE_SCOPE } from "../../schema/api";
import { type RunningSimulator, startSimulator, type StartOptions } from "../../provider/simulator/index";

export interface Reply {
  readonly status: number;
  // The tests read replies as the contract writes them; a wrong shape fails the expectation.
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

/** Asks for a token as a client would, and returns the raw reply. */
export function requestToken(simulator: RunningSimulator, form: Record<string, string>): Promise<Response> {
  return fetch(`${simulator.authUrl}${TOKEN_PATH}`, { method: "POST", body: new URLSearchParams(form) });
}

/** A plain client of the contract over the real wire: nothing of the provider's own client is in it. */
export class WireClient {
  readonly #tokens = new Map<string, Promise<string>>();
  readonly simulator: RunningSimulator;

  constructor(simulator: RunningSimulator) {
    this.simulator = simulator;
  }

  get(path: string): Promise<Reply> {
    return this.send("GET", path);
  }

  post(path: string, body?: unknown): Promise<Reply> {
    return this.send("POST", path, body);
  }

  put(path: string, body?: unknown): Promise<Reply> {
    return this.send("PUT", path, body);
  }

  patch(path: string, body?: unknown): Promise<Reply> {
    return this.send("PATCH", path, body);
  }

  delete(path: string): Promise<Reply> {
    return this.send("DELETE", path);
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const isPlans = path.startsWith(INTERACTION_PLANS.path);
    const token = await this.token(isPlans ? PLANS_SCOPE : method === "GET" ? READ_SCOPE : WRITE_SCOPE);
    const response = await fetch(`${this.simulator.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: MEDIA_TYPE.replace("{version}", String(APIS[isPlans ? "useradmin" : "email"].version)),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: await readBody(response), headers: response.headers };
  }

  token(scope: string): Promise<string> {
    const known = this.#tokens.get(scope) ?? this.#newToken(scope);
    this.#tokens.set(scope, known);
    return known;
  }

  forgetTokens(): void {
    this.#tokens.clear();
  }

  /** The id of a new address. */
  async address(emailAddress: string, fields: Record<string, unknown> = {}): Promise<string> {
    const name = `Name of ${emailAddress}`;
    return created(await this.post(EMAIL_ADDRESSES.path, { emailAddress, name, ...fields }), "id");
  }

  /** The id of a new profile. */
  async profile(name: string, fields: Record<string, unknown> = {}): Promise<string> {
    return created(await this.post(EMAIL_PROFILES.path, { name, ...fields }), "id");
  }

  /** The id of a new mapping to the first plan. */
  async mapping(toAddresses: readonly string[], fields: Record<string, unknown> = {}): Promise<string> {
    const required = {
      mappingName: "Support routing",
      mappingDescription: "",
      interactionPlanId: this.planId(0),
    };
    return created(
      await this.post(INTERACTION_PLAN_MAPPINGS.path, { ...required, toAddresses, ...fields }),
      "mappingId",
    );
  }

  planId(index: number): string {
    return this.simulator.state().plans[index]?.interactionPlanId ?? "";
  }

  async #newToken(scope: string): Promise<string> {
    const { clientId: client_id, clientSecret: client_secret } = this.simulator;
    const form = { grant_type: "client_credentials", client_id, client_secret, scope };
    const body = await readBody(await requestToken(this.simulator, form));
    return String(body.access_token);
  }
}

async function readBody(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
  return isJson ? (JSON.parse(text) as Record<string, unknown>) : { text };
}

function created(reply: Reply, key: string): string {
  if (reply.status !== 201) throw new Error(`not created: ${reply.status} ${JSON.stringify(reply.body)}`);
  return String(reply.body[key]);
}

/** The paths that a 400, 409 or 422 complains about. */
export function errorPaths(reply: Reply): unknown[] {
  const { errors } = reply.body as { errors?: readonly { readonly path: unknown }[] };
  return (errors ?? []).map(({ path }) => path);
}

export interface Wire {
  simulator: RunningSimulator;
  client: WireClient;
}

/** Starts a simulator before each test of the file and stops it afterwards. */
export function useSimulator(options: StartOptions = {}): Wire {
  const wire = {} as Wire;
  beforeEach(async () => {
    wire.simulator = await startSimulator(options);
    wire.client = new WireClient(wire.simulator);
  });
  afterEach(() => wire.simulator.stop());
  return wire;
}

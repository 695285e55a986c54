import type { EmailAddressBody } from "../../schema/email-address";
import { randomUUID } from "node:crypto";
import { createVccApi } from "../../provider/client/api";
import type { VccApiOptions } from "../../provider/client/options";
import type { VccApi } from "../../provider/ports";
import { startServer, type Answer, type Received, type ScriptedServer } from "./scripted-server";

/** Limits of a client, as settings leave them. */
export const CLIENT_LIMITS = { requestTimeoutMs: 30_000, concurrentReads: 8, maxRetries: 5 } as const;

const servers: ScriptedServer[] = [];

/** Closes what `serve` started. */
export async function closeServers(): Promise<void> {
  await Promise.all(servers.splice(0).map((server) => server.close()));
}

export interface Served {
  readonly api: VccApi;
  readonly server: ScriptedServer;
  /** Waits that the client asked for, in ms; none is really waited. */
  readonly waits: number[];
  readonly options: VccApiOptions;
}

/** A client of a server that says what the test scripts. Its account is its own: a new port and client id each. */
export async function serve(
  answer: (request: Received, count: number) => Answer | Promise<Answer>,
  options: Partial<VccApiOptions> & {
    readonly answerToken?: Parameters<typeof startServer>[0]["answerToken"];
  } = {},
): Promise<Served> {
  const { answerToken, ...overrides } = options;
  const server = await startServer({ answer, ...(answerToken === undefined ? {} : { answerToken }) });
  servers.push(server);
  const waits: number[] = [];
  const all: VccApiOptions = {
    apiBaseUrl: server.url,
    authBaseUrl: server.url,
    clientId: `client-${randomUUID()}`,
    clientSecret: `secret-${randomUUID()}`,
    ...CLIENT_LIMITS,
    requestTimeoutMs: 10_000,
    random: () => 0.5,
    sleep: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    ...overrides,
  };
  return { api: createVccApi(all), server, waits, options: all };
}

/** Content of a new address. */
export function addressBody(emailAddress: string, name: string): EmailAddressBody {
  const rest = { description: "", serviceNameForReports: "reportingGroup", dataSources: [], profileId: null };
  return { emailAddress, name, ...rest };
}

/** A new object as it is sent: a `POST` takes no null. */
export function sentAnew(body: object): object {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

export function addressDto(id: string, overrides: object = {}): object {
  return {
    id,
    emailAddress: `${id}@example.com`,
    name: `Name of ${id}`,
    description: "",
    serviceNameForReports: "reportingGroup",
    dataSources: [],
    profileId: null,
    authentication: { status: "Active", provider: "google", method: "serviceAccount" },
    createdAt: "2026-11-01T08:00:00Z",
    updatedAt: "2026-11-01T08:00:00Z",
    ...overrides,
  };
}

/** An answer with one address. */
export const ok = (): Answer => ({ body: addressDto("adr_1") });

export function listOf(
  key: string,
  items: readonly object[],
  meta: Partial<Record<"page" | "pageCount" | "totalCount", number>> = {},
): Answer {
  const counted = {
    page: 1,
    count: items.length,
    pageCount: items.length === 0 ? 0 : 1,
    totalCount: items.length,
  };
  return { body: { [key]: items, meta: { ...counted, ...meta } } };
}

/** Reason that a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("expected a failure");
}

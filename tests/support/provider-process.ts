import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { type AddressInfo, createServer } from "node:net";
import { createInterface } from "node:readline";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type { Bag } from "../../provider/lifecycle/lifecycle";
import { LAZY_MODULES, REPOSITORY, withoutOwnSettings } from "./repository";

/** Pulumi's spelling of a value that is known only after apply. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** Pulumi's mark of a secret on the wire. */
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

const PROJECT = "inboxes";

/** Pulumi's own dynamic-provider process, spoken to as the engine does. */
export interface ProviderProcess {
  check(olds: Bag, news: Bag): Promise<{ readonly inputs: Bag; readonly reasons: readonly string[] }>;
  diff(id: string, olds: Bag, news: Bag): Promise<Diff>;
  create(inputs: Bag): Promise<{ readonly id: string; readonly properties: Bag }>;
  read(id: string, properties: Bag): Promise<Read>;
  update(id: string, olds: Bag, news: Bag): Promise<Bag>;
  delete(id: string, properties: Bag): Promise<void>;
  /** Output so far, of both channels. */
  output(): string;
  /** Resolves when the process has ended by itself. */
  hasEnded(): Promise<void>;
  /** The engine's call after Ctrl-C. */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

interface Diff {
  /** `unknown` is what Pulumi calls an answer that leaves the comparison to the engine. */
  readonly changes: "none" | "some" | "unknown";
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/** An empty id means that the object is gone. */
interface Read {
  readonly id: string;
  readonly properties: Bag;
  readonly inputs: Bag | undefined;
}

/** An operation that failed; `made` is what it left, which the engine keeps. */
export class OperationError extends Error {
  readonly made:
    { readonly id: string; readonly properties: Bag; readonly reasons: readonly string[] } | undefined;
  constructor(error: ServiceError) {
    super(error.details);
    this.made = initFailureOf(error);
  }
}

interface ProcessOptions {
  /** Address of the engine; one that does for as long as the process lives if omitted. */
  readonly engine?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** The stack's configuration, by full key: `vcc:clientId`. */
  readonly config?: Readonly<Record<string, string>>;
  /** The same, marked as secret. */
  readonly secretConfig?: Readonly<Record<string, string>>;
}

const open = new Set<ProviderProcess>();

/** Ends every process that a test has started, but for `kept`. */
export async function closeProviders(kept?: ProviderProcess): Promise<void> {
  const ended = [...open].filter((provider) => provider !== kept);
  await Promise.all(ended.map(async (provider) => provider.close()));
}

/** Starts and configures a process. */
export async function startProvider(options: ProcessOptions = {}): Promise<ProviderProcess> {
  // A provider whose engine isn't there ends.
  const engine = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
  await once(engine, "listening");
  const { port: enginePort } = engine.address() as AddressInfo;
  const args = [
    require.resolve("@pulumi/pulumi/cmd/dynamic-provider"),
    options.engine ?? `127.0.0.1:${enginePort}`,
  ];
  const child = spawn(process.execPath, args, {
    cwd: REPOSITORY,
    env: {
      ...withoutOwnSettings(process.env),
      ...LAZY_MODULES,
      CI: "true",
      ...options.environment,
      PULUMI_NODEJS_PROJECT: PROJECT,
    },
  });
  const printed: string[] = [];
  for (const channel of [child.stdout, child.stderr]) {
    channel.on("data", (chunk: Buffer) => printed.push(chunk.toString()));
  }
  const client = new ResourceProviderClient(`127.0.0.1:${await portOf(child)}`, credentials.createInsecure());
  const provider: ProviderProcess = {
    ...operations(client),
    output: () => printed.join(""),
    hasEnded: async () => {
      if (child.exitCode === null) await once(child, "exit");
    },
    cancel: async () => {
      await answer((done) => client.cancel(new Empty(), done));
    },
    close: async () => {
      open.delete(provider);
      engine.close();
      client.close();
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
  open.add(provider);
  await configure(client, options);
  return provider;
}

async function portOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("the process has no output");
  const lines = createInterface({ input: child.stdout });
  const [port] = (await Promise.race([once(lines, "line"), once(child, "exit")])) as unknown[];
  return String(port);
}

async function configure(client: ResourceProviderClient, options: ProcessOptions): Promise<void> {
  const secrets = Object.entries(options.secretConfig ?? {}).map(([key, value]) => [
    key,
    { ...SECRET, value },
  ]);
  const all: Bag = { ...options.config, ...Object.fromEntries(secrets) };
  const request = new messages.ConfigureRequest().setArgs(toStruct(all));
  await answer((done) => client.configure(request, done));
}

function operations(
  client: ResourceProviderClient,
): Omit<ProviderProcess, "output" | "hasEnded" | "cancel" | "close"> {
  return {
    async check(olds, news) {
      const request = new messages.CheckRequest().setOlds(toStruct(olds)).setNews(toStruct(news));
      const reply = await answer<messages.CheckResponse>((done) => client.check(request, done));
      return {
        inputs: toBag(reply.getInputs()),
        reasons: reply.getFailuresList().map((one) => one.getReason()),
      };
    },
    async diff(id, olds, news) {
      const request = new messages.DiffRequest().setId(id).setOlds(toStruct(olds)).setNews(toStruct(news));
      const reply = await answer<messages.DiffResponse>((done) => client.diff(request, done));
      return {
        changes: (["unknown", "none", "some"] as const)[reply.getChanges()],
        replaces: reply.getReplacesList(),
        deleteBeforeReplace: reply.getDeletebeforereplace(),
      };
    },
    async create(inputs) {
      const request = new messages.CreateRequest().setProperties(toStruct(inputs));
      const reply = await answer<messages.CreateResponse>((done) => client.create(request, done));
      return { id: reply.getId(), properties: toBag(reply.getProperties()) };
    },
    async read(id, properties) {
      const request = new messages.ReadRequest().setId(id).setProperties(toStruct(properties));
      const reply = await answer<messages.ReadResponse>((done) => client.read(request, done));
      const inputs = reply.getInputs();
      return {
        id: reply.getId(),
        properties: toBag(reply.getProperties()),
        inputs: inputs && toBag(inputs),
      };
    },
    async update(id, olds, news) {
      const request = new messages.UpdateRequest().setId(id).setOlds(toStruct(olds)).setNews(toStruct(news));
      const reply = await answer<messages.UpdateResponse>((done) => client.update(request, done));
      return toBag(reply.getProperties());
    },
    async delete(id, properties) {
      const request = new messages.DeleteRequest().setId(id).setProperties(toStruct(properties));
      await answer((done) => client.delete(request, done));
    },
  };
}

async function answer<Reply>(
  call: (done: (error: ServiceError | null, reply: Reply) => void) => unknown,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    call((error, reply) => {
      if (error === null) resolve(reply);
      else reject(new OperationError(error));
    });
  });
}

type Struct = NonNullable<ReturnType<messages.CheckResponse["getInputs"]>>;
interface StructClass {
  fromJavaScript(bag: Bag): Struct;
}

const { Empty } = createRequire(require.resolve("@pulumi/pulumi/proto/provider_pb"))(
  "google-protobuf/google/protobuf/empty_pb.js",
) as { readonly Empty: new () => Parameters<ResourceProviderClient["cancel"]>[0] };

/** Messages take instances of the very class that Pulumi's own code loads. */
const { Struct: PulumiStruct } = createRequire(require.resolve("@pulumi/pulumi/proto/provider_pb"))(
  "google-protobuf/google/protobuf/struct_pb.js",
) as { readonly Struct: StructClass };

function toStruct(bag: Bag): Struct {
  return PulumiStruct.fromJavaScript(bag);
}

function toBag(struct: Struct | undefined): Bag {
  return struct?.toJavaScript() ?? {};
}

function initFailureOf(error: ServiceError): OperationError["made"] {
  const [binary] = error.metadata.get("grpc-status-details-bin");
  if (binary === undefined) return undefined;
  const [detail] = Status.deserializeBinary(Buffer.from(binary)).getDetailsList();
  if (detail?.getTypeName() !== "pulumirpc.ErrorResourceInitFailed") return undefined;
  const failure = messages.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
  return {
    id: failure.getId(),
    properties: toBag(failure.getProperties()),
    reasons: failure.getReasonsList(),
  };
}

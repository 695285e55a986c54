import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type * as dynamic from "@pulumi/pulumi/dynamic";
import { inputMetadata } from "../lifecycle/stored-metadata";
import type { ResourceDefinition } from "../lifecycle/definition";
import { type ResourceIdentity, toIdentity } from "../lifecycle/generated-name";
import type { Difference } from "../lifecycle/diff";
import { type Bag, createLifecycle, type Lifecycle } from "../lifecycle/lifecycle";
import { markState } from "../lifecycle/migrate";
import { toLine } from "../text/plain-text";
import { redact } from "../text/redact";
import { DELETES_FIRST_KEY, PROVIDER_KEY, STACK_IDENTITY_KEY, URN_KEY } from "../pulumi/provider-text";
import { UNKNOWN } from "../values/unknown";
import { ConfigError, PartialError, renderError, VccError } from "../errors";
import { onCancel } from "./cancellation";
import { endWithEngine } from "./engine-watch";
import { createRuntime, type Runtime } from "./runtime";

/** Pulumi's spelling, in any place of any type, of a value that is known only after apply. */
const PULUMI_UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const OUR_KEYS: readonly string[] = [PROVIDER_KEY, URN_KEY, DELETES_FIRST_KEY, STACK_IDENTITY_KEY];

/** Runtime of this process, which serves one run and is shared by all kinds. */
const shared = createRuntime();

/** The operations of one kind as Pulumi's dynamic-provider process calls them. */
export interface DynamicHandler {
  readonly configure: (request: dynamic.ConfigureRequest) => Promise<void>;
  readonly check: (olds: Bag, news: Bag) => Promise<dynamic.CheckResult>;
  readonly diff: (id: string, olds: Bag, news: Bag) => Promise<dynamic.DiffResult>;
  readonly create: (inputs: Bag) => Promise<dynamic.CreateResult>;
  readonly read: (id: string, props: Bag) => Promise<Partial<dynamic.ReadResult>>;
  readonly update: (id: string, olds: Bag, news: Bag) => Promise<dynamic.UpdateResult>;
  readonly delete: (id: string, props: Bag) => Promise<void>;
}

/** Adapts a kind to Pulumi's dynamic-provider process. */
export function createDynamicHandler(
  definition: ResourceDefinition,
  runtime: Runtime = shared,
): DynamicHandler {
  const lifecycle = createLifecycle(definition, runtime);
  /** Digests of inputs that are as in the last run: Pulumi tells check those, but diff the outputs only. */
  const unchanged = new Set<string>();
  return {
    configure: async (request) => configure(runtime, request),

    check: (olds, news) =>
      guarded(news, () => {
        const result = checkForPulumi(lifecycle, runtime, olds, news);
        if (isSameBag(olds, result.inputs as Bag)) unchanged.add(digestOf(result.inputs as Bag));
        return result;
      }),

    diff: (id, olds, news) =>
      guarded(news, () => {
        const found = lifecycle.diff(id, fromPulumi(olds), fromPulumi(news));
        return toDiffResult(found, unchanged.has(digestOf(news)) || hasNewMetadata(olds, news));
      }),

    create: (inputs) =>
      guarded(inputs, async () => {
        const { id, state } = await lifecycle.create(fromPulumi(inputs));
        return { id, outs: toPulumi(state) };
      }),

    read: (id, props) =>
      guarded(props, async () => {
        const found = await lifecycle.read(id, fromPulumi(props));
        // A blank answer tells the engine that the object is gone.
        return found === undefined
          ? {}
          : { id, props: toPulumi(found.state), inputs: toPulumi(found.inputs) };
      }),

    update: (id, olds, news) =>
      guarded(news, async () => ({
        outs: toPulumi(await lifecycle.update(id, fromPulumi(olds), fromPulumi(news))),
      })),

    delete: (id, props) => guarded(props, () => lifecycle.delete(id, fromPulumi(props))),
  };
}

/** The operations of the stack's identity. It has no property, and nothing in VCC stands for it. */
export function createStackIdentityHandler(runtime: Runtime = shared): DynamicHandler {
  const { stackIdentity } = runtime;
  return {
    configure: async (request) => configure(runtime, request),
    check: async (_olds, news) => {
      stackIdentity.declare();
      return Promise.resolve({ inputs: { ...news } });
    },
    diff: async () => Promise.resolve({ changes: false }),
    create: async (inputs) => Promise.resolve({ id: stackIdentity.make(), outs: { ...inputs } }),
    read: async (id, props) => Promise.resolve({ id, props: { ...props }, inputs: { ...props } }),
    update: async (_id, _olds, news) => Promise.resolve({ outs: { ...news } }),
    delete: async () => Promise.resolve(),
  };
}

async function configure(runtime: Runtime, { config }: dynamic.ConfigureRequest): Promise<void> {
  runtime.configure((key) => config.get(key));
  setUpProcess(runtime);
  return Promise.resolve();
}

/**
 * For a change of inputs, no answer is the right one: the engine then finds the properties by itself. It has to be told
 * where it would find none, because what VCC has is stored as outputs alone, and where it would find our metadata,
 * which is then left out of what it shows.
 */
function toDiffResult(
  { changed, replaces, deleteBeforeReplace }: Difference,
  isTold: boolean,
): dynamic.DiffResult {
  if (changed.length === 0) return { changes: false };
  return { ...(isTold && { changes: true }), replaces: [...replaces], deleteBeforeReplace };
}

/** True if the program says the same. The resource's key is left out: inputs of an earlier release may not have it. */
function isSameBag(a: Bag, b: Bag): boolean {
  const { __resource: _a, ...before } = fromPulumi(a);
  const { __resource: _b, ...after } = fromPulumi(b);
  return isDeepStrictEqual(before, after);
}

/** Digest of a bag's content, whatever the order of its keys. */
function digestOf(bag: Bag): string {
  const text = JSON.stringify(fromPulumi(bag), (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash("sha256").update(text).digest("base64url");
}

function hasNewMetadata(olds: Bag, news: Bag): boolean {
  return inputMetadata(olds).__generatedName !== inputMetadata(news).__generatedName;
}

let isSetUp = false;

/** Once a process, though Pulumi configures every kind. */
function setUpProcess(runtime: Runtime): void {
  if (isSetUp) return;
  isSetUp = true;
  endWithEngine();
  onCancel(() => runtime.cancel());
  leaveErrorsToTheEngine();
}

/** Line that Pulumi's process prints for an error of ours beside handing it to the engine, which shows it in full. */
const PRINTED = "vcc: shown by the engine";

/** Pulumi's process prints some errors besides; the engine would show that line as a second error. */
function leaveErrorsToTheEngine(): void {
  const print = console.error;
  console.error = (...words: unknown[]) => {
    if (words.length !== 1 || words[0] !== PRINTED) print(...words);
  };
}

function checkForPulumi(lifecycle: Lifecycle, runtime: Runtime, olds: Bag, news: Bag): dynamic.CheckResult {
  const resource: ResourceIdentity = {
    ...toIdentity(String(news[URN_KEY])),
    deletesFirst: news[DELETES_FIRST_KEY] === true,
    stackIdentity: identityIn(news, runtime),
  };
  const result = lifecycle.check(fromPulumi(olds), fromPulumi(news), resource);
  const reasons = [
    ...settingsProblem(runtime),
    ...result.failures.map(({ reason }) => toLine(redact(reason))),
  ];
  // Without a property: Pulumi would print its value, which may be a secret. The reason names the path.
  return { inputs: toPulumi(result.inputs), failures: reasons.map((reason) => ({ property: "", reason })) };
}

/** The engine knows nothing of an identity, in a preview either, that it was told to leave out. */
function identityIn(news: Bag, { stackIdentity }: Runtime): ResourceIdentity["stackIdentity"] {
  const given = withUnknowns(news[STACK_IDENTITY_KEY]);
  if (given === UNKNOWN) return stackIdentity.isDeclared ? UNKNOWN : undefined;
  return typeof given === "string" && given !== "" ? given : undefined;
}

/** A bag without the metadata of Pulumi and of our classes, and with `UNKNOWN` for what isn't known yet. */
function fromPulumi(bag: Bag): Record<string, unknown> {
  const own = Object.entries(bag).filter(([key]) => !OUR_KEYS.includes(key));
  return Object.fromEntries(own.map(([key, value]) => [key, withUnknowns(value)]));
}

function withUnknowns(value: unknown): unknown {
  if (value === PULUMI_UNKNOWN) return UNKNOWN;
  if (Array.isArray(value)) return value.map(withUnknowns);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withUnknowns(part)]));
}

/** Plain JSON: Pulumi's wire knows no `undefined`, and would turn a date or a map into an empty object. */
function toPulumi(bag: Bag): Record<string, unknown> {
  return JSON.parse(
    JSON.stringify(bag, (_key, value: unknown) => (value === UNKNOWN ? PULUMI_UNKNOWN : value)),
  ) as Record<string, unknown>;
}

const explained = new WeakSet<Runtime>();

/** Unusable settings stop a run at its preview, told in full once and not for every resource. */
function settingsProblem(runtime: Runtime): readonly string[] {
  try {
    runtime.context();
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const isRepeated = explained.has(runtime);
    explained.add(runtime);
    return [isRepeated ? "The vcc provider can't be used as it is configured." : renderError(error)];
  }
}

async function guarded<T>(bag: Bag, operation: () => T | Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    throw toPulumiError(error, bag);
  }
}

/** An error as Pulumi's process understands it: a partial one carries what was made. */
function toPulumiError(error: unknown, bag: Bag): Error {
  if (!(error instanceof VccError)) return withoutSecrets(error);
  const plain = new Error(renderError(error));
  const [name = "", rest = ""] = PRINTED.split(": ");
  plain.stack = rest;
  plain.toString = () => name;
  if (!(error instanceof PartialError)) return plain;
  const properties = { ...toPulumi(markState(error.state)), [PROVIDER_KEY]: bag[PROVIDER_KEY] };
  return Object.assign(plain, { id: error.id, properties, reasons: [plain.message] });
}

/** A defect of ours: its stack is needed to mend it. */
function withoutSecrets(error: unknown): Error {
  const plain = new Error(toLine(redact(error instanceof Error ? error.message : String(error))));
  plain.stack = redact(error instanceof Error ? (error.stack ?? "") : "");
  return plain;
}

import * as pulumi from "@pulumi/pulumi";
import { withParentAliases } from "./aliases";
import {
  DELETES_FIRST_KEY,
  DYNAMIC_PACKAGE,
  PROVIDER_KEY,
  providerText,
  resourceType,
  STACK_IDENTITY_KEY,
  URN_KEY,
} from "./provider-text";
import { stackIdentity } from "./stack-identity";

/** The outputs that a class declares; Pulumi sets those that it gets by name. */
type Outputs<Class> = Readonly<Record<Exclude<keyof Class, keyof pulumi.CustomResource>, undefined>>;

/** Every kind's class: a Pulumi resource whose operations are in the installed package. */
export abstract class VccResource<Class> extends pulumi.CustomResource {
  protected constructor(
    kind: string,
    outputs: Outputs<Class>,
    name: string,
    args: object | undefined,
    opts: pulumi.CustomResourceOptions | undefined,
  ) {
    const type = resourceType(kind);
    requireSharedProvider(`${kind} "${name}"`, type, opts);
    // Pulumi doesn't tell a dynamic provider which resource it works for; generated names need to know.
    const urn = withoutDependencies(pulumi.createUrn(name, type, opts?.parent));
    // Nor how it replaces: whether what this object has is free for another one in the same run.
    const replacing = opts?.deleteBeforeReplace === true ? { [DELETES_FIRST_KEY]: true } : {};
    // What is only looked up needs no name of ours.
    const isManaged = opts?.id === undefined && opts?.urn === undefined;
    const hidden = {
      ...replacing,
      [URN_KEY]: urn,
      ...(isManaged && { [STACK_IDENTITY_KEY]: stackIdentity() }),
    };
    const inputs = { ...outputs, ...args, ...hidden, [PROVIDER_KEY]: providerText(kind) };
    // For each property Pulumi's SDK writes out four stacks, mapped to TypeScript, in case that a promise never ends: most of the
    // time of a program with many resources. From where the resource is made it takes from a stack without limit.
    const { stackTraceLimit } = Error;
    if (mayLackStacks(opts)) Error.stackTraceLimit = 0;
    try {
      super(type, name, inputs, withParentAliases(name, type, opts ?? {}));
    } catch (error) {
      Error.stackTraceLimit = stackTraceLimit;
      throw withStack(error);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
    if (!isManaged) existing.add(this);
  }
}

/** False where people's own functions run meanwhile, or somebody looks for a promise that never ends. */
function mayLackStacks(opts: pulumi.CustomResourceOptions | undefined): boolean {
  const own = [...(opts?.transformations ?? []), ...(opts?.transforms ?? [])];
  return own.length === 0 && !process.env["PULUMI_DEBUG_PROMISE_LEAKS"];
}

/** The error with a stack that leads to the program. */
function withStack(error: unknown): unknown {
  const lacksStack = error instanceof Error && !/\n[ \t]+at /u.test(error.stack ?? "");
  if (lacksStack && Object.isExtensible(error)) Error.captureStackTrace(error, withStack);
  return error;
}

/**
 * Error: where the program, or a parent, names a provider for it. Each one is a process of its own, and what a run knows
 * of its stack and its account has to be in one.
 */
function requireSharedProvider(
  what: string,
  type: string,
  opts: pulumi.CustomResourceOptions | undefined,
): void {
  const provider = opts?.provider ?? opts?.parent?.getProvider(type);
  if (provider === undefined || packageOf(provider) !== DYNAMIC_PACKAGE) return;
  throw new pulumi.ResourceError(
    `${what}: no provider of its own, got one of the package "${DYNAMIC_PACKAGE}" in the option provider, or in providers of its ` +
      "parent. All inboxes of a stack share one provider, which vcc: settings configure. Leave the option out.",
    opts?.parent,
  );
}

/** Pulumi's types leave it out. */
function packageOf(provider: pulumi.ProviderResource): string {
  return (provider as unknown as { getPackage(): string }).getPackage();
}

const existing = new WeakSet<pulumi.Resource>();

/** True if the resource is the answer of a `get`: read, and never deleted by Pulumi. */
export function isExisting(resource: pulumi.Resource): boolean {
  return existing.has(resource);
}

/**
 * A URN is made of the parent's, and would make its resource wait for the parent: to Pulumi, that means all of a
 * component's children, and two of them would wait for each other.
 */
async function withoutDependencies(urn: pulumi.Output<string>): Promise<string> {
  return new Promise((resolve) => urn.apply(resolve));
}

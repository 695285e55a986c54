import * as pulumi from "@pulumi/pulumi";
import { IDENTITY, PROVIDER_KEY, providerText, resourceType } from "./provider-text";

/**
 * A random id, made once a stack and kept in its state alone: names that are generated from it prove which objects are
 * this stack's, also to a run after one that was killed. Nothing in VCC stands for it.
 */
class StackIdentity extends pulumi.CustomResource {
  constructor() {
    const { kind, name } = IDENTITY;
    super(resourceType(kind), name, { [PROVIDER_KEY]: providerText(kind) });
  }
}

/** By the connection to the engine, of which each run of a program has its own. */
type Registry = WeakMap<object, Promise<string>>;
const REGISTRY = "pulumi-vcc/stack-identities";
/** Several copies of this package in one program have one identity. */
const shared: { [REGISTRY]?: Registry } & object = globalThis;

/**
 * The identity of the stack that this program runs for, made by the first resource that asks. Not an output: whoever
 * depends on it couldn't be a target of its own in a stack that has no identity yet.
 */
export function stackIdentity(): Promise<string> {
  const registry = (shared[REGISTRY] ??= new WeakMap());
  const run = pulumi.runtime.getMonitor() as object | undefined;
  const known = run && registry.get(run);
  if (known !== undefined) return known;
  const made = idOf(new StackIdentity());
  if (run !== undefined) registry.set(run, made);
  return made;
}

/** In previews an id may be unknown, of which Pulumi's types don't speak. */
async function idOf({ id }: StackIdentity): Promise<string> {
  const { isKnown } = id as unknown as { readonly isKnown: Promise<boolean> };
  if (!(await isKnown)) return pulumi.runtime.unknownValue;
  return new Promise((resolve) => id.apply(resolve));
}

import { BUILT_IN_CONTRACT } from "../../schema/contract/contract";
import type { ListEndpoint } from "../../schema/endpoint";
import { isUsableKey } from "../../schema/fields";
import { withoutMetadata } from "../lifecycle/stored-metadata";
import { RunRegistry } from "../lifecycle/run-registry";
import type { ResourceDefinition } from "../lifecycle/definition";
import { type Bag, createLifecycle } from "../lifecycle/lifecycle";
import { markState } from "../lifecycle/migrate";
import { createContext } from "../lifecycle/context";
import { StackIdentity } from "../lifecycle/stack-identity";
import { createCredentials } from "../credentials/index";
import type { AccountSnapshot } from "./exported-kind";
import { createSnapshotApi } from "./snapshot-api";

/** An object as a program is to declare it. */
export interface Candidate {
  /** Of the resource. */
  readonly name: string;
  readonly id: string;
  /** The program's arguments, references as their values. */
  readonly args: object;
  /** Outputs that the provider would know from earlier runs. */
  readonly known?: object;
}

/** State that the engine has to store for an object, so that a program with these arguments changes nothing. */
export interface ImportState {
  readonly inputs: Bag;
  readonly outputs: Bag;
}

/** Works out what the provider would have stored; a reason where it could not manage the object as it is. */
export type ToImportState = (
  definition: ResourceDefinition,
  candidate: Candidate,
) => Promise<ImportState | { readonly reason: string }>;

/**
 * Asks the provider's own check, read and diff, on the account as it was read. So an exported program can't differ from
 * what the provider makes of it, and two objects that one program can't hold are found here.
 */
export function importStatesOf(
  account: AccountSnapshot,
  lists: readonly ListEndpoint<object>[],
): ToImportState {
  const registry = new RunRegistry();
  // As on a machine that has none of the material: it is still to be filled in.
  const credentials = createCredentials({ environment: {}, folder: "", config: () => undefined });
  const context = createContext({
    api: createSnapshotApi(account),
    lists,
    credentials,
    registry,
    sleep: async () => Promise.resolve(),
    // What is about to expire is a matter of the day; two exports of one account shall be equal.
    now: () => 0,
  });
  return async (definition, { name, id, args, known = {} }) => {
    const unusable = unusableText(args);
    if (unusable !== undefined) return { reason: unusable };
    const lifecycle = createLifecycle(definition, {
      registry,
      stackIdentity: new StackIdentity(),
      credentials: () => credentials,
      contract: () => BUILT_IN_CONTRACT,
      context: () => context,
    });
    const identity = { urn: `${definition.kind}::${name}`, project: "", stack: "", name };
    const { inputs, failures } = lifecycle.check({ ...args, ...known }, { ...args }, identity);
    if (failures.length > 0) return { reason: failures.map(({ reason }) => reason).join(" ") };
    const found = await lifecycle.read(id, markState({ ...inputs, ...known }));
    if (found === undefined) return { reason: "it is gone." };
    const outputs = { ...found.state, ...desiredOf(definition, inputs) };
    const { changed } = lifecycle.diff(id, outputs, inputs);
    if (changed.length > 0) {
      return { reason: `a program can't declare it as it is: ${changed.join(", ")} would change.` };
    }
    // Where in a program it will stand isn't known here.
    return { inputs: withoutMetadata(inputs), outputs: withoutMetadata(outputs) };
  };
}

/**
 * Properties that check derives, such as a mailbox's status, as it demands them: otherwise adopting an expired mailbox
 * would at once sign in, with material that isn't there yet. The next refresh shows the truth.
 */
function desiredOf({ derived = [] }: ResourceDefinition, inputs: Bag): Bag {
  return Object.fromEntries(derived.filter((key) => key in inputs).map((key) => [key, inputs[key]]));
}

/** Half of a pair of UTF-16 code units: no file and no wire of Pulumi's carries it. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Reason why a value can't be written into a program, at any depth; undefined where it can. */
function unusableText(value: unknown): string | undefined {
  if (typeof value === "string") {
    return LONE_SURROGATE.test(value)
      ? `valid Unicode text, got ${JSON.stringify(value)}. Correct it in VCC.`
      : undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, part] of Object.entries(value)) {
    if (!isUsableKey(key)) return `keys other than toString, got that one. Rename it in VCC.`;
    const problem = unusableText(key) ?? unusableText(part);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

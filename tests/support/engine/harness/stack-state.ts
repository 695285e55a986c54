import { readFileSync } from "node:fs";
import { BESIDES_PROGRAMS } from "./steps";

/** What the engine keeps of a stack, as it lies on disk: also after a crash. */
export interface StackState {
  /** Resources of programs: neither the stack itself, nor its identity, nor providers. */
  readonly resources: readonly StoredResource[];
  /** Id of the stack's identity; undefined when none is stored. */
  readonly identity: string | undefined;
  /** What was under way when a run was killed, such as `creating EmailAddress support`. */
  readonly pending: readonly string[];
  /** The whole file, to look for what must not be in it. */
  readonly text: string;
}

/** One resource as stored. */
export interface StoredResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly id: string | undefined;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly initErrors: readonly string[];
  /** True for the old object of a replacement, which goes at the end of a run. */
  readonly isPendingDelete: boolean;
  /** True if its object is deleted, and the next one isn't made yet. */
  readonly isPendingReplacement: boolean;
}

interface StateFile {
  readonly checkpoint: {
    readonly latest?: {
      readonly resources?: readonly Stored[];
      readonly pending_operations?: readonly { readonly type: string; readonly resource: Stored }[];
    };
  };
}

type Stored = Pick<StoredResource, "urn" | "type"> &
  Partial<StoredResource> & { readonly delete?: boolean; readonly pendingReplacement?: boolean };

/** Reads a stack's file. */
export function readState(file: string): StackState {
  const text = readFileSync(file, "utf8");
  const { latest } = (JSON.parse(text) as StateFile).checkpoint;
  const all = latest?.resources ?? [];
  const own = all.filter(({ type }) => !BESIDES_PROGRAMS.test(type));
  return {
    resources: own.map((stored) => ({
      urn: stored.urn,
      type: stored.type,
      name: nameOf(stored.urn),
      id: stored.id,
      inputs: stored.inputs ?? {},
      outputs: stored.outputs ?? {},
      initErrors: stored.initErrors ?? [],
      isPendingDelete: stored.delete === true,
      isPendingReplacement: stored.pendingReplacement === true,
    })),
    identity: all.find(({ type }) => type.endsWith("/vcc:StackIdentity"))?.id,
    pending: (latest?.pending_operations ?? []).map(
      ({ type, resource }) => `${type} ${resource.type.split(":").at(-1) ?? ""} ${nameOf(resource.urn)}`,
    ),
    text,
  };
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

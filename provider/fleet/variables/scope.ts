import { own } from "../../values/own";
import { nearAndKnown } from "../problem";
import type { SourceNode } from "../source/source-node";
import type { VariableReference } from "./text-parts";

/** A value of the stack's configuration; the value of a secret is never asked for. */
export type ConfigValue = { readonly value: string } | { readonly isSecret: true };

/** Looks up `key` of the project, or `namespace:key`. */
export type ConfigLookup = (key: string) => ConfigValue | undefined;

/** A key of the stack's configuration with its namespace: as Pulumi does, one without is the project's. */
export function fullKey(key: string, project: string): string {
  return key.includes(":") ? key : `${project}:${key}`;
}

/** Sources of a file's variables, besides the file. */
export interface VariableSources {
  /** Name of the chosen environment; undefined where none is. */
  readonly environment: string | undefined;
  /** Environment variables of the process. An empty one is an absent one. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Names of those that text may hold. The process has secrets among them, so none is by default. */
  readonly allowedEnv: readonly string[];
  readonly config: ConfigLookup;
}

export interface VariableValue {
  readonly value: string | number | boolean;
  /** As it is written in the file, where that is a number or a boolean. */
  readonly spelling?: string | undefined;
  /** The environment variable in it, whose value isn't shown. */
  readonly hiddenSource?: string | undefined;
}

type Lookup = VariableValue | { readonly problem: string };

/** Meaning of `${…}` at a place of a file. */
export interface Scope {
  readonly sources: VariableSources;
  readonly inbox: string | undefined;
  /** The file's own variables by their names. */
  readonly declared: ReadonlyMap<string, SourceNode>;
  /** Value of one of the file's own variables; undefined where it can't be had, which is told elsewhere. */
  readonly variable: (name: string) => VariableValue | undefined;
  /** Length of all of the file's texts so far, in characters. */
  readonly made: { characters: number };
}

/** The value that a reference stands for. Undefined where it can't be had for a reason that is told elsewhere. */
export function lookUp(reference: VariableReference, scope: Scope): Lookup | undefined {
  if (reference.kind === "env") return fromEnvironment(reference.name, scope.sources);
  if (reference.kind === "config") return fromConfig(reference.name, scope.sources);
  const { name } = reference;
  if (name === "environment" && scope.sources.environment !== undefined)
    return { value: scope.sources.environment };
  if (name === "inbox" && scope.inbox !== undefined) return { value: scope.inbox };
  if (scope.declared.has(name)) return scope.variable(name);
  return { problem: explainUnknown(name, scope) };
}

function fromEnvironment(name: string, { env, allowedEnv }: VariableSources): Lookup {
  if (!allowedEnv.includes(name)) {
    return {
      problem:
        `a variable of the process's environment that text may hold, got env:${name}, which nobody has allowed: ` +
        `it would show in previews, in the state and in VCC. If it is no secret, allow it: allow: { env: ["${name}"] } ` +
        `in the program, --allow-env ${name} on the command line. A credential takes env:${name} without \${…}.`,
    };
  }
  const value = own(env, name);
  if (value) return { value, hiddenSource: `env:${name}` };
  return {
    problem: `a variable of the process's environment, got env:${name}, which isn't set. Set ${name}.`,
  };
}

function fromConfig(key: string, { config }: VariableSources): Lookup {
  const found = config(key);
  if (found === undefined) {
    return {
      problem: `a value of the stack's configuration, got config:${key}, which isn't set. Run: pulumi config set ${key} VALUE`,
    };
  }
  if ("value" in found) return found;
  return {
    problem:
      `a plain value of the stack's configuration, got config:${key}, which is a secret. ` +
      `Name it where a credential takes a reference, as config:${key} without \${…}.`,
  };
}

function explainUnknown(name: string, { sources, inbox, declared }: Scope): string {
  if (name === "environment") {
    return "a variable that has a value, got environment while none is chosen. Choose one with --environment.";
  }
  function* known(): Iterable<string> {
    yield* declared.keys();
    if (sources.environment !== undefined) yield "environment";
    if (inbox !== undefined) yield "inbox";
  }
  if (name === "inbox")
    return "a variable that has a value here, got inbox. Use it in defaults and inboxes only.";
  return `a known variable, got "${name}".${nearAndKnown(name, known())} Declare it under variables, or write $\${ for the text itself.`;
}

import { parseFleet } from "../../provider/fleet/open-fleet";
import { renderProblem } from "../../provider/fleet/problem";
import { resolveFleet, type ResolvedFleet } from "../../provider/fleet/resolve-fleet";
import type { ConfigValue } from "../../provider/fleet/variables/scope";

interface Context {
  readonly environment?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Default: all that `env` has. */
  readonly allowedEnv?: readonly string[];
  readonly allowedFolders?: readonly string[];
  readonly config?: Readonly<Record<string, string | ConfigValue>>;
  /** Default: true. */
  readonly isEnvironmentKnown?: boolean;
  /** Folder of signatures. */
  readonly folder?: string;
  /** Default: the first of January 2026. */
  readonly nowMs?: number;
}

/** Resolved fleet of a fleet file's text. */
export function resolveText(text: string, context: Context = {}): ResolvedFleet {
  const { environment, env = {}, config = {}, folder = "/nowhere" } = context;
  const { allowedEnv = Object.keys(env), allowedFolders = [], isEnvironmentKnown = true } = context;
  const { nowMs = Date.UTC(2026, 0) } = context;
  const lookUp = (key: string): ConfigValue | undefined => {
    const value = config[key];
    return typeof value === "string" ? { value } : value;
  };
  const source = parseFleet(text, { file: "inboxes.yaml", folder });
  return resolveFleet(source, {
    environment,
    env,
    allowedEnv,
    config: lookUp,
    programFolder: folder,
    allowedFolders,
    isEnvironmentKnown,
    nowMs,
  });
}

/** The lines that a person would see. */
export function problemsOf(text: string, context?: Context): string[] {
  return resolveText(text, context).problems.map(renderProblem);
}

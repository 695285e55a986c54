import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { rememberSecret } from "../core/redact";
import { ConfigError } from "../errors";

/** Where references are looked up. */
export interface SecretSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder that `file:` paths are relative to: the program's. */
  readonly folder: string;
  /** A value of the stack's configuration, decrypted. */
  readonly config: (key: string) => string | undefined;
}

/**
 * The secret that `env:NAME`, `file:path` or `config:key` stands for, or undefined where this machine has no access to
 * it. From here on it never appears in any message.
 */
export function findSecret(sources: SecretSources, reference: string): string | undefined {
  const secret = lookUp(sources, reference);
  if (secret === undefined || secret.trim() === "") return undefined;
  rememberSecret(secret.trim());
  return secret;
}

/** The same where it is needed: absence is a `ConfigError` that says where to put it. */
export function requireSecret(sources: SecretSources, reference: string, purpose: string): string {
  const secret = findSecret(sources, reference);
  if (secret !== undefined) return secret;
  const place = reference.slice(reference.indexOf(":") + 1);
  const remedy = reference.startsWith("env:")
    ? `Set the environment variable ${place}.`
    : reference.startsWith("file:")
      ? `Put it into the file ${place}, readable by you alone; the path is relative to the program's folder.`
      : `Run pulumi config set --secret ${place}.`;
  throw new ConfigError("ERR_CONFIG_MISSING", `${purpose} is not there: ${reference} holds nothing.`, {
    hint: remedy,
  });
}

function lookUp({ environment, folder, config }: SecretSources, reference: string): string | undefined {
  const place = reference.slice(reference.indexOf(":") + 1);
  if (reference.startsWith("env:")) return environment[place];
  if (reference.startsWith("config:")) return config(place);
  try {
    return readFileSync(resolve(folder, place), "utf8");
  } catch {
    // Whatever the cause, there is no access to it here; requireSecret tells the user where it should be.
    return undefined;
  }
}

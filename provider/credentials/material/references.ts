import { resolve } from "node:path";
import { parseReference, type SecretPlace } from "../../../schema/credential/secret-reference";
import { withoutByteOrderMark } from "../../text/decode-text";
import { mayBeWords, rememberSecret } from "../../text/redact";
import { ConfigError } from "../../errors";
import { type ReadText, readText } from "../../files/read-text";

/** Places that references are looked up in. */
export interface SecretSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder that `file:` paths are relative to: the program's. */
  readonly folder: string;
  /** A value of the stack's configuration, decrypted; undefined for a command that reads no stack. */
  readonly config: ((key: string) => string | undefined) | undefined;
}

/**
 * The secret that `env:NAME`, `file:path` or `config:key` stands for, or undefined where this machine has no access to
 * it; without the line end that files and variables give it. From here on it never appears in any message.
 */
export function findSecret(sources: SecretSources, reference: string): string | undefined {
  const secret = lookUp(sources, reference)?.trim();
  if (!secret) return undefined;
  rememberSecret(secret);
  return secret;
}

/** Warnings of secrets that messages can't hide for sure. None is shown. */
export function weakSecretWarnings(sources: SecretSources, references: readonly string[]): string[] {
  return [...new Set(references)]
    .filter((reference) => {
      const secret = findSecret(sources, reference);
      return secret !== undefined && mayBeWords(secret);
    })
    .map(
      (reference) =>
        `The secret at ${reference} is short, or nothing but words, so messages that happen to hold it may show it. Replace it with a random one of at least 12 characters.`,
    );
}

/** Finds a secret by its reference. Error: a `ConfigError` that says where to put it, if it is absent or unreadable. */
export function requireSecret(sources: SecretSources, reference: string, purpose: string): string {
  const secret = findSecret(sources, reference);
  if (secret !== undefined) return secret;
  const wrong = encodingProblem(sources, reference);
  if (wrong !== undefined) throw new ConfigError("VCC_SECRET_INVALID", `${purpose} can't be read: ${wrong}`);
  const place = parseReference(reference);
  throw new ConfigError("VCC_SECRET_MISSING", `${purpose} is not there: ${reference} holds nothing.`, {
    ...(place && { hint: HOW_TO_STORE[place.kind](place.name) }),
  });
}

const HOW_TO_STORE: Readonly<Record<SecretPlace["kind"], (name: string) => string>> = {
  env: (name) => `Set the environment variable ${name}.`,
  file: (path) =>
    `Put it into the file ${path}, readable by you alone; the path is relative to the program's folder.`,
  config: (key) =>
    `Run pulumi config set --secret ${key}. Where it has several lines, as a JSON key or a PEM, add < FILE.`,
};

/** The rule that a file breaks which is there and isn't UTF-8. A missing one is told where it is needed. */
export function encodingProblem(sources: SecretSources, reference: string): string | undefined {
  const place = parseReference(reference);
  if (place?.kind !== "file") return undefined;
  const read = readFile(sources, place.name);
  if (!("encoding" in read)) return undefined;
  return `a file in UTF-8, got ${JSON.stringify(reference)}, which is in ${read.encoding}. Save it as UTF-8.`;
}

function lookUp(sources: SecretSources, reference: string): string | undefined {
  const place = parseReference(reference);
  switch (place?.kind) {
    case undefined:
      return undefined;
    case "env":
      return withoutMark(sources.environment[place.name]);
    case "config":
      return withoutMark(sources.config?.(place.name));
    case "file": {
      const read = readFile(sources, place.name);
      // Whatever the cause, there is no access to it here; requireSecret tells the user why, or where it should be.
      return "text" in read ? read.text : undefined;
    }
  }
}

function readFile({ folder }: SecretSources, path: string): ReadText {
  return readText(resolve(folder, path));
}

/** The text without a byte order mark: whoever stored it may have taken it from a file that begins with one. */
function withoutMark(text: string | undefined): string | undefined {
  return text === undefined ? undefined : withoutByteOrderMark(text);
}

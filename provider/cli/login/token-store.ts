import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { access, lstat, open, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import type { RefreshTokenCredential } from "../../../schema/credential/credential";
import { parseReference, toReference } from "../../../schema/credential/secret-reference";
import { argumentError, type ConfigError } from "../../errors";
import { openPermissions } from "../../files/permissions";
import type { PulumiCommand } from "../pulumi/pulumi-command";
import { isFolder } from "../pulumi/project";
import type { LoginOptions } from "./options";

type Place = Pick<LoginOptions, "file" | "stackSecret">;

/** The only place that a refresh token goes to. */
export interface TokenStore {
  /** As the program names the place: `config:KEY` or `file:path`. */
  readonly reference: string;
  /** In words, for the person. */
  readonly place: string;
  /** Looks before anybody signs in whether the token can be put there. Error: a `ConfigError` that says why not. */
  prepare(): Promise<void>;
  put(refreshToken: string): Promise<void>;
}

const CONFIG_KEY = /^[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?$/u;

/**
 * The place that the options name, else that of the last token. `folder`: the program's.
 * Error: a `ConfigError` unless exactly one place is named, in a usable way.
 */
export function tokenStore(
  options: Place,
  known: RefreshTokenCredential | undefined,
  folder: string,
  pulumi: PulumiCommand,
): TokenStore {
  const isPlaced = options.file !== undefined || options.stackSecret !== undefined;
  const { stackSecret, file } = isPlaced ? options : placeOf(known, folder);
  if ((stackSecret === undefined) === (file === undefined)) {
    throw argumentError(
      "The refresh token goes into one place: --stack-secret KEY or --file PATH.",
      "It is never shown.",
    );
  }
  return stackSecret === undefined ? fileStore(file ?? "", folder) : stackStore(stackSecret, pulumi);
}

/** None if that was an environment, which outlives no process. */
function placeOf(known: RefreshTokenCredential | undefined, folder: string): Place {
  const { kind, name = "" } = parseReference(known?.refreshToken ?? "") ?? {};
  if (kind === "config") return { stackSecret: name };
  return kind === "file" ? { file: resolve(folder, name) } : {};
}

function stackStore(key: string, pulumi: PulumiCommand): TokenStore {
  if (!CONFIG_KEY.test(key)) {
    throw argumentError(
      `--stack-secret: a key of the stack's configuration, such as supportMailboxToken, got ${JSON.stringify(key)}.`,
    );
  }
  return {
    reference: toReference({ kind: "config", name: key }),
    place: `the stack's secret ${key}`,
    async prepare() {
      await pulumi(["stack", "--show-name"]);
    },
    async put(refreshToken) {
      // An argument could be seen by everybody on this machine.
      await pulumi(["config", "set", "--secret", key], refreshToken);
    },
  };
}

function fileStore(file: string, folder: string): TokenStore {
  const path = resolve(file);
  const inside = relative(folder, path);
  const isBelow = inside !== "" && !inside.startsWith("..") && !isAbsolute(inside);
  return {
    reference: toReference({ kind: "file", name: (isBelow ? inside : path).replaceAll("\\", "/") }),
    place: `the file ${path}`,
    prepare: () => checkTarget(path),
    put: (refreshToken) => writeTokenFile(path, refreshToken),
  };
}

const OWNER_ONLY = 0o600;
/** No refresh token is longer. */
const LARGEST_TOKEN_BYTES = 16 * 1_024;

/** Error: a `ConfigError` that says why no token can be written there. */
async function checkTarget(path: string): Promise<void> {
  const folder = dirname(path);
  const canWrite = await access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!canWrite || !isFolder(folder))
    throw unusable(`a file in a folder that exists and can be written to, got ${path}`);
  const present = await lstat(path).catch(() => undefined);
  if (present === undefined) return;
  if (!present.isFile()) throw unusable(`a plain file, got ${path}, which is something else`);
  const mode = openPermissions(present);
  if (mode !== undefined) {
    throw unusable(
      `a file that only you can read, got ${path}, which others on this machine can use (mode ${mode})`,
      `Run chmod 600 ${path} if it is meant to hold the token, or name another.`,
    );
  }
  if (present.size > LARGEST_TOKEN_BYTES || (await hasLines(path))) {
    throw unusable(`a new file, or one that holds a token, got ${path}, which holds something else`);
  }
}

/** Writes the token in one step, for its owner alone: nobody ever sees half of it, or reads it on the way. */
async function writeTokenFile(path: string, token: string): Promise<void> {
  // Something may have come there while the person signed in.
  await checkTarget(path);
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(8).toString("hex")}`);
  try {
    const file = await open(draft, "wx", OWNER_ONLY);
    try {
      await file.writeFile(`${token}\n`, "utf8");
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    const code = (error as NodeJS.ErrnoException).code ?? "error";
    throw unusable(`a file that can be written, got ${path} (${code})`);
  }
}

async function hasLines(path: string): Promise<boolean> {
  return (await readFile(path, "utf8")).trim().includes("\n");
}

function unusable(rule: string, hint = "Name another file."): ConfigError {
  return argumentError(`--file: ${rule}.`, hint);
}

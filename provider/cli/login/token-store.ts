import { isAbsolute, relative, resolve } from "node:path";
import { ConfigError } from "../../errors";
import type { PulumiCommand } from "../doctor/pulumi-command";
import { checkTarget, writeTokenFile } from "./token-file";

/** Where a refresh token goes, and nowhere else. */
export interface TokenStore {
  /** As the program names the place: `config:KEY` or `file:path`. */
  readonly reference: string;
  /** In words, for the person. */
  readonly place: string;
  /** Looks before anybody signs in whether the token can be put there. Error: a `ConfigError` that says why not. */
  prepare(): Promise<void>;
  put(refreshToken: string): Promise<void>;
}

interface StoreOptions {
  readonly stackSecret?: string;
  readonly stack?: string;
  readonly file?: string;
}

const CONFIG_KEY = /^[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?$/u;

/** Error: a `ConfigError` unless exactly one place is named, in a usable way. */
export function tokenStore(options: StoreOptions, folder: string, pulumi: PulumiCommand): TokenStore {
  const { stackSecret, file, stack } = options;
  if ((stackSecret === undefined) === (file === undefined)) {
    throw new ConfigError(
      "VCC_ARGUMENT_INVALID",
      "The refresh token goes into one place: --stack-secret KEY or --file PATH.",
      { hint: "It is never shown." },
    );
  }
  return stackSecret === undefined
    ? fileStore(file ?? "", folder)
    : stackStore(stackSecret, stack === undefined ? [] : ["--stack", stack], pulumi);
}

function stackStore(key: string, stack: readonly string[], pulumi: PulumiCommand): TokenStore {
  if (!CONFIG_KEY.test(key)) {
    throw new ConfigError(
      "VCC_ARGUMENT_INVALID",
      `--stack-secret: a key of the stack's configuration, such as supportMailboxToken, got ${JSON.stringify(key)}.`,
    );
  }
  return {
    reference: `config:${key}`,
    place: `the stack's secret ${key}`,
    async prepare() {
      await pulumi.run(["stack", "--show-name", ...stack]);
    },
    async put(refreshToken) {
      // An argument could be seen by everybody on this machine.
      await pulumi.run(["config", "set", "--secret", key, ...stack], refreshToken);
    },
  };
}

function fileStore(file: string, folder: string): TokenStore {
  const path = resolve(file);
  const inside = relative(folder, path);
  const isBelow = inside !== "" && !inside.startsWith("..") && !isAbsolute(inside);
  return {
    reference: `file:${(isBelow ? inside : path).replaceAll("\\", "/")}`,
    place: `the file ${path}`,
    prepare: () => checkTarget(path),
    put: (refreshToken) => writeTokenFile(path, refreshToken),
  };
}

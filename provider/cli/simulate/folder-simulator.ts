import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";
import type { ContractProfile } from "../../../schema/contract/profile";
import { sendControl } from "../../simulator/control/control-client";
import { startSimulator } from "../../simulator/start-simulator";

/** Folder, within a program's, of its simulated account, the key to its mailboxes, and Pulumi's state of it. */
export const SIMULATOR_FOLDER = ".simulator";

/** The passphrase protects nothing but the key that was made up here. */
const PASSPHRASE = "simulator";

const Running = z.object({ url: z.url(), environment: z.record(z.string(), z.string()) });
export type Running = z.infer<typeof Running>;

const ACCOUNT_FILE = "account.json";

/** True if the folder has a simulated account of its own; a key alone is for any simulator. */
export function hasSimulator(folder: string): boolean {
  return existsSync(join(folder, SIMULATOR_FOLDER, ACCOUNT_FILE));
}

/**
 * Works with the folder's simulated account: with the process that serves it already, else with one that ends with the
 * work. One process at a time, because the account is one file.
 */
export async function withFolderSimulator<T>(
  folder: string,
  work: (simulator: Running) => Promise<T>,
  /** What its API is like. Default: as built in. */
  contract?: ContractProfile,
): Promise<T> {
  const path = (name: string): string => resolve(folder, SIMULATOR_FOLDER, name);
  mkdirSync(path("state"), { recursive: true });
  const running = await findRunning(path("running.json"));
  if (running !== undefined) return work(running);
  const { url, environment, stop } = await startSimulator({
    file: path(ACCOUNT_FILE),
    ...(contract && { contract }),
  });
  writeFileSync(path("running.json"), JSON.stringify({ url, environment }));
  try {
    return await work({ url, environment });
  } finally {
    rmSync(path("running.json"), { force: true });
    await stop();
  }
}

/** A process that was killed leaves its file behind. */
async function findRunning(file: string): Promise<Running | undefined> {
  if (!existsSync(file)) return undefined;
  try {
    const running = Running.parse(JSON.parse(readFileSync(file, "utf8")));
    await sendControl(running.url, "state");
    return running;
  } catch {
    return undefined;
  }
}

/**
 * Environment of a command that works with the simulated account instead of a real one, its state apart from all
 * others.
 */
export function environmentOf(folder: string, { environment }: Running): Readonly<Record<string, string>> {
  return {
    ...environment,
    GOOGLE_KEY: inventedKey(folder),
    PULUMI_BACKEND_URL: `file://${resolve(folder, SIMULATOR_FOLDER, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
  };
}

/** JSON of a service account's key that only the simulator takes: made up once a folder, so that it doesn't rotate. */
export function inventedKey(folder: string): string {
  const file = join(folder, SIMULATOR_FOLDER, "google-key.json");
  if (!existsSync(file)) {
    mkdirSync(join(folder, SIMULATOR_FOLDER), { recursive: true });
    writeFileSync(file, newKey(), { mode: 0o600 });
  }
  return readFileSync(file, "utf8");
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return JSON.stringify({
    type: "service_account",
    client_email: "inboxes@example.iam.gserviceaccount.com",
    private_key: privateKey.export({ type: "pkcs8", format: "pem" }),
  });
}

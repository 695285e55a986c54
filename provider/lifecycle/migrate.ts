import { ConfigError } from "../errors";

/** Version of the stored state that this release writes. Raise it together with a new entry in `MIGRATIONS`. */
export const STATE_VERSION = 1;
/** Key of the version in the stored state. Pulumi hides keys with two underscores from people. */
export const STATE_VERSION_KEY = "__v";

export type Migration = (state: Record<string, unknown>) => Record<string, unknown>;

/**
 * `MIGRATIONS[n]` turns state of version n into version n + 1. Entries stay for ever: the state of any earlier release
 * may come to the installed one.
 */
const MIGRATIONS: Readonly<Record<number, Migration>> = {};

/** True if this package wrote the state; what `Resource.get` passes it did not. */
export function isStoredState(state: Readonly<Record<string, unknown>>): boolean {
  return typeof state[STATE_VERSION_KEY] === "number";
}

/** Stored state as this release knows it, without the marker. Throws when a newer release wrote it. */
export function migrateState(
  stored: Readonly<Record<string, unknown>>,
  migrations = MIGRATIONS,
  current = STATE_VERSION,
): Record<string, unknown> {
  const { [STATE_VERSION_KEY]: marker, ...rest } = stored;
  const version = typeof marker === "number" ? marker : current;
  if (!Number.isInteger(version) || version < 1 || version > current) {
    throw new ConfigError(
      "VCC_STATE_TOO_NEW",
      `The stored state has version ${version}, this pulumi-vcc knows versions from 1 up to ${current}.`,
      { hint: "Install the pulumi-vcc that last ran on this stack, or a newer one." },
    );
  }
  let state: Record<string, unknown> = rest;
  for (let from = version; from < current; from += 1) {
    const migrate = migrations[from];
    if (migrate === undefined) throw new Error(`No migration from state version ${from}.`);
    state = migrate(state);
  }
  return state;
}

/** The state with the marker of this release. */
export function markState(state: object): Record<string, unknown> {
  return { ...state, [STATE_VERSION_KEY]: STATE_VERSION };
}

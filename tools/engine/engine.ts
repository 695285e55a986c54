/** A Pulumi engine that this machine can run. */
export interface Engine {
  /** Absolute path of `pulumi`. */
  readonly command: string;
  /** Such as `3.259.0`. */
  readonly version: string;
  /** What a process needs besides its own environment to run `command` with its plugins, asking no network. */
  readonly environment: Readonly<Record<string, string>>;
  readonly source: EngineSource;
}

/** `environment` is the variable PULUMI_VCC_ENGINE, `path` a `pulumi` on PATH; the other two were made by us. */
export type EngineSource = "environment" | "path" | "installer" | "build";

/** An engine whose version is known, before its environment is put together. */
export interface FoundEngine {
  readonly command: string;
  readonly version: string;
  readonly source: EngineSource;
}

/** Why a source gave no engine: one reason, for the error that lists them all. */
export interface NoEngine {
  readonly reason: string;
}

/** Variables of this process or of a test; absent and empty are the same. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Says one line to the person who waits. */
export type Log = (line: string) => void;

import type { Simulator } from "../../../provider/simulator/index";
import type { Disturbance } from "./disturbances";
import type { RunResult, Stored } from "./engine-state";
import type { Edit } from "./programs";
import type { Watched } from "./watched-account";

export const QUIET: Disturbance = { faults: [], lagMs: 0, dropsTokens: false, skipsCheckpoints: false };

/** Run of a program, and what could be seen of it from outside. */
export interface Round extends RunResult, Watched {
  /** The engine's state when it began. */
  readonly stored: readonly Stored[];
  readonly said: readonly string[];
}

/** A stack, an account in which others have objects as well, and an engine that can be disturbed. */
export interface World {
  readonly simulator: Simulator;
  readonly secrets: readonly string[];
  /** What the engine has stored of the program's resources. */
  stored(): readonly Stored[];
  /** Applies a program with `up --refresh`, in trouble or in peace. */
  up(edit: Edit, trouble?: Disturbance): Promise<Round>;
  /** Steps that a further `up` would take, after a look at what VCC has, and what that look found changed. */
  preview(edit: Edit): Promise<Round & { readonly drifted: readonly string[] }>;
  close(): Promise<void>;
}

/** A kind of world that lives are lived in. */
export interface WorldKind {
  readonly open: () => Promise<World>;
  /** Far more than a life takes, also on a busy machine, in ms. */
  readonly mostMs: number;
}

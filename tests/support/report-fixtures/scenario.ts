import type { RunningSimulator, SimulatorOptions } from "../../../provider/simulator/index";
import type { StackNames } from "../engine/harness/test-stack";

/** A simulated account with a stack in front of it, as programs and hand edits of a scenario see it. */
export interface World {
  readonly simulator: RunningSimulator;
  /** The day so many days from now, such as `2027-01-31`. */
  readonly day: (fromToday: number) => string;
}

/** Files of a program: its `index.ts` alone, or several by name. */
export type ProgramFiles = string | Readonly<Record<string, string>>;

/** A change that is previewed: what is there before, what happens to it by hand, and the program that is to be applied. */
export interface Scenario {
  /** Name of the fixture's folder. */
  readonly name: string;
  /** Default: those of every stack in a test. */
  readonly names?: StackNames;
  readonly simulator?: SimulatorOptions;
  /** Objects that VCC has before anything is applied. */
  readonly given?: (world: World) => void;
  /** The program that is applied first; none is, where it's left out. */
  readonly before?: (world: World) => ProgramFiles;
  /** Act in VCC's screens, or something that happens to VCC, after that. */
  readonly byHand?: (world: World) => void;
  /** The program that is previewed; the one before, unless given. */
  readonly after?: (world: World) => ProgramFiles | Promise<ProgramFiles>;
  /** The command, where it is no preview of the program. */
  readonly command?: "destroy" | "refresh" | "import";
  /** Resources that alone are previewed, as kind and name. */
  readonly target?: readonly (readonly [kind: string, name: string])[];
  /** Resource that alone is previewed, and replaced whatever the program says of it. */
  readonly replace?: readonly [kind: string, name: string];
  /** Rules of a policy pack that the previews are checked by, as JavaScript: a list of policies. */
  readonly policies?: string;
  /** Secrets of the stack's configuration. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Variables of all runs, and of those after the first. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly environmentAfter?: Readonly<Record<string, string>>;
  /**
   * True if the fixture has all that there is: the two other shapes of a preview's JSON, and the digest and the event log
   * to the last byte; others are shortened.
   */
  readonly isComplete?: boolean;
  /** Files of the program to keep beside the fixture. */
  readonly keep?: readonly string[];
}

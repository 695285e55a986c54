import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { checkOutline, type Outline } from "./load/outline";
import { fileProblem, gatherProblems, type Problem } from "./problem";
import { parseSource } from "./source/parse-source";

/** A fleet file that was read, for any of its environments. */
export interface FleetSource {
  /** Path as messages show it. */
  readonly file: string;
  /** The folder of the file: signatures lie relative to it. */
  readonly folder: string;
  /** Undefined where the file can't be used in any environment; `problems` then says why. */
  readonly outline: Outline | undefined;
  readonly problems: readonly Problem[];
}

/** Reads a fleet file, YAML or JSON. Never throws for what stands in it: that is told in `problems`. */
export function openFleet(path: string, folder: string = process.cwd()): FleetSource {
  const absolute = resolve(folder, path);
  const file = relative(folder, absolute) || path;
  try {
    return parseFleet(readFileSync(absolute, "utf8"), { file, folder: dirname(absolute) });
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    const message = `a fleet file that can be read, got ${JSON.stringify(path)} (${String(error.code)}). Give its path relative to the program.`;
    return { file, folder: dirname(absolute), outline: undefined, problems: [fileProblem(file, { line: 1, column: 1 }, [], message)] };
  }
}

/** The same for text. */
export function parseFleet(text: string, { file, folder }: Pick<FleetSource, "file" | "folder">): FleetSource {
  const { root, problems } = parseSource(file, text);
  if (root === undefined) return { file, folder, outline: undefined, problems: gatherProblems(problems) };
  const checked = checkOutline(file, root);
  return { file, folder, outline: checked.outline, problems: gatherProblems(checked.problems) };
}

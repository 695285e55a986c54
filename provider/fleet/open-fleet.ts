import { dirname, resolve } from "node:path";
import { showValue } from "../../schema/rule";
import { checkOutline, type Outline } from "./load/outline";
import { fileProblem, gatherProblems, type Problem } from "./problem";
import { explainUnread, readText } from "../files/read-text";
import { parseSource } from "./source/parse-source";

/** A fleet file that was read, for any of its environments. */
export interface FleetSource {
  /** Path as it was given: messages show it so. */
  readonly file: string;
  /** The folder of the file: signatures lie relative to it. */
  readonly folder: string;
  /** Undefined where the file can't be used in any environment; `problems` then says why. */
  readonly outline: Outline | undefined;
  readonly problems: readonly Problem[];
}

/** Reads a fleet file, YAML or JSON. Never throws for what stands in it: that is told in `problems`. */
export function openFleet(file: string): FleetSource {
  const path = resolve(file);
  const folder = dirname(path);
  const read = readText(path);
  if ("text" in read) return parseFleet(read.text, { file, folder });
  const next = `Give its path relative to ${process.cwd()}.`;
  const message = explainUnread("a fleet file", showValue(file), read, next);
  const problem = fileProblem(file, { line: 1, column: 1 }, [], message);
  return { file, folder, outline: undefined, problems: [problem] };
}

/** Reads a fleet from text. */
export function parseFleet(
  text: string,
  { file, folder }: Pick<FleetSource, "file" | "folder">,
): FleetSource {
  const { root, problems } = parseSource(file, text, "a fleet file");
  const checked = root === undefined ? { outline: root, problems } : checkOutline(file, root);
  return { file, folder, outline: checked.outline, problems: gatherProblems(checked.problems) };
}

import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { exportCommand } from "../../provider/cli/export";
import type { RunningSimulator } from "../../provider/simulator/index";
import { newFolder } from "./folders";

/** Arguments by which the engine takes up what an export has found. */
export const IMPORT = [
  "import",
  "--file",
  "import.json",
  "--generate-code=false",
  "--protect=false",
  "--yes",
] as const;

interface Exported {
  readonly folder: string;
  readonly exitCode: number;
  readonly lines: readonly string[];
  /** Content by path, without what a program has around it. */
  readonly files: Readonly<Record<string, string>>;
}

/** Runs `pulumi-vcc export` against a simulator, into a new folder unless one is given. */
export async function runExport(
  simulator: Pick<RunningSimulator, "environment">,
  args: readonly string[] = [],
  folder: string = newFolder(),
): Promise<Exported> {
  const lines: string[] = [];
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    // As console.log prints all that it is handed.
    const say = (...words: readonly unknown[]) => lines.push(words.map(String).join(" "));
    const command = exportCommand(say, {
      ...simulator.environment,
      VCC_MAX_RETRIES: "1",
    });
    await command.parseAsync(["--out", folder, ...args], { from: "user" });
    return { folder, exitCode: process.exitCode, lines, files: filesIn(folder) };
  } finally {
    process.exitCode = before;
  }
}

function filesIn(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, "utf8")]));
}

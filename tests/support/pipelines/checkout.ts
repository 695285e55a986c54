import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { type Options, transformFileSync } from "@swc/core";
import { newFolder } from "../folders";
import { FIXTURES_FOLDER } from "../fixtures-folder";
import { REPOSITORY } from "../repository";

/** What lines of a shell said, and how they ended. */
export interface Ran {
  readonly exitCode: number | null;
  readonly output: string;
}

type Variables = Readonly<Record<string, string>>;

/** A user's repository on the machine of a pipeline. */
export interface Checkout {
  readonly folder: string;
  /** Makes the engine print what it printed in this scenario; undefined: it fails, as of a stack that isn't there. */
  preview(scenario: string | undefined): void;
  /** Runs a command with these variables and no others. */
  run(command: readonly string[], environment: Variables): Promise<Ran>;
}

export const PIPELINES = join(REPOSITORY, "examples/pipelines");

/** Folder of the compiled sources, once made. */
let compiled: string | undefined;

/** The command, compiled from its sources: nothing has to be built before, and its starts are quick. */
function command(): string {
  compiled ??= compile();
  return `const { createProgram, runProgram } = require(${JSON.stringify(join(compiled, "provider/cli/program.js"))});
void runProgram(createProgram(), process.argv.slice(1));`;
}

function compile(): string {
  const sources = ["schema", "provider"].flatMap((part) =>
    readdirSync(join(REPOSITORY, part), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => join(part, file)),
  );
  const modules = sources.map((file) => [
    file.replace(/\.ts$/u, ".js"),
    transformFileSync(join(REPOSITORY, file), SWC).code,
  ]);
  const folder = newFolder(Object.fromEntries(modules) as Record<string, string>);
  symlinkSync(join(REPOSITORY, "node_modules"), join(folder, "node_modules"));
  return folder;
}

const SWC: Options = {
  swcrc: false,
  jsc: { parser: { syntax: "typescript" }, target: "es2022" },
  module: { type: "commonjs" },
};

const engine = (printed: string) => `const { copyFileSync, existsSync, readFileSync } = require("node:fs");
const printed = (name) => ${JSON.stringify(printed)} + "/" + name;
if (existsSync(printed("run.json"))) {
  copyFileSync(printed("events.ndjson"), process.argv[process.argv.indexOf("--event-log") + 1]);
  process.stdout.write(readFileSync(printed("digest.json")));
  process.exitCode = JSON.parse(readFileSync(printed("run.json"), "utf8"))["digest.json"].exitCode;
} else {
  process.stderr.write("error: no stack named 'dev' found\\n");
  process.exitCode = 255;
}`;

/** The example with environments and the pipelines, with an engine that prints what a test says. */
export function newCheckout(): Checkout {
  const home = newFolder();
  const [folder, bin, printed] = [join(home, "mail"), join(home, "bin"), join(home, "printed")];
  for (const source of [join(REPOSITORY, "examples/environments"), PIPELINES])
    cpSync(source, folder, { recursive: true, filter: (path) => !path.endsWith("node_modules") });
  mkdirSync(bin);
  // The first argument is the package's name.
  writeProgram(join(bin, "npx"), 'shift; exec "$NODE" -e "$CODE" -- "$@"', command());
  writeProgram(join(bin, "pulumi"), 'exec "$NODE" -e "$CODE" -- "$@"', engine(printed));
  for (const installer of ["npm", "apk"]) writeProgram(join(bin, installer), "exit 0");
  return {
    folder,
    preview: (scenario) => {
      rmSync(printed, { recursive: true, force: true });
      if (scenario !== undefined) cpSync(join(FIXTURES_FOLDER, scenario), printed, { recursive: true });
    },
    run: (command, environment) =>
      run(command, folder, {
        HOME: home,
        TMPDIR: home,
        PATH: [bin, "/usr/bin", "/bin"].join(delimiter),
        ...environment,
      }),
  };
}

function writeProgram(file: string, lines: string, code = ""): void {
  const quoted = code.replaceAll("'", String.raw`'\''`);
  writeFileSync(file, `#!/bin/sh\nNODE=${process.execPath}\nCODE='${quoted}'\n${lines}\n`);
  chmodSync(file, 0o755);
}

async function run([program = "", ...args]: readonly string[], cwd: string, env: Variables): Promise<Ran> {
  const running = spawn(program, args, { cwd, env });
  let output = "";
  for (const stream of [running.stdout, running.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const [exitCode] = (await once(running, "close")) as [number | null];
  return { exitCode, output };
}

/** Folders and files that a run may have left in the temporary folder. */
export function leftOver({ folder }: Checkout): string[] {
  const known = ["mail", "bin", "printed", "artifacts"];
  return readdirSync(dirname(folder)).filter((name) => !known.includes(name));
}

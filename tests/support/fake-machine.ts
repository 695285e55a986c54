import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Engine } from "../../tools/engine/engine";
import { findEngine } from "../../tools/engine/find-engine";
import { newFolder } from "./folders";

/** Nothing listens there, as on a machine without network. */
const CLOSED = "http://127.0.0.1:9/install.sh";

/** A machine with an empty home, whose PATH holds only what a test puts there. */
export interface FakeMachine {
  readonly folder: string;
  readonly cache: string;
  /** Lines that were said while looking. */
  readonly lines: string[];
  /** Adds a program to PATH, as lines of sh. */
  program(name: string, ...lines: string[]): string;
  /** Adds a Go that takes its time and builds programs that say `version`. */
  go(version?: string): void;
  /** Number of programs that Go has built. */
  builds(): number;
  find(environment?: Record<string, string>): Promise<Engine>;
}

/** Makes such a machine in a folder of its own. */
export function createFakeMachine(): FakeMachine {
  const folder = newFolder();
  const bin = join(folder, "bin");
  const counter = join(folder, "builds");
  const lines: string[] = [];
  const program = (name: string, ...body: string[]): string => {
    const file = join(bin, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, ["#!/bin/sh", "PATH=/usr/bin:/bin", ...body, ""].join("\n"));
    chmodSync(file, 0o755);
    return file;
  };
  return {
    folder,
    cache: join(folder, "cache", "pulumi-vcc", "engine"),
    lines,
    program,
    go: (version = "v3.259.0") =>
      void program(
        "go",
        `echo "$*" >> ${counter}`,
        'while [ "$1" != "-o" ]; do shift; done',
        "sleep 0.2",
        'mkdir -p "$(dirname "$2")"',
        `printf '#!/bin/sh\\necho ${version}\\n' > "$2"`,
        'chmod +x "$2"',
      ),
    builds: () => (existsSync(counter) ? readFileSync(counter, "utf8").trim().split("\n").length : 0),
    find: (environment = {}) =>
      findEngine({
        log: (line) => lines.push(line),
        environment: { PATH: bin, XDG_CACHE_HOME: join(folder, "cache"), ...environment },
        installerUrl: CLOSED,
      }),
  };
}

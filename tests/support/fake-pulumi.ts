import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** One run of the engine's command line, as the fake saw it. */
export interface PulumiRun {
  readonly args: readonly string[];
  readonly input: string;
  readonly cwd: string;
}

/** What the fake answers: `output` to the first two words of its arguments, or a complaint and exit code 1. */
export type PulumiAnswers = Readonly<
  Record<string, { readonly output?: unknown; readonly error?: string; readonly delayMs?: number }>
>;

export interface FakePulumi {
  /** A `PATH` on which it is the only engine. */
  readonly path: string;
  answer(answers: PulumiAnswers): void;
  runs(): readonly PulumiRun[];
}

/** An executable `pulumi` in this folder, which answers as it is told and remembers what it was asked. */
export function fakePulumi(folder: string): FakePulumi {
  const bin = join(folder, "bin");
  const [answers, log] = [join(folder, "answers.json"), join(folder, "runs.jsonl")];
  mkdirSync(bin, { recursive: true });
  const file = join(bin, "pulumi");
  writeFileSync(
    file,
    `#!${process.execPath}
const { appendFileSync, readFileSync } = require("node:fs");
const args = process.argv.slice(2);
const input = readFileSync(0, "utf8");
appendFileSync(${JSON.stringify(log)}, JSON.stringify({ args, input, cwd: process.cwd() }) + "\\n");
const all = JSON.parse(readFileSync(${JSON.stringify(answers)}, "utf8"));
const { output = "", error, delayMs = 0 } = all[args.slice(0, 2).join(" ")] ?? { error: "unknown command" };
setTimeout(() => {
  if (error === undefined) process.stdout.write(typeof output === "string" ? output : JSON.stringify(output));
  else process.stderr.write("error: " + error + "\\n");
  process.exitCode = error === undefined ? 0 : 1;
}, delayMs);
`,
  );
  chmodSync(file, 0o755);
  const answer = (next: PulumiAnswers) => writeFileSync(answers, JSON.stringify(next));
  answer({});
  return {
    path: [bin, "/usr/bin", "/bin"].join(delimiter),
    answer,
    runs: () =>
      existsSync(log)
        ? readFileSync(log, "utf8")
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line) as PulumiRun)
        : [],
  };
}

/** An address as the stack's state has it. */
export interface StoredAddress {
  readonly name: string;
  readonly id?: string;
  readonly emailAddress: string;
  readonly credential?: unknown;
  readonly more?: object;
}

/** Answer to `stack export` of a stack with these addresses. */
export function stackExport(addresses: readonly StoredAddress[]): PulumiAnswers[string] {
  const type = "pulumi-nodejs:dynamic/vcc:EmailAddress";
  const resources = addresses.map(({ name, id, emailAddress, credential, more }) => ({
    urn: `urn:pulumi:dev::inboxes::${type}::${name}`,
    type,
    ...(id !== undefined && { id }),
    inputs: {
      emailAddress,
      ...(credential !== undefined && { credential }),
      __provider: "exports.handler=…",
    },
    ...more,
  }));
  return { output: { version: 3, deployment: { resources } } };
}

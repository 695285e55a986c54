import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Checkout, PIPELINES } from "./checkout";

type Texts = Readonly<Record<string, string>>;

export interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Texts;
}

export interface Job {
  readonly if?: string;
  readonly needs?: string;
  readonly permissions: Texts;
  readonly environment?: string;
  readonly env?: Texts;
  readonly steps: readonly Step[];
  readonly strategy?: { readonly matrix: { readonly stack: readonly string[] } };
}

export interface Workflow {
  readonly permissions: Texts;
  readonly env?: Texts;
  readonly concurrency: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly jobs: Readonly<Record<string, Job>>;
}

const FOLDER = join(PIPELINES, ".github/workflows");
export const WORKFLOW_FILES = readdirSync(FOLDER).map((name) => join(FOLDER, name));

export function workflow(name: "check" | "apply" | "drift"): Workflow {
  return parse(readFileSync(join(FOLDER, `inboxes-${name}.yaml`), "utf8"), { merge: true }) as Workflow;
}

/** What a job runs with, besides what it says itself. */
interface Around {
  readonly checkout: Pick<Checkout, "folder" | "run">;
  /** What a runner sets. */
  readonly environment: Texts;
  /** Values of the expressions that its steps may use, by their text. */
  readonly context: Texts;
}

/** Result of a job: the exit code of its first step that failed, 0 where none did. */
export interface JobRun {
  readonly exitCode: number;
  readonly output: string;
}

/** Runs the shell steps of a job as GitHub's runner does; artifacts lie in a folder beside the checkout. */
export async function runJob(job: Job, { checkout, environment, context }: Around): Promise<JobRun> {
  let exitCode = 0;
  let output = "";
  for (const step of job.steps) {
    if (exitCode !== 0 && step.if?.includes("!cancelled()") !== true) continue;
    moveArtifact(step, checkout, context);
    if (step.run === undefined) continue;
    const own = { ...job.env, ...step.env };
    const env = Object.fromEntries(Object.entries(own).map(([key, text]) => [key, resolved(text, context)]));
    const ran = await checkout.run(["bash", "-e", "-c", resolved(step.run, {})], { ...environment, ...env });
    output += ran.output;
    if (exitCode === 0) exitCode = ran.exitCode ?? 1;
  }
  return { exitCode, output };
}

function resolved(text: string, context: Texts): string {
  return text.replaceAll(/\$\{\{ (.+?) \}\}/gu, (_whole, expression: string) => {
    const value = context[expression];
    if (value === undefined) throw new Error(`the test has no value of ${expression}`);
    return value;
  });
}

function moveArtifact(
  { uses = "", with: inputs = {} }: Step,
  { folder }: { readonly folder: string },
  context: Texts,
): void {
  const artifacts = join(folder, "..", "artifacts");
  const input = (name: string) => resolved(String(inputs[name]), context);
  if (uses.startsWith("actions/upload-artifact@"))
    cpSync(join(folder, input("path")), join(artifacts, input("name")), { recursive: true });
  if (!uses.startsWith("actions/download-artifact@")) return;
  const names = (existsSync(artifacts) ? readdirSync(artifacts) : []).filter((name) =>
    name.startsWith(input("pattern").slice(0, -1)),
  );
  // A single one is laid down without a folder of its name, as the action does.
  const isFlat = inputs["merge-multiple"] === true || names.length === 1;
  for (const name of names)
    cpSync(join(artifacts, name), join(folder, input("path"), isFlat ? "" : name), { recursive: true });
}

import { relative } from "node:path";
import { fileProblem, nearAndKnown, type Problem, renderProblem } from "../problem";
import type { Place } from "../source/source-node";
import {
  DEEPEST_PARTS,
  LONGEST_RENDERING_MS,
  LONGEST_TEMPLATE,
  MOST_MADE,
  type TemplateEngine,
  UNREAD_TEMPLATE,
} from "./template-engine";

/**
 * Failure to render a template. `problems` has every mistake with file, line and column; the message lists them.
 *
 * @example
 * ```ts
 * import { SignatureTemplate, TemplateError } from "pulumi-vcc";
 *
 * try {
 *   console.log(SignatureTemplate.fromFile("signatures/brand.html").render({ team: "Sales" }));
 * } catch (error) {
 *   if (!(error instanceof TemplateError)) throw error;
 *   console.error(error.problems.length, error.message);
 * }
 * ```
 */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(renderProblem).join("\n"));
    this.problems = problems;
  }
}

interface TemplateContext {
  readonly path: string;
  readonly folder: string;
  readonly fileOf: TemplateEngine["fileOf"];
  readonly variables: readonly string[];
}

/** Fields that the engine's errors share; its classes don't promise them. */
interface EngineError extends Error {
  readonly errors?: readonly EngineError[];
  readonly token?: { readonly file?: string; readonly input: string; getPosition(): [number, number] };
  readonly originalError?: {
    readonly name?: string;
    readonly variableName?: string;
    readonly message?: string;
    readonly circle?: string;
  };
}

/** The engine's errors in the form of all others. */
export function toTemplateProblems(error: unknown, context: TemplateContext): Problem[] {
  const all = innermost(error as EngineError);
  // What stands after it failed for the same reason.
  const bound = all.find((one) => explainBound(one) !== undefined);
  return (bound === undefined ? all : [bound]).map((one) => {
    const file = showPath((one.token && context.fileOf(one.token)) ?? context.path, context);
    return fileProblem(file, placeOf(one), [], explain(one, context));
  });
}

/** A template file as messages show it: relative to the program's folder. */
export function showPath(path: string, { folder }: Pick<TemplateContext, "folder">): string {
  return relative(folder, path) || path;
}

/** True if the template was stopped because of its time, so that it isn't worth another try. */
export function isOutOfTime(error: unknown): boolean {
  return innermost(error as EngineError).some((one) => reasonOf(one) === OUT_OF_TIME);
}

/** Each block and each file that is taken in has a list of errors of its own. */
function innermost(error: EngineError): readonly EngineError[] {
  return error.errors === undefined ? [error] : error.errors.flatMap(innermost);
}

function placeOf({ token }: EngineError): Place {
  const [line, column] = token?.getPosition() ?? [1, 1];
  return { line, column };
}

function reasonOf(error: EngineError): string {
  return error.originalError?.message ?? error.message;
}

function explain(error: EngineError, { variables, path, folder }: TemplateContext): string {
  const unknown = error.originalError?.variableName;
  if (unknown !== undefined) return explainVariable(unknown, variables);
  const reason = reasonOf(error);
  if ((error.originalError ?? error).name === UNREAD_TEMPLATE) return reason;
  const missing = /^ENOENT: Failed to lookup "(.*?)" in /u.exec(reason)?.[1];
  if (missing !== undefined) {
    const got = error.token === undefined ? showPath(path, { folder }) : missing;
    return `a template file beside the program, got ${JSON.stringify(got)}, which doesn't exist there. Correct its path.`;
  }
  return explainBound(error) ?? `a Liquid template, got a mistake: ${reason}. Correct it.`;
}

const OUT_OF_TIME = "template render limit exceeded";

/** Texts of the engine's and the machine's own limits. */
const BOUNDS: Readonly<Record<string, string>> = {
  [OUT_OF_TIME]: `a template that is rendered within ${LONGEST_RENDERING_MS / 1_000} seconds, got one that takes longer. Shorten its loops.`,
  "memory alloc limit exceeded": `a template that makes at most ${MOST_MADE} characters and list items, got more. Shorten its loops and ranges.`,
  "parse length limit exceeded": `a template file of at most ${LONGEST_TEMPLATE} characters, got a longer one. Link to images instead of embedding them.`,
  "Invalid string length": "a template whose text fits into memory, got more. Shorten its loops.",
  "Maximum call stack size exceeded":
    "a template whose tags stand within each other less deeply, got too many levels. Take some out.",
};

function explainBound(error: EngineError): string | undefined {
  const circle = error.originalError?.circle;
  if (circle !== undefined) {
    return `at most ${DEEPEST_PARTS} templates within each other, got ${circle}. Take one of them out, or end the circle with a condition.`;
  }
  const reason = reasonOf(error);
  return Object.hasOwn(BOUNDS, reason) ? BOUNDS[reason] : undefined;
}

function explainVariable(name: string, known: readonly string[]): string {
  return `a known variable, got "${name}".${nearAndKnown(name, known)} Give it among the signature's variables, or ask with {% if ${name} %} first.`;
}

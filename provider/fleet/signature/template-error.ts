import { own } from "../../values/own";
import { fileProblem, nearAndKnown, type Problem, renderProblem } from "../problem";
import {
  LONGEST_RENDERING_MS,
  LONGEST_TEMPLATE,
  MOST_MADE,
  NESTED_TEMPLATES,
  showPath,
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
  readonly originalError?: Error & { readonly variableName?: string };
}

/** The engine's errors in the form of all others. */
export function toTemplateProblems(error: unknown, context: TemplateContext): Problem[] {
  const all = innermost(error as EngineError);
  // What stands after it failed for the same reason.
  const bound = all.find((one) => explainBound(one) !== undefined);
  return (bound === undefined ? all : [bound]).map((one) => {
    const file = showPath(context.folder, (one.token && context.fileOf(one.token)) ?? context.path);
    const [line, column] = one.token?.getPosition() ?? [1, 1];
    return fileProblem(file, { line, column }, [], explain(one, context));
  });
}

/** True if the template was stopped because of its time, so that it isn't worth another try. */
export function isOutOfTime(error: unknown): boolean {
  return innermost(error as EngineError).some((one) => causeOf(one).message === OUT_OF_TIME);
}

/** Each block and each file that is taken in has a list of errors of its own. */
function innermost(error: EngineError): readonly EngineError[] {
  return error.errors === undefined ? [error] : error.errors.flatMap(innermost);
}

function causeOf(error: EngineError): Error & { readonly variableName?: string } {
  return error.originalError ?? error;
}

function explain(error: EngineError, { variables, path, folder }: TemplateContext): string {
  const { name, message: reason, variableName } = causeOf(error);
  if (variableName !== undefined) {
    return `a known variable, got "${variableName}".${nearAndKnown(variableName, variables)} Give it among the signature's variables, or ask with {% if ${variableName} %} first.`;
  }
  if (name === UNREAD_TEMPLATE) return reason;
  const missing = /^ENOENT: Failed to lookup "(.*?)" in /u.exec(reason)?.[1];
  if (missing !== undefined) {
    const got = error.token === undefined ? showPath(folder, path) : missing;
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
  const { name, message } = causeOf(error);
  return name === NESTED_TEMPLATES ? message : own(BOUNDS, message);
}

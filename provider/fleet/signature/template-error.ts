import { closest } from "fastest-levenshtein";
import { fileProblem, type Problem, renderProblem } from "../problem";
import type { Place } from "../source/source-node";
import type { TemplateFiles } from "./template-engine";

/** A template can't be rendered. `problems` has every mistake with file, line and column; the message lists them. */
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
  readonly files: TemplateFiles;
  readonly variables: readonly string[];
}

/** What the engine's errors share; its classes don't promise it. */
interface EngineError extends Error {
  readonly errors?: readonly EngineError[];
  readonly token?: { readonly input: string; getPosition(): [number, number] };
  readonly originalError?: {
    readonly name?: string;
    readonly variableName?: string;
    readonly message?: string;
  };
}

/** The engine's errors in the form of all others. */
export function toTemplateProblems(error: unknown, context: TemplateContext): Problem[] {
  return innermost(error as EngineError).map((one) => {
    const file = one.token && context.files.fileOf(one.token.input);
    return fileProblem(file ?? context.files.show(context.path), placeOf(one), [], explain(one, context));
  });
}

/** Each block and each file that is taken in has a list of errors of its own. */
function innermost(error: EngineError): readonly EngineError[] {
  return error.errors === undefined ? [error] : error.errors.flatMap(innermost);
}

function placeOf({ token }: EngineError): Place {
  const [line, column] = token?.getPosition() ?? [1, 1];
  return { line, column };
}

function explain(error: EngineError, { variables, path: own, files }: TemplateContext): string {
  const unknown = error.originalError?.variableName;
  if (unknown !== undefined) return explainVariable(unknown, variables);
  const reason = error.originalError?.message ?? error.message;
  const missing = /^ENOENT: Failed to lookup "(.*?)" in /u.exec(reason)?.[1];
  if (missing !== undefined) {
    const path = error.token === undefined ? files.show(own) : missing;
    return `a template file beside the program, got ${JSON.stringify(path)}, which doesn't exist there. Correct its path.`;
  }
  return `a Liquid template, got a mistake: ${reason}. Correct it.`;
}

function explainVariable(name: string, known: readonly string[]): string {
  const near =
    known.length === 0 ? "" : ` Did you mean "${closest(name, [...known])}"? Known are ${known.join(", ")}.`;
  return `a known variable, got "${name}".${near} Give it among the signature's variables, or ask with {% if ${name} %} first.`;
}

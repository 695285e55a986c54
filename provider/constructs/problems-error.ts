import * as pulumi from "@pulumi/pulumi";
import { type Problem, renderProblem } from "../fleet/problem";

/**
 * Mistakes in a fleet file or a template. Pulumi shows the list, one line each with file, line and column, and no
 * stack; `problems` has them apart.
 *
 * @example
 * ```ts
 * import { InboxFleet, ProblemsError } from "pulumi-vcc";
 *
 * try {
 *   InboxFleet.fromFile("inboxes.yaml", { environment: "prod" });
 * } catch (error) {
 *   if (!(error instanceof ProblemsError)) throw error;
 *   for (const { file, line, message } of error.problems) console.error(`${file}:${line} ${message}`);
 * }
 * ```
 */
export class ProblemsError extends pulumi.RunError {
  /** The mistakes, in the order of the files. */
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(renderProblem).join("\n"));
    this.name = "ProblemsError";
    this.problems = problems;
  }
}

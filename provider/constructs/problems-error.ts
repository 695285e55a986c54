import * as pulumi from "@pulumi/pulumi";
import { type Problem, renderProblem } from "../fleet/problem";

/**
 * Mistakes in a fleet file or a template. Pulumi shows the list, one line each with file, line and column, and no
 * stack; `problems` has them apart.
 */
export class ProblemsError extends pulumi.RunError {
  /** What is wrong, in the order of the files. */
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(renderProblem).join("\n"));
    this.name = "ProblemsError";
    this.problems = problems;
  }
}

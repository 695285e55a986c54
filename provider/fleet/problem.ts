import type { LintRuleId } from "../../schema/fleet/lint-rule";
import { comparable, didYouMean } from "../../schema/nearest";
import { propertyPath } from "../lifecycle/check";
import type { Path, Place } from "./source/source-node";

/** Errors keep a fleet from being applied; warnings are shown. */
export type Severity = "error" | "warning";

/** Something wrong in a fleet file, or in a template that it names. */
export interface Problem {
  /** Errors keep the fleet from being applied. */
  readonly severity: Severity;
  /** The rule over the whole set, where it is one: it can be switched off. `waiver-ended` tells that this has ended. */
  readonly rule?: LintRuleId | "waiver-ended";
  /** As the program names it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Path in the file, such as `defaults.mapping.priority`; empty where there is none. */
  readonly path: string;
  /** The rule, the value received and what to do. */
  readonly message: string;
  /** Inboxes that it concerns, where the path doesn't say so. */
  readonly inboxes: readonly string[];
  /** Values of the domain that a finding of a rule is about, apart from its sentence. */
  readonly about?: {
    /** Mailboxes in their canonical spelling. */
    readonly mailboxes?: readonly string[];
    /** Names and numbers. */
    readonly values?: readonly (string | number)[];
  };
}

/** A warning or error of a rule that is switched off, with the reason. */
export interface IgnoredProblem extends Problem {
  /** As the file gives it. */
  readonly reason: string;
  /** Last day on which the rule is switched off, as 2026-12-31 in UTC; null without end. */
  readonly until: string | null;
}

/** An error at a place of a file. */
export function fileProblem(
  file: string,
  place: Place,
  path: Path,
  message: string,
  inbox?: string,
): Problem {
  return {
    severity: "error",
    file,
    ...place,
    path: propertyPath(path),
    message,
    inboxes: inbox === undefined || namesInbox(path, inbox) ? [] : [inbox],
  };
}

/** True if a path in the file says by itself which inbox it is about. */
function namesInbox(path: Path, inbox: string): boolean {
  const own = pathInSections(path);
  return own[0] === "inboxes" && own[1] === inbox;
}

/** A path in a file without the environment that it leads into. */
export function pathInSections(path: Path): Path {
  return path[0] === "environments" ? path.slice(2) : path;
}

/** In the order of the file, each problem once: what many inboxes inherit is told once, with their names. */
export function gatherProblems<Kind extends Problem>(problems: readonly Kind[]): Kind[] {
  const gathered = new Map<string, { readonly problem: Kind; readonly inboxes: Set<string> }>();
  for (const problem of problems) {
    const known = gathered.get(keyOf(problem));
    if (known === undefined) gathered.set(keyOf(problem), { problem, inboxes: new Set(problem.inboxes) });
    else for (const inbox of problem.inboxes) known.inboxes.add(inbox);
  }
  return [...gathered.values()]
    .map(({ problem, inboxes }) => ({ ...problem, inboxes: [...inboxes] }))
    .sort(byPlace);
}

/** Equal for problems that differ in their inboxes alone. */
export function keyOf({ inboxes: _inboxes, ...problem }: Problem): string {
  return JSON.stringify(problem);
}

function byPlace(a: Problem, b: Problem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

/** True if any of them keeps the fleet from being applied. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === "error");
}

const MOST_NAMES = 3;

/**
 * Renders a problem as a line:
 * `inboxes.yaml:12:15 error inboxes.support.mapping.priority: whole number from 1 to 10000, got 0. …`.
 */
export function renderProblem(problem: Problem): string {
  const { severity, rule, file, line, column } = problem;
  const id = rule === undefined ? "" : ` [${rule}]`;
  return `${file}:${line}:${column} ${severity} ${describeProblem(problem)}${id}`;
}

/** A problem without its place: path, rule, value and next step, and the inboxes that it concerns. */
export function describeProblem({ path, message, inboxes }: Problem): string {
  const subject = path === "" ? message : `${path}: ${message}`;
  const names =
    inboxes.length === 0 ? "" : ` (${inboxes.length === 1 ? "inbox" : "inboxes"} ${enumerate(inboxes)})`;
  return `${subject}${names}`;
}

/** `support, sales, returns and 97 more`. */
export function enumerate(names: readonly string[], most = MOST_NAMES): string {
  if (names.length <= most + 1) return names.join(", ");
  return `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
}

const MOST_LISTED = 20;

/** The known names, after ` Did you mean "support"?` where one of them is near. */
export function nearAndKnown(name: string, known: Iterable<string>): string {
  const names = comparable(known);
  return names.length === 0 ? "" : `${didYouMean(name, names)} Known are ${enumerate(names, MOST_LISTED)}.`;
}

/** The known name that is near, or, where none is, what is known. */
export function nearOrKnown(name: string, known: Iterable<string>): string {
  const names = comparable(known);
  return didYouMean(name, names) || nearAndKnown(name, names);
}

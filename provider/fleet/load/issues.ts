import type * as z from "zod";
import { showValue } from "../../../schema/rule";
import { fileProblem, type Problem } from "../problem";
import { inboxOf, locate, locateKey } from "../source/locate";
import { partsOf, type Path, type SourceNode, toValue } from "../source/source-node";

type Issue = z.core.$ZodIssue;

/** Broken rules of the schemas as problems at their places. */
export function toProblems(file: string, root: SourceNode, issues: readonly Issue[]): Problem[] {
  return issues.flatMap(innermost).flatMap((issue) => toProblem(file, root, issue));
}

/** Of a choice, what is wrong with the alternative that the value was meant for; else the choice's own message. */
export function innermost(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const meant = issue.errors.filter((errors) => !errors.some(isOtherType));
  const [only] = meant;
  if (only === undefined || meant.length > 1) return [issue];
  return only.flatMap((inner) => innermost({ ...inner, path: [...issue.path, ...inner.path] }));
}

function isOtherType({ code, path }: Issue): boolean {
  return code === "invalid_type" && path.length === 0;
}

/** The path of an issue, down to the key that is unknown. */
export function pathOf(issue: Issue): Path {
  const path = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
  return issue.code === "unrecognized_keys" ? [...path, ...issue.keys.slice(0, 1)] : path;
}

function toProblem(file: string, root: SourceNode, issue: Issue): Problem[] {
  const path = pathOf(issue);
  const isAboutKey = issue.code === "unrecognized_keys" || issue.code === "invalid_key";
  const { place, path: origin, node } = isAboutKey ? locateKey(root, path) : locate(root, path);
  // Its variables have no value, which is told already.
  if (node?.kind === "scalar" && node.isUnresolved && !isAboutKey) return [];
  const message = node === undefined || isAboutKey ? issue.message : withoutHidden(issue.message, node);
  return [fileProblem(file, place, origin, message, inboxOf(path))];
}

/** A value as messages show it. One from the process's environment may be a secret, whatever field it was put into. */
export function showNode(node: SourceNode): string {
  const source = hiddenSourceOf(node);
  if (source === undefined && node.kind === "scalar" && node.spelling !== undefined) return node.spelling;
  return source === undefined ? showValue(toValue(node)) : `a value from \${${source}}, which is not shown`;
}

function withoutHidden(message: string, node: SourceNode): string {
  return message.replaceAll(showValue(toValue(node)), () => showNode(node));
}

/** True if a value holds one that messages don't show. */
export function isHidden(node: SourceNode): boolean {
  return hiddenSourceOf(node) !== undefined;
}

function hiddenSourceOf(node: SourceNode): string | undefined {
  if (node.kind === "scalar") return node.hiddenSource;
  return partsOf(node)
    .map(hiddenSourceOf)
    .find((source) => source !== undefined);
}

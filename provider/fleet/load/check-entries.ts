import type * as z from "zod";
import { Fleet } from "../../../schema/fleet/fleet";
import { fileProblem, type Problem } from "../problem";
import { locate } from "../source/locate";
import {
  entriesOf,
  entryOf,
  mapEntries,
  type MapNode,
  mapScalars,
  type ScalarNode,
  scalarValue,
  toValue,
} from "../source/source-node";
import { innermost, toProblems } from "./issues";

/** A fleet with the file that it stands in. */
export interface LoadedFleet {
  readonly file: string;
  /** Every entry that is valid by itself. */
  readonly fleet: Fleet;
  /** All entries as nodes, with text from variables turned into the numbers and booleans that are asked for. */
  readonly root: MapNode;
  /** Day of the check, as 2026-12-31 in UTC: what has an end is measured by it. */
  readonly today: string;
}

/** Checks every entry by the schemas that its resources have too. */
export function validate(
  file: string,
  assembled: MapNode,
  today: string,
): { readonly loaded: LoadedFleet; readonly problems: readonly Problem[] } {
  const root = withAskedTypes(assembled);
  const result = Fleet.safeParse(toValue(root));
  const issues = result.error?.issues ?? [];
  const valid = result.success ? result : Fleet.safeParse(toValue(withoutInvalid(root, issues)));
  return {
    loaded: { file, root, fleet: valid.data ?? {}, today },
    problems: [...ambiguousSettings(file, root), ...toProblems(file, root, issues)],
  };
}

/** Settings of a profile may be numbers or text: which one `1.10` is meant to be, nobody can tell. */
function ambiguousSettings(file: string, root: MapNode): Problem[] {
  const profiles = [
    ...entriesOf(entryOf(root, "profiles")?.node).map(([, { node }]) => node),
    ...entriesOf(entryOf(root, "inboxes")?.node).map(([, { node }]) => entryOf(node, "profile")?.node),
  ];
  return profiles
    .flatMap((profile) => entriesOf(entryOf(profile, "settings")?.node))
    .flatMap(([, { node }]) => {
      if (node.kind !== "scalar" || scalarValue(node) === node.value) return [];
      const message =
        `a number in its shortest form, or text in quotes, got ${node.spelling}. ` +
        `Write ${String(node.value)} for the number, or "${node.spelling}" for the text.`;
      return [fileProblem(file, node.place, node.path, message)];
    });
}

/**
 * Gives values from variables the types that are asked for: text comes as it is spelt, and a number or boolean is read
 * from what configuration and environment hold, which is text only.
 */
function withAskedTypes(root: MapNode): MapNode {
  const result = Fleet.safeParse(toValue(root));
  if (result.success) return root;
  const replacements = new Map<string, ScalarNode>();
  for (const issue of result.error.issues.flatMap(innermost)) {
    const path = issue.path.map(String);
    const { node } = locate(root, path);
    const asked = node?.kind === "scalar" ? asAsked(node, issue) : undefined;
    if (asked !== undefined) replacements.set(JSON.stringify(path), asked);
  }
  if (replacements.size === 0) return root;
  return mapScalars(root, (node, path) => replacements.get(JSON.stringify(path)) ?? node) as MapNode;
}

function asAsked(node: ScalarNode, issue: z.core.$ZodIssue): ScalarNode | undefined {
  if (asksForText(issue)) return node.spelling === undefined ? undefined : { ...node, value: node.spelling };
  if (issue.code !== "invalid_type") return undefined;
  const value = readAs(issue.expected, node);
  if (value === undefined) return undefined;
  // Nobody has spelt it.
  const { spelling: _spelling, ...rest } = node;
  return { ...rest, value };
}

function asksForText(issue: z.core.$ZodIssue): boolean {
  if (issue.code === "invalid_type") return issue.expected === "string";
  return (
    issue.code === "invalid_union" &&
    issue.errors.flat().some((inner) => inner.path.length === 0 && asksForText(inner))
  );
}

function readAs(expected: string, { value, isSubstituted }: ScalarNode): number | boolean | undefined {
  const isNumber = expected === "number" || expected === "int";
  if (isNumber && typeof value === "number") return value;
  if (!isSubstituted || typeof value !== "string") return undefined;
  if (expected === "boolean" && /^(?:true|false)$/u.test(value)) return value === "true";
  return isNumber && /^-?\d+(?:\.\d+)?$/u.test(value) ? Number(value) : undefined;
}

function withoutInvalid(root: MapNode, issues: readonly z.core.$ZodIssue[]): MapNode {
  const bad = new Set(issues.map(({ path }) => JSON.stringify(path.slice(0, 2).map(String))));
  const isBad = (...path: string[]): boolean => bad.has(JSON.stringify(path));
  return mapEntries(root, (section, name) => {
    if (isBad(name) || section.kind !== "map") return isBad(name) ? undefined : section;
    return mapEntries(section, (entry, key) => (isBad(name, key) ? undefined : entry));
  });
}

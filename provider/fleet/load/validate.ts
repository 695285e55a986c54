import type * as z from "zod";
import { Fleet } from "../../../schema/fleet/fleet";
import { fileProblem, type Problem } from "../problem";
import { locate } from "../source/locate";
import {
  entriesOf,
  entryOf,
  type MapEntry,
  type MapNode,
  type ScalarNode,
  scalarValue,
  type SourceNode,
  toValue,
  withEntries,
  withValue,
} from "../source/source-node";
import { innermost, toProblems } from "./issues";

export interface Validated {
  /** Every entry that is valid by itself. */
  readonly fleet: Fleet;
  /** Those entries as nodes, with text from variables turned into the numbers and booleans that are asked for. */
  readonly root: MapNode;
  readonly problems: readonly Problem[];
}

/** Checks every entry by the schemas that its resources have too. */
export function validate(file: string, assembled: MapNode): Validated {
  const root = withAskedTypes(assembled);
  const ambiguous = ambiguousSettings(file, root);
  const result = Fleet.safeParse(toValue(root));
  if (result.success) return { fleet: result.data, root, problems: ambiguous };
  const { issues } = result.error;
  const valid = Fleet.safeParse(toValue(withoutInvalid(root, issues)));
  const problems = [...ambiguous, ...toProblems(file, root, issues)];
  return { fleet: valid.success ? valid.data : {}, root, problems };
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
  const replacements = new Map<string, SourceNode>();
  for (const issue of result.error.issues.flatMap(innermost)) {
    const path = issue.path.map(String);
    const { node } = locate(root, path);
    const asked = node?.kind === "scalar" ? asAsked(node, issue) : undefined;
    if (asked !== undefined) replacements.set(JSON.stringify(path), asked);
  }
  return replacements.size === 0 ? root : (replaceAll(root, [], replacements) as MapNode);
}

function asAsked(node: ScalarNode, issue: z.core.$ZodIssue): ScalarNode | undefined {
  if (asksForText(issue)) return node.spelling === undefined ? undefined : { ...node, value: node.spelling };
  if (issue.code !== "invalid_type") return undefined;
  if ((issue.expected === "number" || issue.expected === "int") && typeof node.value === "number")
    return withValue(node, node.value);
  if (!node.isSubstituted || typeof node.value !== "string") return undefined;
  const value = readAs(issue.expected, node.value);
  return value === undefined ? undefined : withValue(node, value);
}

function asksForText(issue: z.core.$ZodIssue): boolean {
  if (issue.code === "invalid_type") return issue.expected === "string";
  return (
    issue.code === "invalid_union" &&
    issue.errors.flat().some((inner) => inner.path.length === 0 && asksForText(inner))
  );
}

function readAs(expected: string, text: string): number | boolean | undefined {
  if (expected === "boolean" && /^(?:true|false)$/u.test(text)) return text === "true";
  if ((expected === "number" || expected === "int") && /^-?\d+(?:\.\d+)?$/u.test(text)) return Number(text);
  return undefined;
}

function replaceAll(
  node: SourceNode,
  path: readonly string[],
  by: ReadonlyMap<string, SourceNode>,
): SourceNode {
  if (node.kind === "scalar") return by.get(JSON.stringify(path)) ?? node;
  if (node.kind === "list") {
    return {
      ...node,
      items: node.items.map((item, index) => replaceAll(item, [...path, String(index)], by)),
    };
  }
  const entries = [...node.entries].map(
    ([key, entry]) => [key, { ...entry, node: replaceAll(entry.node, [...path, key], by) }] as const,
  );
  return withEntries(node, entries);
}

function withoutInvalid(root: MapNode, issues: readonly z.core.$ZodIssue[]): MapNode {
  const bad = new Set(issues.map(({ path }) => JSON.stringify(path.slice(0, 2).map(String))));
  const isBad = (...path: string[]): boolean => bad.has(JSON.stringify(path));
  const sections = [...root.entries].filter(([name]) => !isBad(name));
  return withEntries(
    root,
    sections.map(([name, entry]): [string, MapEntry] => {
      const { node } = entry;
      if (node.kind !== "map") return [name, entry];
      return [
        name,
        {
          ...entry,
          node: withEntries(
            node,
            [...node.entries].filter(([key]) => !isBad(name, key)),
          ),
        },
      ];
    }),
  );
}

import type * as z from "zod";
import { Fleet } from "../../../schema/fleet/fleet";
import type { Problem } from "../problem";
import { locate } from "../source/locate";
import {
  type MapEntry,
  type MapNode,
  type Path,
  type SourceNode,
  toValue,
  withEntries,
} from "../source/source-node";
import { innermost, toProblems } from "./issues";

export interface Validated {
  /** Every entry that is valid by itself. */
  readonly fleet: Fleet;
  /** The same as nodes, with text from variables turned into the numbers and booleans that are asked for. */
  readonly root: MapNode;
  readonly problems: readonly Problem[];
}

/** Checks every entry by the schemas that its resources have too. */
export function validate(file: string, assembled: MapNode): Validated {
  const root = withAskedTypes(assembled);
  const result = Fleet.safeParse(toValue(root));
  if (result.success) return { fleet: result.data, root, problems: [] };
  const { issues } = result.error;
  const valid = Fleet.safeParse(toValue(withoutInvalid(root, issues)));
  return { fleet: valid.success ? valid.data : {}, root, problems: toProblems(file, root, issues) };
}

/** Configuration and environment hold text only; so where a number or boolean is asked for, that is read from it. */
function withAskedTypes(root: MapNode): MapNode {
  const result = Fleet.safeParse(toValue(root));
  if (result.success) return root;
  return result.error.issues.flatMap(innermost).reduce((changed, issue) => {
    if (issue.code !== "invalid_type") return changed;
    const path = issue.path.map(String);
    const { node } = locate(root, path);
    if (node?.kind !== "scalar" || !node.isSubstituted || typeof node.value !== "string") return changed;
    const value = readAs(issue.expected, node.value);
    return value === undefined ? changed : (replace(changed, path, { ...node, value }) as MapNode);
  }, root);
}

function readAs(expected: string, text: string): number | boolean | undefined {
  if (expected === "boolean" && /^(?:true|false)$/u.test(text)) return text === "true";
  if ((expected === "number" || expected === "int") && /^-?\d+(?:\.\d+)?$/u.test(text)) return Number(text);
  return undefined;
}

function replace(node: SourceNode, path: Path, value: SourceNode): SourceNode {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (node.kind === "map") {
    const entry = node.entries.get(String(first));
    if (entry === undefined) return node;
    return withEntries(
      node,
      new Map(node.entries).set(String(first), { ...entry, node: replace(entry.node, rest, value) }),
    );
  }
  if (node.kind === "scalar") return node;
  return {
    ...node,
    items: node.items.map((item, index) => (index === Number(first) ? replace(item, rest, value) : item)),
  };
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

import { closest } from "fastest-levenshtein";
import { showValue } from "../../../schema/rule";
import { fileProblem, type Problem } from "../problem";
import { locate } from "../source/locate";
import { isProfileReference } from "../source/merge";
import {
  entriesOf,
  entryOf,
  type MapNode,
  type Path,
  type ScalarNode,
  type SourceNode,
} from "../source/source-node";
import { showNode } from "./issues";

type Report = (path: Path, message: string, inbox?: string) => void;

/**
 * What entries say of each other: names that lead nowhere, and names that two resources can't both have. Looks at
 * entries that are broken elsewhere too, so that everything is told at once.
 */
export function checkReferences(file: string, root: MapNode): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (path, message, inbox) => {
    const location = locate(root, path);
    problems.push(fileProblem(file, location.place, location.path, message, inbox));
  };
  checkProfileNames(root, report);
  checkInboxNames(root, report);
  checkResourceNames(root, report);
  return problems;
}

function checkProfileNames(root: MapNode, report: Report): void {
  const known = new Set(section(root, "profiles").map(([name]) => name));
  for (const [inbox, node] of section(root, "inboxes")) {
    const profile = entryOf(node, "profile")?.node;
    if (!isUnknownName(profile, known)) continue;
    const message = unknownName("a profile of this file", profile, known, "Declare it under profiles.");
    report(["inboxes", inbox, "profile"], message, inbox);
  }
}

function checkInboxNames(root: MapNode, report: Report): void {
  const known = new Set(section(root, "inboxes").map(([name]) => name));
  for (const [mapping, node] of section(root, "mappings")) {
    const named = entryOf(node, "inboxes")?.node;
    const items = named?.kind === "list" ? named.items : [];
    for (const [index, item] of items.entries()) {
      if (!isUnknownName(item, known)) continue;
      const next = "An address that this file doesn't manage stands under addresses.";
      const message = unknownName("an inbox of this file", item, known, next);
      report(["mappings", mapping, "inboxes", index], message);
    }
  }
}

function unknownName(what: string, node: ScalarNode, known: ReadonlySet<string>, next: string): string {
  const near = known.size === 0 ? "" : ` Did you mean "${closest(String(node.value), [...known])}"?`;
  return `${what}, got ${showNode(node)}.${near} ${next}`;
}

/** Text that names nothing. What is no text, or has variables without a value, is told elsewhere. */
function isUnknownName(node: SourceNode | undefined, known: ReadonlySet<string>): node is ScalarNode {
  if (node?.kind !== "scalar" || node.isUnresolved) return false;
  return typeof node.value === "string" && node.value !== "" && !known.has(node.value);
}

/** Resources of one kind are told apart by these names, and names in VCC are generated from them. */
function checkResourceNames(root: MapNode, report: Report): void {
  const inboxes = new Map(section(root, "inboxes"));
  for (const [shared, part] of [
    ["profiles", "profile"],
    ["mappings", "mapping"],
  ] as const) {
    for (const [name] of section(root, shared)) {
      const own = entryOf(inboxes.get(name), part)?.node;
      if (own?.kind !== "map" || (part === "profile" && isProfileReference(own))) continue;
      const message = `a name that no inbox with a ${part} of its own has, got ${showValue(name)}. Rename this ${part}.`;
      report([shared, name], message);
    }
  }
}

function section(root: MapNode, name: string): (readonly [string, SourceNode])[] {
  return entriesOf(entryOf(root, name)?.node).map(([key, { node }]) => [key, node] as const);
}

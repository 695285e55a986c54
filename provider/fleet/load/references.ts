import { ENTRY_SECTIONS, OWN_PARTS } from "../../../schema/fleet/fleet";
import { INBOX_PARTS } from "../../../schema/fleet/former-names";
import { InboxEntry } from "../../../schema/fleet/inbox-entry";
import { isProfileReference } from "../../../schema/fleet/profile-entry";
import { showValue } from "../../../schema/rule";
import { nearOrKnown, type Problem } from "../problem";
import { problemAt } from "../source/locate";
import {
  entriesOf,
  entryOf,
  given,
  type MapNode,
  type Path,
  type ScalarNode,
  type SourceNode,
} from "../source/source-node";
import { showNode } from "./issues";
import type { LoadedFleet } from "./check-entries";

type Report = (path: Path, message: string) => void;

/**
 * Checks references between entries: names that lead nowhere, and names that two resources can't both have. Looks at
 * entries that are broken elsewhere too, so that everything is told at once.
 */
export function checkReferences(loaded: LoadedFleet): Problem[] {
  const { root } = loaded;
  const problems: Problem[] = [];
  const report: Report = (path, message) => problems.push(problemAt(loaded, path, message));
  checkProfileNames(root, report);
  checkInboxNames(root, report);
  checkResourceNames(root, report);
  checkFormerNames(root, report);
  return problems;
}

function checkProfileNames(root: MapNode, report: Report): void {
  const known = new Set(section(root, "profiles").map(([name]) => name));
  for (const [inbox, node] of section(root, "inboxes")) {
    const profile = entryOf(node, "profile")?.node;
    if (!isUnknownName(profile, known)) continue;
    const message = unknownName("a profile of this file", profile, known, "Declare it under profiles.");
    report(["inboxes", inbox, "profile"], message);
  }
}

function checkInboxNames(root: MapNode, report: Report): void {
  const known = new Set(section(root, "inboxes").map(([name]) => name));
  for (const [mapping, node] of section(root, "mappings")) {
    const named = entryOf(node, "inboxes")?.node;
    const items = named?.kind === "list" ? named.items : [];
    for (const [index, item] of items.entries()) {
      if (!isUnknownName(item, known)) continue;
      const next =
        "Correct it, or remove it here; an address that this file doesn't manage stands under addresses.";
      const message = unknownName("an inbox of this file", item, known, next);
      report(["mappings", mapping, "inboxes", index], message);
    }
  }
}

function unknownName(what: string, node: ScalarNode, known: ReadonlySet<string>, next: string): string {
  const near = nearOrKnown(String(node.value), known);
  return `${what}, got ${showNode(node)}.${near} ${next}`;
}

/** Text that names nothing. What is no text, or has variables without a value, is told elsewhere. */
function isUnknownName(node: SourceNode | undefined, known: ReadonlySet<string>): node is ScalarNode {
  const text = textOf(node);
  return text !== undefined && text !== "" && !known.has(text);
}

function textOf(node: SourceNode | undefined): string | undefined {
  if (node?.kind !== "scalar" || node.isUnresolved) return undefined;
  return typeof node.value === "string" ? node.value : undefined;
}

/** Resources of one kind are told apart by these names, and names in VCC are generated from them. */
function checkResourceNames(root: MapNode, report: Report): void {
  const inboxes = new Map(section(root, "inboxes"));
  for (const [shared, part] of Object.entries(OWN_PARTS)) {
    for (const [name] of section(root, shared)) {
      const own = entryOf(inboxes.get(name), part)?.node;
      if (own?.kind !== "map" || (part === "profile" && isProfileReference(given(own)))) continue;
      const message = `a name that no inbox with a ${part} of its own has, got ${showValue(name)}. Rename this ${part}.`;
      report([shared, name], message);
    }
  }
}

/**
 * Two entries can't come from one resource, nor one entry from a resource that another one is now: Pulumi would refuse
 * both, in words of its own. Whether a resource of this name was ever there, only the stack's state knows.
 */
function checkFormerNames(root: MapNode, report: Report): void {
  for (const kind of ENTRY_SECTIONS) {
    const names = new Set(section(root, kind).map(([name]) => name));
    const claimed = new Map<string, string>();
    for (const [name, node] of section(root, kind)) {
      for (const { former, parts, path } of formerNames(node)) {
        if (former === name) continue;
        const keys = parts.map((part) => JSON.stringify([part, former]));
        const claimer = keys.map((key) => claimed.get(key)).find((one) => one !== undefined && one !== name);
        const other = names.has(former) ? former : claimer;
        if (other === undefined) keys.forEach((key) => claimed.set(key, name));
        else report([kind, name, ...path], explainFormer(kind, former, other));
      }
    }
  }
}

function explainFormer(kind: string, former: string, other: string): string {
  return former === other
    ? `the name of a resource that is no longer in the program, got ${showValue(former)}, which ${kind}.${other} is now. Correct the name, or remove formerNames.`
    : `a former name that one entry alone has, got ${showValue(former)}, which ${kind}.${other} has too. Correct one of them: a resource becomes one entry.`;
}

interface FormerName {
  readonly former: string;
  readonly parts: readonly string[];
  readonly path: Path;
}

/** Former names of an entry. A single name stands for all parts that an inbox has; a map names some. */
function formerNames(entry: SourceNode): FormerName[] {
  const node = entryOf(entry, "formerNames")?.node;
  const one = textOf(node);
  if (one !== undefined) {
    const parts = INBOX_PARTS.filter(
      (part) => !(part in InboxEntry.shape) || entryOf(entry, part)?.node.kind === "map",
    );
    return [{ former: one, parts, path: ["formerNames"] }];
  }
  return INBOX_PARTS.flatMap((part) => {
    const former = textOf(entryOf(node, part)?.node);
    return former === undefined ? [] : [{ former, parts: [part], path: ["formerNames", part] }];
  });
}

function section(root: MapNode, name: string): (readonly [string, SourceNode])[] {
  return entriesOf(entryOf(root, name)?.node).map(([key, { node }]) => [key, node] as const);
}

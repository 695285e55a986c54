import { basename } from "node:path";
import type { Inventory, InventoryItem } from "./take-inventory";
import {
  FileText,
  linkedParts,
  ResourceOutput,
  renderCall,
  renderImport,
  type TextFile,
  type ValueMap,
} from "./typescript-text";

const PACKAGE = "pulumi-vcc";

/**
 * A TypeScript program that declares an inventory with single resources, each followed by those that belong to it.
 * `header`: lines of a comment.
 */
export function toProgram({ items }: Inventory, header: readonly string[]): string {
  const comment = header.map((line) => `${`// ${line}`.trimEnd()}\n`).join("");
  const linked = items.flatMap((item) => linkedParts(declaredOf(item)));
  const files = linked.flatMap((part) => (part instanceof FileText ? [part.file] : []));
  const shared = sharedFiles(files);
  const referenced = new Set<unknown>(
    linked.flatMap((part) => (part instanceof ResourceOutput ? [part.to] : [])),
  );
  const renderLinked = (part: ResourceOutput | FileText): string => {
    if (part instanceof ResourceOutput) return `${variable(part.to)}.${part.property}`;
    const { path, read, then = "" } = part.file;
    return `${shared.has(path) ? fileVariable(part.file) : read}${then}`;
  };
  const declare = (item: InventoryItem): string => {
    const call = renderCall(item.kind.resource.kind, item.name, declaredOf(item), renderLinked);
    return referenced.has(item) ? `const ${variable(item)} = ${call}` : call;
  };
  const ownedBy = (one: InventoryItem): InventoryItem[] => items.filter(({ owner }) => owner === one);
  const statements = items
    .filter(({ owner }) => owner === undefined)
    .map((item) => [item, ...ownedBy(item)].map(declare).join("\n"));
  return `${comment}${[imports(items, files), ...readings(shared), ...statements].join("\n\n")}\n`;
}

function declaredOf({ declared, args }: InventoryItem): ValueMap {
  return declared ?? (args as ValueMap);
}

/** Files that more than one resource is made of, by path. */
function sharedFiles(files: readonly TextFile[]): ReadonlyMap<string, TextFile> {
  const counts = new Map<string, number>();
  for (const { path } of files) counts.set(path, (counts.get(path) ?? 0) + 1);
  return new Map(files.filter(({ path }) => (counts.get(path) ?? 0) > 1).map((file) => [file.path, file]));
}

/** Writes a single statement for all shared files; none where nothing is shared. */
function readings(shared: ReadonlyMap<string, TextFile>): string[] {
  const lines = [...shared.values()]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map((file) => `const ${fileVariable(file)} = ${file.read};`);
  return lines.length === 0 ? [] : [lines.join("\n")];
}

/** Built-in modules come first. */
function imports(items: readonly InventoryItem[], files: readonly TextFile[]): string {
  const modules = new Map<string, Set<string>>([
    [PACKAGE, new Set(items.map(({ kind }) => kind.resource.kind))],
  ]);
  for (const [name, from] of files.flatMap(({ uses }) => Object.entries(uses)))
    modules.set(from, (modules.get(from) ?? new Set()).add(name));
  return [...modules]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([from, names]) => renderImport([...names].sort(), from))
    .join("\n");
}

/** No resource is called so: their names end otherwise. */
function fileVariable({ noun, path }: TextFile): string {
  return `${noun}_${basename(path, ".html")}`;
}

/** A resource's name as a variable; different names stay different, because only one spelling leads to each. */
function variable({ name, noun }: ResourceOutput["to"]): string {
  const [head = "", ...tail] = `${name}-${noun}`
    .split("-")
    .map((part) => (/^\d/u.test(part) ? `_${part}` : part));
  return [head, ...tail.map((part) => part.charAt(0).toUpperCase() + part.slice(1))].join("");
}

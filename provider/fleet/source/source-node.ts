/** Place in a file; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export type Path = readonly (string | number)[];

interface At {
  readonly place: Place;
  /** Path in the file, which stays when the value is merged into another place. */
  readonly path: Path;
}

export interface ScalarNode extends At {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** As it is written, where that is a number or a boolean: `1.10`, `0012` and `True` are what people mean by text. */
  readonly spelling?: string;
  /** True if nothing is written there, not even null: it may have been forgotten. */
  readonly isBlank?: boolean;
  /** True if variables were put into it. */
  readonly isSubstituted?: boolean;
  /** True if it has variables without a value, which is told: its own rules can't be checked. */
  readonly isUnresolved?: boolean;
  /** The environment variable in it, whose value isn't shown. */
  readonly hiddenSource?: string;
}

export interface ListNode extends At {
  readonly kind: "list";
  readonly items: readonly SourceNode[];
}

export interface MapNode extends At {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, MapEntry>;
}

export interface MapEntry {
  readonly keyPlace: Place;
  readonly node: SourceNode;
}

/** A value of a file that remembers where it stood, through overlays and defaults. */
export type SourceNode = ScalarNode | ListNode | MapNode;

/** The plain value. A number that JavaScript would spell in another way, such as `1.10`, is text. */
export function toValue(node: SourceNode): unknown {
  if (node.kind === "scalar") return scalarValue(node);
  if (node.kind === "list") return node.items.map(toValue);
  return Object.fromEntries([...node.entries].map(([key, entry]) => [key, toValue(entry.node)]));
}

/** Value of a scalar, or the spelling of a number that prints otherwise, such as `1.10`. */
export function scalarValue({
  value,
  spelling,
}: Pick<ScalarNode, "value" | "spelling">): ScalarNode["value"] {
  return typeof value === "number" && spelling !== undefined && spelling !== String(value) ? spelling : value;
}

/** The entry of a map, or undefined where there is none, or no map. */
export function entryOf(node: SourceNode | undefined, key: string): MapEntry | undefined {
  return node?.kind === "map" ? node.entries.get(key) : undefined;
}

/** The map's entries; none where there is no map. */
export function entriesOf(node: SourceNode | undefined): readonly (readonly [string, MapEntry])[] {
  return node?.kind === "map" ? [...node.entries] : [];
}

/** Nodes of which a list or a map is made. */
export function partsOf(node: SourceNode): readonly SourceNode[] {
  if (node.kind === "scalar") return [];
  return node.kind === "list" ? node.items : [...node.entries.values()].map((entry) => entry.node);
}

/** A copy of the map with other entries. */
export function withEntries(map: MapNode, entries: Iterable<readonly [string, MapEntry]>): MapNode {
  return { ...map, entries: new Map(entries) };
}

/** A copy of the map with other values; without the entries whose value comes to undefined. */
export function mapEntries(
  map: MapNode,
  toNode: (node: SourceNode, key: string) => SourceNode | undefined,
): MapNode {
  const entries = [...map.entries].flatMap(([key, entry]) => {
    const node = toNode(entry.node, key);
    return node === undefined ? [] : [[key, { ...entry, node }] as const];
  });
  return withEntries(map, entries);
}

/** A copy of the node with other scalars, at every depth. Paths are those below `node`, wherever its parts come from. */
export function mapScalars(
  node: SourceNode,
  toNode: (scalar: ScalarNode, path: readonly string[]) => SourceNode,
  path: readonly string[] = [],
): SourceNode {
  if (node.kind === "scalar") return toNode(node, path);
  if (node.kind === "map") return mapEntries(node, (part, key) => mapScalars(part, toNode, [...path, key]));
  return {
    ...node,
    items: node.items.map((item, index) => mapScalars(item, toNode, [...path, String(index)])),
  };
}

/** True if the node says "none", or nothing. */
export function isNull(node: SourceNode): boolean {
  return node.kind === "scalar" && node.value === null;
}

/** Values of a map without its nulls, for rules over its keys. What is more than a scalar is told by its node. */
export function given(map: MapNode): Readonly<Record<string, unknown>> {
  const values = [...map.entries].filter(([, { node }]) => !isNull(node));
  return Object.fromEntries(
    values.map(([key, { node }]) => [key, node.kind === "scalar" ? node.value : node]),
  );
}

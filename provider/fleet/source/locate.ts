import type { Path, Place, SourceNode } from "./source-node";

/** Place of a value in the file, for a person, and its path there. */
export interface Location {
  readonly place: Place;
  readonly path: Path;
  /** The node itself; undefined where the path leads to something that is missing. */
  readonly node: SourceNode | undefined;
}

/** Finds the value at `path`, or, where it is missing, the nearest thing around it. */
export function locate(root: SourceNode, path: Path): Location {
  let node = root;
  let keyPlace: Place | undefined;
  for (const [depth, part] of path.entries()) {
    const next = step(node, part);
    if (next === undefined) {
      return { place: keyPlace ?? node.place, path: [...node.path, ...path.slice(depth)], node: undefined };
    }
    ({ node, keyPlace } = next);
  }
  // A list or a map begins below its key; the key is what people look for.
  return { place: node.kind === "scalar" ? node.place : (keyPlace ?? node.place), path: node.path, node };
}

/** The place of a map's key, such as an unknown one. */
export function locateKey(root: SourceNode, path: Path): Location {
  const owner = locate(root, path.slice(0, -1));
  const key = path.at(-1);
  const entry = owner.node?.kind === "map" ? owner.node.entries.get(String(key)) : undefined;
  if (entry === undefined) return locate(root, path);
  return { place: entry.keyPlace, path: entry.node.path, node: entry.node };
}

interface Step {
  readonly node: SourceNode;
  readonly keyPlace: Place | undefined;
}

function step(node: SourceNode, part: string | number): Step | undefined {
  if (node.kind === "map") return node.entries.get(String(part));
  const item = node.kind === "list" ? node.items[Number(part)] : undefined;
  return item && { node: item, keyPlace: undefined };
}

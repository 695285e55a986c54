import { fileProblem, type Problem } from "../problem";
import { entryOf, type Path, type Place, type SourceNode } from "./source-node";

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
  const entry = entryOf(owner.node, String(key));
  if (entry === undefined) return locate(root, path);
  return { place: entry.keyPlace, path: entry.node.path, node: entry.node };
}

/** An error at the value at `path`. It is about `inbox`: by default the one that the path leads into. */
export function problemAt(
  { file, root }: { readonly file: string; readonly root: SourceNode },
  path: Path,
  message: string,
  inbox: string | undefined = inboxOf(path),
): Problem {
  const { place, path: origin } = locate(root, path);
  return fileProblem(file, place, origin, message, inbox);
}

/** The inbox that a path leads into. */
export function inboxOf([section, name]: Path): string | undefined {
  return section === "inboxes" && name !== undefined ? String(name) : undefined;
}

function step(
  node: SourceNode,
  part: string | number,
): { node: SourceNode; keyPlace: Place | undefined } | undefined {
  if (node.kind === "map") return node.entries.get(String(part));
  const item = node.kind === "list" ? node.items[Number(part)] : undefined;
  return item && { node: item, keyPlace: undefined };
}

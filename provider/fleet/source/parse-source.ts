import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type ParsedNode,
  type Scalar,
  type YAMLError,
  type YAMLMap,
  visit,
} from "yaml";
import { fileProblem, type Problem } from "../problem";
import type { MapEntry, Path, Place, ScalarNode, SourceNode } from "./source-node";

/** Anchors that name anchors can stand for more values than a machine holds. */
const MOST_VALUES = 500_000;
const DEEPEST_NESTING = 100;
/** Whatever stands in it, it is read in seconds, within a process's usual memory; 5,000 inboxes have half of it. */
const LONGEST_FILE = 2_000_000;

export interface ParsedSource {
  /** Undefined where the file can't be read as YAML. */
  readonly root: SourceNode | undefined;
  readonly problems: readonly Problem[];
}

/** Reads YAML or JSON, every value with its line and column. `what` names the file, as `a fleet file`. */
export function parseSource(file: string, text: string, what: string): ParsedSource {
  if (text.length > LONGEST_FILE) {
    const message = `${what} of at most ${LONGEST_FILE} characters, got ${text.length}. Split the file.`;
    return { root: undefined, problems: [fileProblem(file, { line: 1, column: 1 }, [], message)] };
  }
  const lines = new LineCounter();
  // Its own check compares each key of a map with each other one.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const errors = [...document.errors, ...document.warnings];
  // What nests deeper than the parser's own stack breaks it anywhere, in any of its words; all that it says is about that.
  const overflow = errors.find(({ message }) => /call stack size|stack overflow/iu.test(message));
  const told = overflow === undefined ? errors : [overflow];
  const problems = told.map((error) => yamlProblem(file, lines, error, error === overflow));
  if (problems.length > 0) return { root: undefined, problems };
  const reader = new SourceReader(file, document, lines);
  const root = reader.read(document.contents, []);
  return reader.problems.length > 0 ? { root: undefined, problems: reader.problems } : { root, problems: [] };
}

function yamlProblem(
  file: string,
  lines: LineCounter,
  { message, pos }: YAMLError,
  isTooDeep: boolean,
): Problem {
  const explained = isTooDeep
    ? `values at most ${DEEPEST_NESTING} levels deep, got many more. Close what was opened.`
    : `readable YAML or JSON, got an error: ${message}. Correct the YAML: an editor that knows the language shows where it breaks.`;
  return fileProblem(file, placeOf(lines, pos[0]), [], explained);
}

function placeOf(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

class SourceReader {
  readonly problems: Problem[] = [];
  readonly #file: string;
  readonly #lines: LineCounter;
  readonly #targets: ReadonlyMap<Alias, ParsedNode>;
  #values = 0;

  constructor(file: string, document: Document.Parsed, lines: LineCounter) {
    this.#file = file;
    this.#targets = targetsOf(document);
    this.#lines = lines;
  }

  read(node: ParsedNode | null | undefined, path: Path, depth = 0): SourceNode {
    const place = this.#place(node);
    const none: ScalarNode = { kind: "scalar", value: null, place, path };
    this.#values += 1;
    if (this.#values > MOST_VALUES || depth > DEEPEST_NESTING) {
      // Once is enough: what follows is too much for the same reason.
      const message = "fewer and flatter values, got anchors that multiply. Write the values out.";
      if (this.problems.length === 0) this.#report(place, path, message);
      return none;
    }
    if (isAlias(node)) return this.read(this.#targets.get(node), path, depth + 1);
    if (isMap(node)) return { kind: "map", place, path, entries: this.#entries(node, path, depth) };
    if (isSeq(node)) {
      const items = node.items.map((item, index) => this.read(item, [...path, index], depth + 1));
      return { kind: "list", place, path, items };
    }
    return isScalar(node) ? { ...none, ...toScalar(node) } : { ...none, isBlank: true };
  }

  #entries(map: YAMLMap.Parsed, path: Path, depth: number): Map<string, MapEntry> {
    const entries = new Map<string, MapEntry>();
    const merged: MapEntry[] = [];
    for (const { key, value } of map.items) {
      const keyPlace = this.#place(key);
      if (!isScalar(key)) {
        this.#report(keyPlace, path, "text as a key, got a list or a map. Quote the key.");
        continue;
      }
      const name = typeof key.value === "string" ? key.value : key.source;
      if (name === "__proto__") {
        this.#report(keyPlace, path, 'a key other than "__proto__", which names no entry here. Rename it.');
        continue;
      }
      const isMerge = this.#isMerge(key, value);
      if (entries.has(name)) {
        const message = "a key that its map has once, got it again. Remove one of the two.";
        this.#report(keyPlace, [...path, name], message);
        continue;
      }
      const node = this.read(value, isMerge ? path : [...path, name], depth + 1);
      // What isn't written has no place of its own.
      const isBlank = node.kind === "scalar" && node.isBlank === true;
      const entry = { keyPlace, node: isBlank ? { ...node, place: keyPlace } : node };
      if (isMerge) merged.push(entry);
      else entries.set(name, entry);
    }
    return merged.reduce(withMerged, entries);
  }

  /** YAML's merge key, as in `<<: *common`. With text as its value, it is a key like any other. */
  #isMerge(key: Scalar.Parsed, value: ParsedNode | null): boolean {
    const target = isAlias(value) ? this.#targets.get(value) : value;
    return key.value === "<<" && key.type === "PLAIN" && value !== null && !isScalar(target);
  }

  #place(node: ParsedNode | null | undefined): Place {
    return placeOf(this.#lines, node ? node.range[0] : 0);
  }

  #report(place: Place, path: Path, message: string): void {
    this.problems.push(fileProblem(this.#file, place, path, message));
  }
}

/** The nodes that aliases stand for, in one walk: each is the last before it with that anchor. */
function targetsOf(document: Document.Parsed): ReadonlyMap<Alias, ParsedNode> {
  const anchors = new Map<string, ParsedNode>();
  const targets = new Map<Alias, ParsedNode>();
  visit(document, {
    Alias: (_key, alias) => {
      const target = anchors.get(alias.source);
      if (target !== undefined) targets.set(alias, target);
    },
    Value: (_key, node) => {
      if (node.anchor !== undefined) anchors.set(node.anchor, node as ParsedNode);
    },
  });
  return targets;
}

/** The map's own keys come first, then those of maps that are merged in, the earlier before the later. */
function withMerged(entries: Map<string, MapEntry>, { node }: MapEntry): Map<string, MapEntry> {
  const maps = node.kind === "list" ? node.items : [node];
  for (const map of maps) {
    if (map.kind !== "map") continue;
    for (const [name, entry] of map.entries) if (!entries.has(name)) entries.set(name, entry);
  }
  return entries;
}

function toScalar({ value, source }: Scalar.Parsed): Pick<ScalarNode, "value" | "spelling" | "isBlank"> {
  if (typeof value === "string") return { value };
  return typeof value === "number" || typeof value === "boolean"
    ? { value, spelling: source }
    : { value: null, isBlank: source === "" };
}

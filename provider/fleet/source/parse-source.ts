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
} from "yaml";
import { fileProblem, type Problem } from "../problem";
import type { MapEntry, Path, Place, ScalarNode, SourceNode } from "./source-node";

/** Anchors that name anchors can stand for more values than a machine holds. */
const MOST_VALUES = 500_000;
const DEEPEST_NESTING = 100;

export interface ParsedSource {
  /** Undefined where the file can't be read as YAML. */
  readonly root: SourceNode | undefined;
  readonly problems: readonly Problem[];
}

/** Reads YAML or JSON, every value with its line and column. */
export function parseSource(file: string, text: string): ParsedSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems = [...document.errors, ...document.warnings].map((error) => yamlProblem(file, lines, error));
  if (problems.length > 0) return { root: undefined, problems };
  const reader = new SourceReader(file, document, lines);
  const root = reader.read(document.contents, []);
  return reader.problems.length > 0 ? { root: undefined, problems: reader.problems } : { root, problems: [] };
}

function yamlProblem(file: string, lines: LineCounter, { message, pos }: YAMLError): Problem {
  const next = "Correct the YAML: an editor that knows the language shows where it breaks.";
  return fileProblem(
    file,
    placeOf(lines, pos[0]),
    [],
    `readable YAML or JSON, got an error: ${message}. ${next}`,
  );
}

function placeOf(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

class SourceReader {
  readonly problems: Problem[] = [];
  readonly #file: string;
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;
  /** Finding what an alias stands for takes a walk through the whole document. */
  readonly #resolved = new Map<Alias, ParsedNode | undefined>();
  #values = 0;

  constructor(file: string, document: Document.Parsed, lines: LineCounter) {
    this.#file = file;
    this.#document = document;
    this.#lines = lines;
  }

  read(node: ParsedNode | null | undefined, path: Path, depth = 0): SourceNode {
    const place = this.#place(node);
    const none: ScalarNode = { kind: "scalar", value: null, place, path };
    this.#values += 1;
    if (this.#values > MOST_VALUES || depth > DEEPEST_NESTING) {
      // Once is enough: what follows is too much for the same reason.
      if (this.problems.length === 0) {
        this.#report(
          place,
          path,
          "fewer and flatter values, got anchors that multiply. Write the values out.",
        );
      }
      return none;
    }
    if (isAlias(node)) return this.read(this.#resolve(node), path, depth + 1);
    if (isMap(node)) return { kind: "map", place, path, entries: this.#entries(node, path, depth) };
    if (isSeq(node)) {
      const items = node.items.map((item, index) => this.read(item, [...path, index], depth + 1));
      return { kind: "list", place, path, items };
    }
    return isScalar(node) ? { ...none, ...toScalar(node) } : none;
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
      const node = this.read(value, isMerge ? path : [...path, name], depth + 1);
      // An empty value has no place of its own.
      const entry = { keyPlace, node: value === null ? { ...node, place: keyPlace } : node };
      if (isMerge) merged.push(entry);
      else entries.set(name, entry);
    }
    return merged.reduce(withMerged, entries);
  }

  /** YAML's merge key, as in `<<: *common`. With text as its value, it is a key like any other. */
  #isMerge(key: Scalar.Parsed, value: ParsedNode | null): boolean {
    return (
      key.value === "<<" &&
      key.type === "PLAIN" &&
      value !== null &&
      !isScalar(value) &&
      !isScalar(this.#target(value))
    );
  }

  #target(node: ParsedNode): ParsedNode | undefined {
    return isAlias(node) ? this.#resolve(node) : node;
  }

  #resolve(alias: Alias): ParsedNode | undefined {
    const known = this.#resolved.get(alias) ?? (alias.resolve(this.#document) as ParsedNode | undefined);
    this.#resolved.set(alias, known);
    return known;
  }

  #place(node: ParsedNode | null | undefined): Place {
    return placeOf(this.#lines, node ? node.range[0] : 0);
  }

  #report(place: Place, path: Path, message: string): void {
    this.problems.push(fileProblem(this.#file, place, path, message));
  }
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

function toScalar({ value, source }: Scalar.Parsed): Pick<ScalarNode, "value" | "spelling"> {
  if (typeof value === "string") return { value };
  return typeof value === "number" || typeof value === "boolean"
    ? { value, spelling: source }
    : { value: null };
}

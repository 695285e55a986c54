import ts from "typescript";
import { type CodeBlock, codeBlocks } from "./code-blocks";
import { documents, read, sources } from "./documents";

/** A block of code that people may copy. */
export interface Snippet {
  /** File and line of its first line. */
  readonly place: string;
  readonly text: string;
}

/** A block that begins so goes on from the block before it, and is a program together with it. */
const GOES_ON = "// …";
/** A block of YAML that begins so, is another file than a fleet's. */
const OTHER_FILE = /^# (?!inboxes\.yaml)[\w./-]+\.ya?ml\b/u;

/** Every program in documents and docstrings. */
export function programs(): Snippet[] {
  const texts = [...documents().map(fromDocument), ...sources().flatMap(fromDocstrings)];
  return texts.flatMap(({ path, blocks }) => {
    let before = "";
    return blocks
      .filter(({ language }) => language === "ts")
      .map(({ line, text }) => {
        before = text.startsWith(GOES_ON) ? before + text : text;
        return { place: `${path}:${line}`, text: before };
      });
  });
}

/** Every fleet file in documents. */
export function fleets(): Snippet[] {
  return documents()
    .map(fromDocument)
    .flatMap(({ path, blocks }) =>
      blocks
        .filter(({ language, text }) => language === "yaml" && !OTHER_FILE.test(text))
        .map(({ line, text }) => ({ place: `${path}:${line}`, text })),
    );
}

interface Text {
  readonly path: string;
  readonly blocks: readonly CodeBlock[];
}

function fromDocument(path: string): Text {
  return { path, blocks: codeBlocks(read(path)) };
}

function fromDocstrings(path: string): Text[] {
  const source = read(path);
  return [...source.matchAll(/\/\*\*\n.*?\*\//gsu)].map(({ index, 0: comment }) => {
    const above = source.slice(0, index).split("\n").length - 1;
    const blocks = codeBlocks(comment.replace(/^ *\* ?/gmu, ""));
    return { path, blocks: blocks.map((block) => ({ ...block, line: block.line + above })) };
  });
}

/** The names that an entry point exports as classes and functions, with whether a docstring shows an example of it. */
export function exportedWithExample(
  program: ts.Program,
  entry: string,
): [name: string, hasExample: boolean][] {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(entry);
  const entryPoint = file && checker.getSymbolAtLocation(file);
  if (entryPoint === undefined) throw new Error(`${entry} is no module of the program.`);
  return checker
    .getExportsOfModule(entryPoint)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .filter(({ flags }) => flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Function))
    .map((symbol) => [symbol.name, symbol.getJsDocTags(checker).some(({ name }) => name === "example")]);
}

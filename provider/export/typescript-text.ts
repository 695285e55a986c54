/** A property of another resource of the program; a class, because maps of a program may have any keys. */
export class ResourceOutput {
  readonly to: { readonly name: string; readonly noun: string };
  readonly property: string;

  constructor(to: ResourceOutput["to"], property: string) {
    this.to = to;
    this.property = property;
  }
}

/** An expression over a file beside the program, which is read once where several need it. */
export class FileText {
  readonly file: TextFile;

  constructor(file: TextFile) {
    this.file = file;
  }
}

export interface TextFile {
  readonly path: string;
  /** Of what the file is: part of its variable. */
  readonly noun: string;
  readonly read: string;
  /** The rest of the expression, after what was read. */
  readonly then?: string;
  /** Names that it needs, each with its module. */
  readonly uses: Readonly<Record<string, string>>;
}

/** Value in the arguments of a resource; properties that are undefined are left out. */
export type Value = string | number | boolean | ResourceOutput | FileText | readonly Value[] | ValueMap;
export interface ValueMap {
  readonly [key: string]: Value | undefined;
}

const WIDTH = 80;

/** `import { a, b } from "module";` */
export function renderImport(names: readonly string[], from: string): string {
  const line = `import { ${names.join(", ")} } from ${JSON.stringify(from)};`;
  return line.length <= WIDTH
    ? line
    : `import {\n${names.map((name) => `  ${name},\n`).join("")}} from ${JSON.stringify(from)};`;
}

/** `new Class("name", { … });`, one argument a line. `renderLinked`: text of what depends on the rest of the program. */
export function renderCall(
  className: string,
  name: string,
  args: ValueMap,
  renderLinked: (value: ResourceOutput | FileText) => string,
): string {
  const render = (value: Value, indent: string, column: number): string => {
    if (typeof value === "string") return renderText(value);
    if (typeof value !== "object") return JSON.stringify(value);
    if (value instanceof ResourceOutput || value instanceof FileText) return renderLinked(value);
    const inner = `${indent}  `;
    if (isList(value)) {
      const items = value.map((item) => render(item, inner, inner.length));
      const line = `[${items.join(", ")}]`;
      // On one line where it fits; the comma after it counts.
      if (column + line.length < WIDTH) return line;
      return `[\n${items.map((item) => `${inner}${item},\n`).join("")}${indent}]`;
    }
    const entries = Object.entries(value).flatMap(([key, part]) => {
      if (part === undefined) return [];
      const head = `${inner}${renderKey(key)}: `;
      return `${head}${render(part, inner, head.length)},\n`;
    });
    return entries.length === 0 ? "{}" : `{\n${entries.join("")}${indent}}`;
  };
  return `new ${className}(${JSON.stringify(name)}, ${render(args, "", 0)});`;
}

/** The parts of a value that depend on the rest of the program, at any depth. */
export function linkedParts(value: Value | undefined): readonly (ResourceOutput | FileText)[] {
  if (typeof value !== "object") return [];
  if (value instanceof ResourceOutput || value instanceof FileText) return [value];
  return Object.values(value).flatMap(linkedParts);
}

/** In the quotes that need fewer escapes, as formatters like it. */
export function renderText(text: string): string {
  const double = JSON.stringify(text);
  const count = (quote: string): number => text.split(quote).length;
  if (count('"') <= count("'")) return double;
  const inner = double.slice(1, -1).replace(/\\(.)|'/gu, (found: string, escaped?: string) => {
    if (escaped === undefined) return "\\'";
    return escaped === '"' ? '"' : found;
  });
  return `'${inner}'`;
}

function renderKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/u.test(key) ? key : JSON.stringify(key);
}

function isList(value: ValueMap | readonly Value[]): value is readonly Value[] {
  return Array.isArray(value);
}

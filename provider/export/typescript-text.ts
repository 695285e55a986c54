/** Text that stands in a program as it is; a class, as maps of a program may have any keys. */
export class Code {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What arguments of a resource may hold; properties that are undefined are left out. */
export type Value = string | number | boolean | Code | readonly Value[] | ValueMap;
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

/** `new Class("name", { … });`, one argument a line. */
export function renderCall(className: string, name: string, args: ValueMap): string {
  return `new ${className}(${JSON.stringify(name)}, ${renderMap(args, "")});`;
}

function render(value: Value, indent: string, column: number): string {
  if (typeof value === "string") return renderText(value);
  if (typeof value !== "object") return JSON.stringify(value);
  if (value instanceof Code) return value.text;
  if (isList(value)) return renderList(value, indent, column);
  return renderMap(value, indent);
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

function renderMap(map: ValueMap, indent: string): string {
  const inner = `${indent}  `;
  const entries = Object.entries(map).flatMap(([key, value]) => {
    if (value === undefined) return [];
    const head = `${inner}${renderKey(key)}: `;
    return `${head}${render(value, inner, head.length)},\n`;
  });
  return entries.length === 0 ? "{}" : `{\n${entries.join("")}${indent}}`;
}

/** On one line where it fits. */
function renderList(list: readonly Value[], indent: string, column: number): string {
  const inner = `${indent}  `;
  const items = list.map((item) => render(item, inner, inner.length));
  const line = `[${items.join(", ")}]`;
  // The comma after it counts.
  if (column + line.length < WIDTH) return line;
  return `[\n${items.map((item) => `${inner}${item},\n`).join("")}${indent}]`;
}

function renderKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/u.test(key) ? key : JSON.stringify(key);
}

function isList(value: ValueMap | readonly Value[]): value is readonly Value[] {
  return Array.isArray(value);
}

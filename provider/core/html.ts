import { type DefaultTreeAdapterMap, parseFragment } from "parse5";

type Node = DefaultTreeAdapterMap["childNode"];

/** Elements whose white space is text, not layout. */
const KEEPS_WHITE_SPACE = new Set(["pre", "textarea", "script", "style"]);

/**
 * Whether two pieces of HTML mean the same: attribute order, spelling of entities, runs of white space, comments and
 * trailing semicolons of styles aside.
 */
export function sameHtml(a: unknown, b: unknown): boolean {
  if (typeof a !== "string" || typeof b !== "string") return false;
  return a === b || canonicalHtml(a) === canonicalHtml(b);
}

/** One spelling for all HTML of one meaning; for comparison only, not for display. */
export function canonicalHtml(html: string): string {
  return canonicalNodes(parseFragment(html).childNodes, false);
}

function canonicalNodes(nodes: readonly Node[], keepsWhiteSpace: boolean): string {
  const parts: string[] = [];
  for (const node of nodes) {
    const part = canonicalNode(node, keepsWhiteSpace);
    // White space at the edges of elements and between them never adds up to more than one space.
    if (part === " " && (parts.length === 0 || parts.at(-1)?.endsWith(" "))) continue;
    if (part !== "") parts.push(part);
  }
  const joined = parts.join("");
  return keepsWhiteSpace ? joined : joined.trim();
}

function canonicalNode(node: Node, keepsWhiteSpace: boolean): string {
  if (node.nodeName === "#text" && "value" in node) {
    const text = keepsWhiteSpace ? node.value : node.value.replace(/[ \t\r\n\f]+/gu, " ");
    // JSON's quotes mark where text begins and ends, so that `<b>` as text can't be taken for an element.
    return text === " " ? " " : JSON.stringify(text);
  }
  if (!("tagName" in node)) return "";
  const attributes = node.attrs
    .map(({ name, value }) => `${name}=${JSON.stringify(name === "style" ? canonicalStyle(value) : value)}`)
    .sort();
  const children =
    node.nodeName === "template" && "content" in node ? node.content.childNodes : node.childNodes;
  const inner = canonicalNodes(children, keepsWhiteSpace || KEEPS_WHITE_SPACE.has(node.tagName));
  return `<${[node.tagName, ...attributes].join(" ")}>${inner}</>`;
}

function canonicalStyle(style: string): string {
  return style
    .trim()
    .replace(/\s*([:;])\s*/gu, "$1")
    .replace(/\s+/gu, " ")
    .replace(/;+$/u, "");
}

import { type DefaultTreeAdapterMap, defaultTreeAdapter, serialize } from "parse5";
import { parseBounded } from "../../text/html";

type Node = DefaultTreeAdapterMap["node"];
type Element = DefaultTreeAdapterMap["element"];
type TextNode = DefaultTreeAdapterMap["textNode"];

const KEEPS_WHITESPACE = new Set(["pre", "textarea", "style", "script", "listing", "xmp", "plaintext"]);
const WHITESPACE_RUN = /[ \t\n\f\r]+/gu;

/**
 * HTML as a server may return it: attributes sorted, every run of white space a single space, entities and tags in one
 * spelling. Its bytes may differ from what was sent, its meaning doesn't. HTML that is too large or too deep for a
 * bounded parser comes back as it is.
 */
export function normalizeHtml(html: string): string {
  const roots = parseBounded(html);
  if (roots === undefined) return html;
  const tree = defaultTreeAdapter.createDocumentFragment();
  tree.childNodes = [...roots];
  normalizeNode(tree, false);
  const doctype = tree.childNodes.find((node) => node.nodeName === "#documentType");
  // parse5 writes the name only; without the rest, browsers measure boxes in another way.
  return serialize(tree).replace(/^<!DOCTYPE [^>]*>/u, (plain) => (doctype ? doctypeText(doctype) : plain));
}

function doctypeText(node: Node): string {
  const { name, publicId, systemId } = node as DefaultTreeAdapterMap["documentType"];
  const quoted = (id: string): string => ` ${id.includes('"') ? `'${id}'` : `"${id}"`}`;
  const ids = publicId ? ` PUBLIC${quoted(publicId)}` : systemId ? " SYSTEM" : "";
  return `<!DOCTYPE ${name}${ids}${systemId ? quoted(systemId) : ""}>`;
}

function normalizeNode(node: Node, keepsWhitespace: boolean): void {
  if (isText(node)) {
    if (!keepsWhitespace) node.value = node.value.replace(WHITESPACE_RUN, " ");
    return;
  }
  const keeps = keepsWhitespace || (isElement(node) && keepsItsWhitespace(node));
  if (isElement(node)) node.attrs.sort((one, other) => (one.name < other.name ? -1 : 1));
  if ("content" in node) normalizeNode(node.content, keeps);
  if ("childNodes" in node) node.childNodes.forEach((child) => normalizeNode(child, keeps));
}

function keepsItsWhitespace(element: Element): boolean {
  const styled = element.attrs.some(({ name, value }) => name === "style" && /white-space/iu.test(value));
  return styled || KEEPS_WHITESPACE.has(element.tagName);
}

function isElement(node: Node): node is Element {
  return "tagName" in node;
}

function isText(node: Node): node is TextNode {
  return node.nodeName === "#text";
}

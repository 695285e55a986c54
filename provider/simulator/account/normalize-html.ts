import { type DefaultTreeAdapterMap, parse, parseFragment, serialize } from "parse5";

type Node = DefaultTreeAdapterMap["node"];
type Element = DefaultTreeAdapterMap["element"];
type TextNode = DefaultTreeAdapterMap["textNode"];

const WHOLE_DOCUMENT = /<(?:!doctype|html|head|body)[\s>]/iu;
const KEEPS_WHITESPACE = new Set(["pre", "textarea", "style", "script", "listing", "xmp", "plaintext"]);
const WHITESPACE_RUN = /[ \t\n\f\r]+/gu;

/**
 * HTML as a server may return it: attributes sorted, every run of white space a single space, entities and tags in one
 * spelling. Its bytes may differ from what was sent, its meaning doesn't.
 */
export function normalizeHtml(html: string): string {
  const tree = WHOLE_DOCUMENT.test(html) ? parse(html) : parseFragment(html);
  normalizeNode(tree, false);
  return serialize(tree);
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

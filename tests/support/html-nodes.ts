import type { DefaultTreeAdapterMap } from "parse5";

export type Node = DefaultTreeAdapterMap["node"];
type Element = DefaultTreeAdapterMap["element"];

/** A node and all elements below it, in the order of the page. */
export function elementsOf(node: Node): readonly Element[] {
  const children = "childNodes" in node ? node.childNodes.flatMap((child) => [...elementsOf(child)]) : [];
  return "tagName" in node ? [node, ...children] : children;
}

/** Text of a node as a page has it, without its style. */
export function textOf(node: Node): string {
  if (node.nodeName === "style") return "";
  if (node.nodeName === "#text" && "value" in node) return node.value;
  return "childNodes" in node ? node.childNodes.map(textOf).join("") : "";
}

import { type DefaultTreeAdapterMap, parse, parseFragment } from "parse5";

type Node = DefaultTreeAdapterMap["childNode"];
type Element = DefaultTreeAdapterMap["element"];

/** Elements whose white space is text, not layout. */
const PREFORMATTED = new Set(["pre", "textarea", "script", "style", "xmp", "listing", "plaintext"]);

/** Elements that begin and end a line of their own: white space beside their edges is layout. */
const BLOCKS = new Set(
  (
    "html head body title meta link base address article aside blockquote center details dialog dd div dl dt fieldset " +
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol p pre section table caption " +
    "colgroup col tbody thead tfoot tr td th ul br style script template"
  ).split(" "),
);

/**
 * Whether two pieces of HTML mean the same: attribute order, spelling of entities, runs of white space, white space at
 * the edges of blocks, comments and the spacing of styles aside. In doubt they differ: a needless write is better than a
 * change that is never applied.
 */
export function sameHtml(a: unknown, b: unknown): boolean {
  if (typeof a !== "string" || typeof b !== "string") return false;
  return a === b || canonicalHtml(a) === canonicalHtml(b);
}

/** One spelling for all HTML of one meaning; for comparison only, not for display. */
export function canonicalHtml(html: string): string {
  const isDocument = /<!doctype|<html|<head|<body/iu.test(html);
  const pieces: Piece[] = [];
  for (const node of (isDocument ? parse(html) : parseFragment(html)).childNodes)
    collect(node, false, pieces);
  return joined(pieces);
}

/** Text as it flows, or a tag. `isEdge`: a block begins or ends here, and with it a line. */
type Piece =
  { readonly text: string; readonly isKept: boolean } | { readonly tag: string; readonly isEdge: boolean };

function collect(node: Node, keepsWhiteSpace: boolean, pieces: Piece[]): void {
  if (node.nodeName === "#comment" && "data" in node) {
    // Mail programs read these as conditions; other comments mean nothing.
    if (/^\s*\[(?:if|endif)|^<!\[endif|\[endif\]/iu.test(node.data))
      pieces.push({ tag: `<!--${node.data}-->`, isEdge: false });
  } else if (node.nodeName === "#text" && "value" in node) {
    pieces.push({ text: node.value, isKept: keepsWhiteSpace });
  } else if ("tagName" in node) {
    collectElement(node, keepsWhiteSpace, pieces);
  } else if (node.nodeName === "#documentType") {
    pieces.push({ tag: "<!doctype>", isEdge: true });
  }
}

function collectElement(element: Element, keepsWhiteSpace: boolean, pieces: Piece[]): void {
  const { tagName, attrs } = element;
  const attributes = attrs
    .map(({ name, value }) => `${name}=${JSON.stringify(name === "style" ? canonicalStyle(value) : value)}`)
    .sort();
  const isEdge = BLOCKS.has(tagName);
  const style = attrs.find(({ name }) => name === "style")?.value ?? "";
  const keeps =
    keepsWhiteSpace || PREFORMATTED.has(tagName) || /white-space\s*:\s*(?:pre|break)/iu.test(style);
  pieces.push({ tag: `<${[tagName, ...attributes].join(" ")}>`, isEdge });
  const content =
    tagName === "template" && "content" in element ? (element.content as { childNodes: Node[] }) : element;
  for (const child of content.childNodes) collect(child, keeps, pieces);
  pieces.push({ tag: `</${tagName}>`, isEdge });
}

/** Puts the pieces together, with one space for each run of white space, and none where a line begins or ends. */
function joined(pieces: readonly Piece[]): string {
  let canonical = "";
  let flowing = "";
  let isLineStart = true;
  const flush = (isLineEnd: boolean) => {
    const collapsed = flowing.replace(/[ \t\r\n\f]+/gu, " ");
    const text = collapsed.slice(isLineStart && collapsed.startsWith(" ") ? 1 : 0);
    const trimmed = isLineEnd ? text.replace(/ $/u, "") : text;
    // JSON's quotes mark where text begins and ends, so that `<b>` as text can't be taken for an element.
    if (trimmed !== "") canonical += JSON.stringify(trimmed);
    if (trimmed !== "") isLineStart = trimmed.endsWith(" ");
    flowing = "";
  };
  for (const piece of pieces) {
    if ("text" in piece && !piece.isKept) {
      flowing += piece.text;
    } else if ("text" in piece) {
      flush(false);
      canonical += JSON.stringify(piece.text);
      isLineStart = false;
    } else {
      flush(piece.isEdge);
      canonical += piece.tag;
      if (piece.isEdge) isLineStart = true;
    }
  }
  flush(true);
  return canonical;
}

function canonicalStyle(style: string): string {
  return style
    .trim()
    .replace(/\s*([:;])\s*/gu, "$1")
    .replace(/\s+/gu, " ")
    .replace(/;+$/u, "");
}

import { type DefaultTreeAdapterMap, defaultTreeAdapter, html as names, Parser } from "parse5";
import type { TreeAdapter } from "parse5";

export type Node = DefaultTreeAdapterMap["childNode"];
type Element = DefaultTreeAdapterMap["element"];
type Doctype = DefaultTreeAdapterMap["documentType"];

/** Formatting that is left open multiplies: each block that follows repeats it. Browsers build far smaller pages. */
const MOST_ELEMENTS = 100_000;
/**
 * Elements that are open at one time: a parser looks through all of them at each tag, so that nesting costs by its
 * square. Source: our choice; tables within tables of an email have far fewer, and Chromium builds trees of up to 512.
 */
const MOST_OPEN_ELEMENTS = 256;

const WHOLE_DOCUMENT = /<(?:!doctype|html|head|body)[\s/>]/iu;
const WHITE_SPACE = /[ \t\n\f\r]+/gu;

/** Elements whose white space is text, not layout; raw text, in which markup is text as well, is among them. */
const PREFORMATTED = new Set(
  "pre textarea script style xmp listing plaintext noscript noembed noframes iframe".split(" "),
);

/**
 * Elements that begin and end a line of their own, unless a style says otherwise: white space beside them is layout.
 */
export const BLOCKS = new Set(
  (
    "html head body address article aside blockquote center dd div dl dt fieldset figcaption " +
    "figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table caption colgroup col tbody " +
    "thead tfoot tr td th ul br"
  ).split(" "),
);

/** CSS that may turn a block into a part of a line. In CSS a backslash may spell any of these letters. */
const CHANGES_FLOW = /display|float|position|all\s*:|\\/iu;
const KEEPS_WHITE_SPACE = /white-space|\\/iu;
/** A style sheet from elsewhere may say anything. */
const FOREIGN_SHEET = /@import/iu;

/** Comments that mail programs read: conditions of Outlook, and whatever else looks like an instruction. */
const CONDITION = /\[|<!|^#/u;

/**
 * True if two pieces of HTML mean the same: attribute order, spelling of entities, runs of white space, white space at
 * the edges of blocks, comments that nobody reads and the spacing of styles aside. In doubt they differ: a needless
 * write is better than a change that is never applied. An equivalence: if A is the same as B and B as C, A is as C.
 */
export function sameHtml(
  a: unknown,
  b: unknown,
  canonical: (html: string) => string = canonicalHtml,
): boolean {
  if (typeof a !== "string" || typeof b !== "string") return false;
  return a === b || canonical(a) === canonical(b);
}

/**
 * Canonical spelling of HTML, equal for equal meaning; for comparison only, not for display. HTML that a parser makes
 * more than 100,000 elements of, or nests deeper than 256, is its own spelling: it differs from all but its copy.
 */
export function canonicalHtml(html: string): string {
  return canonicalTree(html, parseBounded(html));
}

/** The same of HTML that is parsed already. */
export function canonicalTree(html: string, roots: readonly Node[] | undefined): string {
  return JSON.stringify(roots === undefined ? ["unparsed", html] : toTokens(roots));
}

/** The parser, but for one step, which costs by the square of what lies side by side. */
class LinearParser extends Parser<DefaultTreeAdapterMap> {
  /** Moves all children at once: one after the other, each moves all that follow it in their list. */
  override _adoptNodes(
    donor: DefaultTreeAdapterMap["parentNode"],
    recipient: DefaultTreeAdapterMap["parentNode"],
  ): void {
    const children = donor.childNodes;
    donor.childNodes = [];
    for (const child of children) defaultTreeAdapter.appendChild(recipient, child);
  }

  static rootsOf(html: string, treeAdapter: TreeAdapter<DefaultTreeAdapterMap>): readonly Node[] {
    if (WHOLE_DOCUMENT.test(html)) return LinearParser.parse(html, { treeAdapter }).childNodes;
    const parser = LinearParser.getFragmentParser(null, { treeAdapter });
    parser.tokenizer.write(html, true);
    return parser.getFragment().childNodes;
  }
}

/** Undefined where the tree would have more than 100,000 elements, or more than 256 of them within each other. */
export function parseBounded(html: string): readonly Node[] | undefined {
  let elements = 0;
  let open = 0;
  const treeAdapter: TreeAdapter<DefaultTreeAdapterMap> = {
    ...defaultTreeAdapter,
    createElement: (...made) => {
      elements += 1;
      if (elements > MOST_ELEMENTS) throw TOO_LARGE;
      return defaultTreeAdapter.createElement(...made);
    },
    onItemPush: () => {
      open += 1;
      if (open > MOST_OPEN_ELEMENTS) throw TOO_LARGE;
    },
    onItemPop: () => {
      open -= 1;
    },
  };
  try {
    return LinearParser.rootsOf(html, treeAdapter);
  } catch (error) {
    if (error === TOO_LARGE) return undefined;
    throw error;
  }
}

const TOO_LARGE = new Error("too many elements, or nested too deeply");

/** Text between two tags, or anything else, of which `edge` says that a line begins and ends there. */
type Piece =
  | { readonly kind: "text"; readonly text: string; readonly isKept: boolean }
  | { readonly kind: "other"; readonly token: readonly string[]; readonly isEdge: boolean };

/** Properties that the style sheets of the whole piece leave for sure. */
interface Flow {
  readonly isFixed: boolean;
  readonly isWhiteSpaceKept: boolean;
}

/** Walks with a stack of its own: the nesting of somebody's HTML must not decide about ours. */
function toTokens(roots: readonly Node[]): readonly (readonly string[])[] {
  const flow = flowOf(roots);
  const pieces: Piece[] = [];
  const left: (Piece | { readonly kind: "node"; readonly node: Node; readonly isKept: boolean })[] = [];
  const visitLater = (nodes: readonly Node[], isKept: boolean): void => {
    for (const node of nodes.toReversed()) left.push({ kind: "node", node, isKept });
  };
  visitLater(roots, flow.isWhiteSpaceKept);
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (next.kind !== "node") {
      pieces.push(next);
      continue;
    }
    const { node, isKept } = next;
    if (!isElement(node)) {
      pieces.push(...leafPieces(node, isKept));
      continue;
    }
    const isEdge = isLineEdge(node, flow);
    pieces.push({ kind: "other", token: openingToken(node), isEdge });
    left.push({ kind: "other", token: ["end"], isEdge });
    visitLater(childrenOf(node), isKept || keepsWhiteSpace(node));
  }
  return joined(pieces);
}

function leafPieces(node: Node, isKept: boolean): readonly Piece[] {
  if (node.nodeName === "#text" && "value" in node) return [{ kind: "text", text: node.value, isKept }];
  if (node.nodeName === "#comment" && "data" in node) {
    return CONDITION.test(node.data) ? [{ kind: "other", token: ["comment", node.data], isEdge: false }] : [];
  }
  const { name, publicId, systemId } = node as Doctype;
  return [{ kind: "other", token: ["doctype", name, publicId, systemId], isEdge: true }];
}

function openingToken({ namespaceURI, tagName, attrs }: Element): readonly string[] {
  const attributes = attrs
    .map(({ prefix = "", name, value }) =>
      JSON.stringify([prefix, name, name === "style" ? canonicalStyle(value) : value]),
    )
    .sort();
  return [namespaceURI === names.NS.HTML ? "start" : namespaceURI, tagName, ...attributes];
}

function isLineEdge({ namespaceURI, tagName, attrs }: Element, { isFixed }: Flow): boolean {
  if (!isFixed || namespaceURI !== names.NS.HTML || !BLOCKS.has(tagName)) return false;
  // A table that is aligned to a side floats, and text flows around it.
  return !attrs.some(
    ({ name, value }) =>
      (name === "style" && CHANGES_FLOW.test(value)) || (name === "align" && tagName === "table"),
  );
}

function keepsWhiteSpace({ namespaceURI, tagName, attrs }: Element): boolean {
  if (namespaceURI !== names.NS.HTML || PREFORMATTED.has(tagName)) return true;
  return attrs.some(({ name, value }) => name === "style" && KEEPS_WHITE_SPACE.test(value));
}

function flowOf(roots: readonly Node[]): Flow {
  const sheets: string[] = [];
  let isForeign = false;
  const left = [...roots];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (!isElement(node)) continue;
    if (node.tagName === "link") isForeign = true;
    if (node.tagName === "style") sheets.push(node.childNodes.map(textOf).join(""));
    for (const child of childrenOf(node)) left.push(child);
  }
  const says = (words: RegExp): boolean => isForeign || sheets.some((sheet) => words.test(sheet));
  return {
    isFixed: !says(CHANGES_FLOW) && !says(FOREIGN_SHEET),
    isWhiteSpaceKept: says(KEEPS_WHITE_SPACE) || says(FOREIGN_SHEET),
  };
}

/** Puts the pieces together, with one space for each run of white space, and none where a line begins or ends. */
function joined(pieces: readonly Piece[]): readonly (readonly string[])[] {
  const tokens: (readonly string[])[] = [];
  let text = "";
  let isLineStart = true;
  const flush = (isLineEnd: boolean): void => {
    const collapsed = text.replace(WHITE_SPACE, " ");
    const from = isLineStart && collapsed.startsWith(" ") ? 1 : 0;
    const to = isLineEnd && collapsed.endsWith(" ") ? -1 : collapsed.length;
    const trimmed = collapsed.slice(from, to);
    if (trimmed !== "") tokens.push(["text", trimmed]);
    text = "";
  };
  for (const piece of pieces) {
    if (piece.kind === "text" && !piece.isKept) {
      text += piece.text;
      continue;
    }
    const isEdge = piece.kind === "other" && piece.isEdge;
    flush(isEdge);
    tokens.push(piece.kind === "text" ? ["kept", piece.text] : piece.token);
    isLineStart = isEdge;
  }
  flush(true);
  return tokens;
}

/** Text in quotes or brackets, such as the names of fonts, is left as it is. Each declaration has one spacing. */
function canonicalStyle(style: string): string {
  const parts = style.match(/"[^"]*"|'[^']*'|\([^()"']*\)|[^"'();]+|./gsu) ?? [];
  // Comments and escapes may hide what the rest means.
  if (/\\|\/\*|[{}]/u.test(style) || parts.some((part) => /^["'()]$/u.test(part))) return style;
  const declarations = [""];
  for (const part of parts) {
    if (part === ";") declarations.push("");
    else
      declarations.push(
        (declarations.pop() ?? "") + (/^["'(]/u.test(part) ? part : part.replace(WHITE_SPACE, " ")),
      );
  }
  return declarations
    .map((declaration) => declaration.trim().replace(/^([^:"'(]*?) ?: ?/u, "$1:"))
    .filter((declaration) => declaration !== "")
    .join(";");
}

export function isElement(node: Node): node is Element {
  return "tagName" in node;
}

export function childrenOf(element: Element): readonly Node[] {
  return "content" in element
    ? (element as DefaultTreeAdapterMap["template"]).content.childNodes
    : element.childNodes;
}

function textOf(node: Node): string {
  return "value" in node ? node.value : "";
}

/** The text that HTML spells, its entities decoded. Undefined where it isn't text alone. */
export function plainText(html: string): string | undefined {
  const [only, ...more] = parseBounded(html) ?? [];
  return only !== undefined && more.length === 0 && "value" in only ? only.value : undefined;
}

import { isElement, type Node, parseBounded } from "../../../text/html";
import { type Markup, type Part, html, trusted } from "./markup";
import { harmlessStyle } from "./shown-style";

type Element = Extract<Node, { readonly tagName: string }>;

/** Harmless copy of a signature, and a line for each sort of thing that it lacks. */
export interface ShownCopy {
  readonly copy: Markup;
  readonly removed: readonly string[];
}

const HTML_NAMESPACE = "http://www.w3.org/1999/xhtml";

/** Elements that show text and do nothing. Of any other the content is shown, unless it's one of those below. */
const SHOWN = new Set(
  (
    "a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl " +
    "dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li main mark ol p pre q s samp section " +
    "small span strike strong sub sup table tbody td tfoot th thead tr tt u ul var wbr"
  ).split(" "),
);
/** The document itself, of which a part is made. */
const FRAMES = new Set(["html", "body"]);
const VOID = new Set(["br", "col", "hr", "wbr"]);
/** Elements whose content isn't text for people, or is shown by a program that isn't there. */
const DROPPED = new Set(
  (
    "applet audio base canvas datalist embed frame frameset head iframe link map math meta noembed noframes noscript " +
    "object option param portal script select source style svg template textarea title track video xmp"
  ).split(" "),
);
/** Attributes that only lay out, of whatever element; none of them holds an address. */
const LAYOUT = new Set(
  "align bgcolor border cellpadding cellspacing color colspan dir face height lang noshade rowspan size span start valign width".split(
    " ",
  ),
);
const LAYOUT_VALUE = /^[\w #%.,+-]{0,100}$/u;
/** Pixels that stand in the file itself. Of SVG none: it is a document of its own. */
const EMBEDDED_IMAGE = /^data:image\/(?:png|gif|jpe?g|webp);base64,[a-z0-9+/=\s]*$/iu;
/** Nested deeper, text is shown without its layout: browsers have a limit, too. */
const DEEPEST = 200;

/**
 * Copy of a signature's HTML that can't load, run, lead or send anything: only elements, attributes and styles that are
 * known to do nothing are taken over, so that what nobody thought of is left out as well. Undefined where the HTML is
 * too large to be read, or too deep. `roots`: its tree, where it is parsed already.
 */
export function shownCopy(
  source: string,
  roots: readonly Node[] | undefined = parseBounded(source),
): ShownCopy | undefined {
  if (roots === undefined) return undefined;
  const removed = new Map<string, number>();
  const note: Note = (what) => void removed.set(what, (removed.get(what) ?? 0) + 1);
  const copy = html`${roots.map((node) => copied(node, note, 0))}`;
  return { copy, removed: [...removed].map(([what, times]) => (times === 1 ? what : `${what} (${times})`)) };
}

type Note = (what: string) => void;

function copied(node: Node, note: Note, depth: number): Part {
  if (isElement(node)) return copiedElement(node, note, depth);
  return node.nodeName === "#text" && "value" in node ? node.value : "";
}

function copiedElement(node: Element, note: Note, depth: number): Part {
  const { tagName } = node;
  const isHtml = (node.namespaceURI as string) === HTML_NAMESPACE;
  if (isHtml && tagName === "img") return image(node, note);
  if (isHtml && tagName === "head") return noteHead(node, note);
  if (!isHtml || DROPPED.has(tagName)) {
    note(nameOf(node));
    return "";
  }
  // As deep as the limit allows: below it, the text alone.
  const content = (): Part =>
    depth < DEEPEST ? node.childNodes.map((child) => copied(child, note, depth + 1)) : textBelow(node);
  const name = FRAMES.has(tagName) ? "div" : tagName;
  if (!SHOWN.has(name)) {
    note(nameOf(node));
    return content();
  }
  const start = element(
    name,
    node.attrs.map((attribute) => attributeOf(name, attribute, note)),
  );
  return VOID.has(name) ? start : html`${start}${content()}${trusted(`</${name}>`)}`;
}

function noteHead({ childNodes }: Element, note: Note): Part {
  for (const child of childNodes) if (isElement(child)) note(nameOf(child));
  return "";
}

/** `tagName` is one of the list above, none of the signature's. */
function element(tagName: string, attributes: readonly Part[]): Markup {
  return html`${trusted(`<${tagName}`)}${attributes}>`;
}

function attributeOf(tagName: string, { name, value }: Element["attrs"][number], note: Note): Part {
  if (name === "style") return styleOf(value, note);
  if (LAYOUT.has(name) && LAYOUT_VALUE.test(value)) return html` ${trusted(name)}="${value}"`;
  if (tagName === "a" && name === "href") {
    note("target of a link");
    return html` class="link"`;
  }
  if (!isSilent(name)) note(`attribute ${name}`);
  return "";
}

/** Attributes that no reader notices where no style sheet and no script is. */
function isSilent(name: string): boolean {
  return /^(?:alt|class|id|name|rel|role|summary|title|aria-[a-z]+|data-[\w-]+|xmlns.*)$/u.test(name);
}

function styleOf(value: string, note: Note): Part {
  const { style, removed } = harmlessStyle(value);
  for (const property of removed) note(`style ${property}`);
  return style === "" ? "" : html` style="${style}"`;
}

function image({ attrs }: Element, note: Note): Part {
  const valueOf = (name: string): string => attrs.find((attribute) => attribute.name === name)?.value ?? "";
  for (const { name } of attrs)
    if (!["src", "style"].includes(name) && !LAYOUT.has(name) && !isSilent(name)) note(`attribute ${name}`);
  const source = valueOf("src").trim();
  const alternative = valueOf("alt");
  const size = ["width", "height"].map((name) => {
    const value = valueOf(name);
    return LAYOUT_VALUE.test(value) && value !== "" ? html` ${trusted(name)}="${value}"` : "";
  });
  if (EMBEDDED_IMAGE.test(source))
    return html`<img src="${source}" alt="${alternative}" ${size}${styleOf(valueOf("style"), note)} />`;
  note("image from elsewhere");
  return html`<span class="image">${alternative === "" ? "image" : `image: ${alternative}`}</span>`;
}

function textBelow(node: Element): Part {
  const texts: string[] = [];
  const left: Node[] = node.childNodes.toReversed();
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (next.nodeName === "#text" && "value" in next) texts.push(next.value);
    if (!isElement(next) || DROPPED.has(next.tagName)) continue;
    for (const child of next.childNodes.toReversed()) left.push(child);
  }
  return texts.join("");
}

function nameOf({ tagName }: Element): string {
  return `<${tagName}>`;
}

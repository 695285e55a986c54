import { childrenOf, isElement, type Node } from "./html";

/** Something in HTML that does more than show text. */
export interface HtmlFeature {
  readonly kind: "script" | "remoteImage" | "trackingPixel";
  /** Address that is loaded, or the element or attribute that runs code. */
  readonly target: string;
}

type Element = Extract<Node, { readonly tagName: string }>;

const RUNS_CODE = new Set("script iframe object embed applet form".split(" "));
const SCRIPT_URL = /^\s*(?:javascript|vbscript|data:text\/html)/iu;
const REMOTE = /^\s*(?:https?:)?\/\//iu;
/** Images that a style names, in any spelling of the function. */
const STYLE_URL = /url\(\s*["']?((?:https?:)?\/\/[^"')\s]+)/giu;
const UNSEEN_STYLE =
  /display\s*:\s*none|visibility\s*:\s*hidden|(?:^|[;\s])(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|$)/iu;

/** Scripts, remote images and tracking pixels of HTML that is parsed. */
export function htmlFeatures(roots: readonly Node[]): readonly HtmlFeature[] {
  const found: HtmlFeature[] = [];
  const left: Node[] = [...roots];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (!isElement(next)) continue;
    found.push(...featuresOf(next));
    for (const child of childrenOf(next)) left.push(child);
  }
  return found;
}

function featuresOf(element: Element): HtmlFeature[] {
  const { tagName, attrs } = element;
  // Most elements: images and what runs code by an attribute have some.
  if (attrs.length === 0) return RUNS_CODE.has(tagName) ? [{ kind: "script", target: `<${tagName}>` }] : [];
  const attributes = new Map(attrs.map(({ name, value }) => [name, value]));
  const scripts = [
    ...(RUNS_CODE.has(tagName) ? [`<${tagName}>`] : []),
    ...attrs
      .filter(({ name, value }) => /^on/iu.test(name) || SCRIPT_URL.test(value))
      .map(({ name }) => name),
  ];
  return [
    ...scripts.map((target) => ({ kind: "script" as const, target })),
    ...imagesOf(tagName, attributes).map((target) => ({
      kind: isUnseen(attributes) ? ("trackingPixel" as const) : ("remoteImage" as const),
      target,
    })),
  ];
}

function imagesOf(tagName: string, attributes: ReadonlyMap<string, string>): string[] {
  const styled = [...(attributes.get("style") ?? "").matchAll(STYLE_URL)].map(([, url = ""]) => url);
  const sources =
    tagName === "img" || tagName === "image" || tagName === "input" ? ["src", "href", "xlink:href"] : [];
  const candidates = (attributes.get("srcset") ?? "")
    .split(",")
    .map((part) => part.trim().split(/\s/u)[0] ?? "");
  const named = [...sources, "background"].map((name) => attributes.get(name) ?? "");
  return [...named, ...candidates, ...styled].filter((url) => REMOTE.test(url));
}

/** An image of a pixel, or one that a style hides. */
function isUnseen(attributes: ReadonlyMap<string, string>): boolean {
  const size = ["width", "height"].map((name) => attributes.get(name));
  const isTiny = size.every((one) => one !== undefined && /^\s*[01](?:px)?\s*$/iu.test(one));
  return isTiny || attributes.has("hidden") || UNSEEN_STYLE.test(attributes.get("style") ?? "");
}

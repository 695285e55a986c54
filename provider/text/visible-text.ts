import { BLOCKS, childrenOf, isElement, type Node, parseBounded } from "./html";

/** Elements of which a mail program shows nothing. */
const UNSEEN = new Set("head title style script template noscript iframe object svg math".split(" "));
const HIDDEN_STYLE = /display\s*:\s*none|visibility\s*:\s*hidden/iu;
const LAYOUT = /[ \t\n\f\r]+/gu;

/**
 * The lines of text that people see of HTML in a mail program, without layout: `[image: …]` for an image, by its
 * alternative text. What style sheets hide is told all the same. Undefined of HTML that is too
 * large for a tree, or too deep. `roots`: its tree, where it is parsed already.
 */
export function visibleText(
  html: string,
  roots: readonly Node[] | undefined = parseBounded(html),
): readonly string[] | undefined {
  if (roots === undefined) return undefined;
  const lines = [""];
  const left: (Node | "line")[] = roots.toReversed();
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (next === "line") lines.push("");
    else if (isElement(next)) {
      if (isUnseen(next)) continue;
      const isBlock = BLOCKS.has(next.tagName);
      if (isBlock) {
        lines.push("");
        left.push("line");
      }
      for (const child of childrenOf(next).toReversed()) left.push(child);
      addTo(lines, imageText(next));
    } else addTo(lines, "value" in next ? next.value : "");
  }
  return lines.map((line) => line.replace(LAYOUT, " ").trim()).filter((line) => line !== "");
}

type Element = Extract<Node, { readonly tagName: string }>;

function addTo(lines: string[], text: string): void {
  lines.push(`${lines.pop() ?? ""}${text}`);
}

function isUnseen({ tagName, attrs }: Element): boolean {
  return (
    UNSEEN.has(tagName) ||
    attrs.some(({ name, value }) => name === "hidden" || (name === "style" && HIDDEN_STYLE.test(value)))
  );
}

function imageText({ tagName, attrs }: Element): string {
  if (tagName !== "img") return "";
  const alternative = attrs.find(({ name }) => name === "alt")?.value ?? "";
  return alternative === "" ? "[image]" : `[image: ${alternative}]`;
}

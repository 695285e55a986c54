import { runInNewContext } from "node:vm";
import type juice from "juice";

/** Selectors times elements: each of the ones is tried on each of the others. A signature has a few thousand. */
export const MOST_MATCHES = 100_000;
/** Some selectors take time by a power of the elements, and HTML can be made to take longer, too. */
export const LONGEST_INLINING_MS = 5_000;

/** The CSS of `<style>` couldn't be moved. The message says why, and whose fault it is. */
export class InlineCssError extends Error {
  override readonly name = "InlineCssError";
  /** True if it took too long, so that it isn't worth another try. */
  readonly isOutOfTime: boolean;

  constructor(message: string, isOutOfTime = false) {
    super(message);
    this.isOutOfTime = isOutOfTime;
  }
}

/**
 * Moves the CSS of `<style>` elements into `style` attributes, because mail programs ignore the former. Media queries,
 * fonts, key frames and states such as `:hover` can't stand in an attribute and stay; `!important` is kept. What else
 * can't stand there, such as `@import`, is left out. HTML without `<style>` comes back as it is.
 * Error: an `InlineCssError`, also above 100,000 selectors times elements, and after 5 seconds.
 */
export function inlineCss(html: string): string {
  if (!/<style[\s>]/iu.test(html)) return html;
  const tooMany = explainMatches(html);
  if (tooMany !== undefined) throw new InlineCssError(tooMany);
  const inline = loadJuice();
  try {
    const work = (): string =>
      inline(closeEmptyElements(html), {
        // "Segoe UI" has to be written &quot;Segoe UI&quot; in an attribute.
        decodeStyleAttributes: true,
        preserveImportant: true,
        preservedSelectors: [":before", ":after", "::"],
      });
    // Work that doesn't give way can be stopped only by the script that calls it.
    return runInNewContext("work()", { work }, { timeout: LONGEST_INLINING_MS }) as string;
  } catch (error) {
    if (isOutOfTime(error)) throw new InlineCssError(OUT_OF_TIME, true);
    throw new InlineCssError(explain(html, error));
  }
}

const OUT_OF_TIME =
  `HTML whose CSS is moved into style attributes within ${LONGEST_INLINING_MS / 1_000} seconds, got HTML that takes longer. ` +
  "Give the elements classes, and select by one class instead of by what precedes or surrounds them.";

/** An unclosed element or comment goes on to the end: so each character is looked at once. */
const STYLE_ELEMENT = /<style\b[^>]*(?:>|$)(.*?)(?:<\/style|$)/gisu;

function explainMatches(html: string): string | undefined {
  const selectors = [...html.matchAll(STYLE_ELEMENT)]
    .flatMap(([, css = ""]) => css.split("{").slice(0, -1))
    .reduce((sum, before) => sum + before.slice(before.lastIndexOf("}") + 1).split(",").length, 0);
  const elements = html.match(/<[a-z]/giu)?.length ?? 0;
  if (selectors * elements <= MOST_MATCHES) return undefined;
  return (
    `HTML beside <style> with at most ${MOST_MATCHES} selectors times elements, got ${selectors} selectors and ` +
    `${elements} elements. Remove the rules that no element needs, or write the styles into style attributes.`
  );
}

const COMMENT_OR_XML_TAG =
  /<!--.*?(?:-->|$)|<([\w-]+:[\w-]+)((?:"[^"]*(?:"|$)|'[^']*(?:'|$)|[^"'>])*)(?:>|$)/gsu;

/** VML and other XML in HTML closes `<v:fill/>` so, which HTML parsers take for an opening tag. */
function closeEmptyElements(html: string): string {
  return html.replace(COMMENT_OR_XML_TAG, (all: string, name?: string, attributes?: string) =>
    name !== undefined && all.endsWith("/>") ? `<${name}${attributes?.slice(0, -1)}></${name}>` : all,
  );
}

function explain(html: string, error: unknown): string {
  const reason = isErrorLike(error) ? error.message : String(error);
  if (reason === "Maximum call stack size exceeded")
    return "HTML whose elements stand within each other less deeply, got too many levels. Close what was opened.";
  const broken = styleAttributes(html).find((style) => !/[\w-]\s*:\s*\S/u.test(style));
  if (broken !== undefined) {
    return (
      `declarations in every style attribute beside a <style> element, got style=${JSON.stringify(broken)}. ` +
      "Remove the attribute, or write it as name: value."
    );
  }
  return (
    `HTML that the library juice can move CSS into, got its error "${reason}". The template may be right: ` +
    "write the styles into style attributes and remove the <style> element."
  );
}

function styleAttributes(html: string): readonly string[] {
  return [...html.matchAll(/\sstyle\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/giu)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? "",
  );
}

function isOutOfTime(error: unknown): boolean {
  return isErrorLike(error) && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}

/** By its shape: errors aren't instances of this realm's Error everywhere. */
function isErrorLike(error: unknown): error is { readonly message: string } {
  return typeof error === "object" && error !== null && "message" in error;
}

/** It loads an HTML parser of its own, which takes a third as long as all of Pulumi. */
function loadJuice(): typeof juice {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- on first use, and a component can't wait for import()
  return require("juice") as typeof juice;
}

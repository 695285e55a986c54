import type juice from "juice";

/** The CSS of `<style>` couldn't be moved. The message says why, and whose fault it is. */
export class InlineCssError extends Error {
  override readonly name = "InlineCssError";
}

/**
 * Moves the CSS of `<style>` elements into `style` attributes, as mail programs ignore the former. Media queries,
 * fonts, key frames and states such as `:hover` can't stand in an attribute and stay; `!important` is kept. What else
 * can't stand there, such as `@import`, is left out. HTML without `<style>` comes back as it is.
 * Error: an `InlineCssError`.
 */
export function inlineCss(html: string): string {
  if (!/<style[\s>]/iu.test(html)) return html;
  try {
    return loadJuice()(closeEmptyElements(html), {
      // "Segoe UI" has to be written &quot;Segoe UI&quot; in an attribute.
      decodeStyleAttributes: true,
      preserveImportant: true,
      preservedSelectors: [":before", ":after", "::"],
    });
  } catch (error) {
    throw new InlineCssError(explain(html, error));
  }
}

const COMMENT_OR_EMPTY_ELEMENT = /<!--.*?-->|<([\w-]+:[\w-]+)((?:"[^"]*"|'[^']*'|[^"'<>])*?)\/>/gsu;

/** VML and other XML in HTML closes `<v:fill/>` so, which HTML parsers take for an opening tag. */
function closeEmptyElements(html: string): string {
  return html.replace(COMMENT_OR_EMPTY_ELEMENT, (all: string, name?: string, attributes = "") =>
    name === undefined ? all : `<${name}${attributes}></${name}>`,
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

/** By its shape: errors aren't instances of this realm's Error everywhere. */
function isErrorLike(error: unknown): error is { readonly message: string } {
  return typeof error === "object" && error !== null && "message" in error;
}

/** It loads an HTML parser of its own, which takes a third as long as all of Pulumi. */
function loadJuice(): typeof juice {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- on first use, and a component can't wait for import()
  return require("juice") as typeof juice;
}

import type juice from "juice";

/**
 * Moves the CSS of `<style>` elements into `style` attributes, as mail programs ignore the former. What can't stand in
 * an attribute, such as media queries, stays. HTML without `<style>` comes back as it is.
 */
export function inlineCss(html: string): string {
  if (!/<style[\s>]/iu.test(html)) return html;
  return loadJuice()(html);
}

/** It loads an HTML parser of its own, which takes a third as long as all of Pulumi. */
function loadJuice(): typeof juice {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- on first use, and a component can't wait for import()
  return require("juice") as typeof juice;
}

import { canonicalTree, parseBounded } from "../text/html";
import { memoize } from "../values/memoize";
import { type HtmlFeature, htmlFeatures } from "../text/html-features";

/** HTML as a report needs it. */
interface ReadHtml {
  /** Canonical spelling, equal for equal meaning. */
  readonly canonical: string;
  /** Undefined of HTML that is too large for a tree, or too deep. */
  readonly features: readonly HtmlFeature[] | undefined;
}

/** Source of what HTML means, by its text. */
export type HtmlReader = (html: string) => ReadHtml;

/** Reader of one report's signatures, which are compared and told several times: parsing them once is half of its work. */
export function htmlReader(): HtmlReader {
  return memoize(readHtml);
}

function readHtml(html: string): ReadHtml {
  const roots = parseBounded(html);
  return { canonical: canonicalTree(html, roots), features: roots && htmlFeatures(roots) };
}

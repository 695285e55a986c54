import type { ChangeReport } from "../../../schema/report/change-report";
import { cutReport, mostThatFit } from "./cut";
import { basis, othersSection } from "./html/basis";
import { driftSection } from "./html/drift";
import {
  bySection,
  cannotTellSection,
  credentialSection,
  decisionSection,
  informationSection,
} from "./html/findings";
import { mailboxSection, sharedSection } from "./html/mailboxes";
import { html, type Markup, trusted } from "./html/markup";
import { routingSection } from "./html/routing-table";
import { renderSection, type Section } from "./html/section";
import { signatureSection, type SignatureSection } from "./html/signatures";
import { STYLE } from "./html/style";
import { verdict } from "./html/verdict";
import { waiverSection } from "./html/waivers";
import { memoizeByObject } from "../../values/memoize";
import { findingsByFingerprint } from "./item-findings";
import { NOTHING_FITS, describeOmitted } from "./words/report";

/** Length that a page needs for its style and its verdict, in characters: the least that a limit may be. */
export const SHORTEST_PAGE = 50_000;

interface HtmlOptions {
  /** Length of the page, in characters, `SHORTEST_PAGE` or more. Default: 4,000,000. */
  readonly maxLength?: number;
}

const MOST_CHARACTERS = 4_000_000;

/** Nothing is loaded but what the page brings along; the frames of signatures inherit it. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'none'; form-action 'none'; base-uri 'none'";

/**
 * A change report as one page of HTML that needs no network and no script. Of what doesn't fit, whole items are left
 * out, the least risky first, and counted; signatures before all else, as they are the longest and told in brief.
 */
export function renderHtml(report: ChangeReport, { maxLength = MOST_CHARACTERS }: HtmlOptions = {}): string {
  const pageOf = memoizeByObject(pageToFill);
  // Most reports fit: all items are tried first.
  const cut = cutReport(report, maxLength, (one) => pageOf(one).fill(0).length, Infinity);
  if (cut === undefined) return page(report, [], NOTHING_FITS).toString();
  const { signatures, fill } = pageOf(cut);
  const lengthOf = (shown: number): number => renderSection(signatures.render(shown)).toString().length;
  const room = maxLength - fill(0).length + lengthOf(0);
  const shown = mostThatFit(signatures.count, 1, (count) => lengthOf(count) <= room);
  return fill(shown ?? 0);
}

/** A page whose signatures are yet to come. */
interface PageToFill {
  readonly signatures: SignatureSection;
  /** The page with so many of its signatures. */
  readonly fill: (shown: number) => string;
}

function pageToFill(report: ChangeReport): PageToFill {
  const findings = bySection(report);
  const known = findingsByFingerprint(report);
  const signatures = signatureSection(report, known);
  const before = [
    cannotTellSection(findings),
    decisionSection(findings),
    informationSection(findings),
    mailboxSection(report, known),
    sharedSection(report, known),
    routingSection(report),
    driftSection(report),
    credentialSection(findings),
  ].flat();
  const after = [...waiverSection(report), ...othersSection(report)];
  return {
    signatures,
    fill(shown) {
      const own = signatures.count === 0 ? [] : [signatures.render(shown)];
      return page(report, [...before, ...own, ...after], describeOmitted(report)).toString();
    },
  };
}

/** `omitted`: sentence on what was cut. */
function page(report: ChangeReport, sections: readonly Section[], omitted: string | undefined): Markup {
  const { project, stack } = report.basis;
  const where = [project, stack].filter((name) => name !== null).join(" / ");
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>Change report${where === "" ? "" : `: ${where}`}</title>
        <style>
          ${trusted(STYLE)}
        </style>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the report</a>
        <header>
          <p class="eyebrow">Change report${where === "" ? "" : html` · <bdi>${where}</bdi>`}</p>
        </header>
        <main id="main" tabindex="-1">
          ${verdict(report, omitted)} ${contents(sections)} ${sections.map(renderSection)} ${basis(report)}
        </main>
        <footer>
          <p class="meta">
            Change set <code>${report.changeSet}</code>: the same for the same changes in every commit and
            stack.
          </p>
        </footer>
      </body>
    </html> `;
}

function contents(sections: readonly Section[]): Markup {
  return html`<nav aria-label="Sections">
    <ul>
      ${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
    </ul>
  </nav>`;
}

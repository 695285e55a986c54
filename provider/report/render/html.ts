import type { ChangeReport } from "../../../schema/report/change-report";
import { driftSection } from "./html/drift";
import { credentialSection, decisionSection, informationSection, bySection } from "./html/findings";
import { mailboxSection, sharedSection } from "./html/mailboxes";
import { html, type Markup, NOTHING, trusted } from "./html/markup";
import { basis, cannotTellSection, omittedSection, othersSection, waiverSection } from "./html/rest";
import { routingSection } from "./html/routing";
import { fit, rendered, type Section } from "./html/section";
import { signatureSection } from "./html/signatures";
import { STYLE } from "./html/style";
import { verdict } from "./html/verdict";
import { findingsByFingerprint } from "./order";

interface HtmlOptions {
  /** Length of the page, in characters, at most; verdict and style, about 20,000, always stand. Default: 4,000,000. */
  readonly maxLength?: number;
}

const MOST_CHARACTERS = 4_000_000;

/** Nothing is loaded but what the page brings along; the frames of signatures inherit it. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'none'; form-action 'none'; base-uri 'none'";

/**
 * A change report as one page of HTML that needs no network and no script. Of what doesn't fit, whole items are left
 * out, the least risky first, and counted.
 */
export function renderHtml(report: ChangeReport, { maxLength = MOST_CHARACTERS }: HtmlOptions = {}): string {
  const sections = sectionsOf(report).filter(({ items }) => items.length > 0);
  const empty = sections.map((section) => rendered({ section, shown: [NOTHING], cut: section.items.length }));
  const cut = fit(sections, maxLength - page(report, sections, empty).toString().length);
  return page(report, sections, cut.map(rendered)).toString();
}

function sectionsOf(report: ChangeReport): readonly Section[] {
  const findings = bySection(report);
  const known = findingsByFingerprint(report);
  return [
    cannotTellSection(findings),
    decisionSection(findings),
    informationSection(findings),
    mailboxSection(report, known),
    sharedSection(report, known),
    routingSection(report, known),
    driftSection(report),
    credentialSection(findings),
    signatureSection(report, known),
    waiverSection(report),
    othersSection(report),
    omittedSection(report),
  ];
}

function page(report: ChangeReport, sections: readonly Section[], content: readonly Markup[]): Markup {
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
          ${verdict(report)} ${contents(sections)} ${content} ${basis(report)}
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

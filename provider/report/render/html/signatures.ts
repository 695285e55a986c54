import { diffWordsWithSpace } from "diff";
import type { ChangeReport } from "../../../../schema/report/change-report";
import type { ShownValue } from "../../../../schema/report/shown-value";
import { type Node, parseBounded } from "../../../text/html";
import { visibleText } from "../../../text/visible-text";
import { memoize } from "../../../values/memoize";
import { type FindingsByFingerprint, findingsOf, levelRank } from "../item-findings";
import { counted } from "../../../text/counted";
import { isSignature, MOST_EDITS, signatureHtml } from "../../signature-sides";
import { type Markup, html } from "./markup";
import type { Section } from "./section";
import { shownCopy } from "./shown-copy";
import { FRAME_HEIGHTS } from "./style";
import { named, valueOf } from "./values";

/** Rights of a frame, told in the frame as well: nothing but to show pixels and styles that it brings along. */
const FRAME_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'";

/** Room of a line within a frame: characters, and rem with the margin of all. */
const [LINE_LENGTH, LINE_HEIGHT, FRAME_MARGIN] = [70, 1.7, 3];

interface SignatureChange {
  /** Mailbox that has the signature, else name of its resource. */
  readonly owner: string;
  readonly from: ShownValue;
  readonly to: ShownValue;
  readonly level: number;
}

/** The section of signatures, which is rendered with as many of them as fit. */
export interface SignatureSection {
  readonly count: number;
  /** The section with the first of them, the riskiest. */
  readonly render: (shown: number) => Section;
}

/** Signatures before and after: the text, the source, both renderings. */
export function signatureSection(report: ChangeReport, known: FindingsByFingerprint): SignatureSection {
  const changes = signatureChanges(report, known);
  const render = memoize(signature);
  return {
    count: changes.length,
    render: (shown) => ({
      id: "signatures",
      title: "Signatures",
      content: html`${changes.slice(0, shown).map(render)}
      ${shown < changes.length ? html`<p class="note warning">${cutText(shown, changes.length)}</p>` : ""}`,
    }),
  };
}

function cutText(shown: number, all: number): string {
  return `${shown} of ${counted(all, "signature")} are shown, the riskiest: this page has a largest size. The JSON form has them all.`;
}

function signatureChanges(report: ChangeReport, known: FindingsByFingerprint): readonly SignatureChange[] {
  return [...report.mailboxes, ...report.shared]
    .flatMap((item) =>
      item.changes.filter(isSignature).map(({ resource, from, to }) => ({
        owner: "mailbox" in item ? item.mailbox : resource.name,
        from,
        to,
        level: levelRank(findingsOf(item, known)[0]?.level),
      })),
    )
    .sort((a, b) => a.level - b.level);
}

function signature({ owner, from, to }: SignatureChange): Markup {
  const [before, after] = [readSide(from), readSide(to)];
  return html`<article class="signature">
    <h3>${named(owner)}</h3>
    ${before === undefined || after === undefined ? unreadable(from, to) : difference(before, after)}
    <div class="pair">
      ${rendering("Before", owner, from, before)} ${rendering("After", owner, to, after)}
    </div>
  </article>`;
}

/** One side's HTML, parsed once for all that is shown of it. */
interface ReadSide {
  readonly source: string;
  /** Both undefined where it is too large to be read. */
  readonly roots: readonly Node[] | undefined;
  readonly lines: readonly string[] | undefined;
}

function readSide(side: ShownValue): ReadSide | undefined {
  const source = signatureHtml(side);
  if (source === undefined) return undefined;
  const roots = parseBounded(source);
  return { source, roots, lines: roots && visibleText(source, roots) };
}

function unreadable(from: ShownValue, to: ShownValue): Markup {
  const unknown = signatureHtml(from) === undefined ? from : to;
  return html`<p class="note warning">What changes can’t be told: ${valueOf(unknown)}.</p>`;
}

function difference(before: ReadSide, after: ReadSide): Markup {
  const [textBefore, textAfter] = [before, after].map(({ lines }) => lines?.join("\n"));
  const text =
    textBefore === undefined || textAfter === undefined
      ? html`<p class="note warning">The HTML is too large to be read as text.</p>`
      : textBefore === textAfter
        ? html`<p>The text that people see stays the same.</p>`
        : wordDifference(textBefore, textAfter);
  return html`<h4>Text that people see</h4>
    ${text}
    <details class="fold">
      <summary>Source, ${sizeOf(before.source)} before and ${sizeOf(after.source)} after</summary>
      ${wordDifference(before.source, after.source)}
    </details>`;
}

function wordDifference(before: string, after: string): Markup {
  const parts = diffWordsWithSpace(before, after, { maxEditLength: MOST_EDITS });
  if (parts === undefined)
    return html`<p class="meta">Too different to be compared word by word: all before, then all after.</p>
      <pre class="diff"><del>${before}</del><ins>${after}</ins></pre>`;
  return html`<pre class="diff">
${parts.map(({ added, removed, value }) =>
      added ? html`<ins>${value}</ins>` : removed ? html`<del>${value}</del>` : html`${value}`,
    )}</pre>`;
}

function sizeOf(source: string): string {
  return counted(Buffer.byteLength(source), "byte");
}

function rendering(title: string, subject: string, value: ShownValue, side: ReadSide | undefined): Markup {
  if (side === undefined)
    return html`<figure>
      <figcaption>${title}</figcaption>
      <p>${valueOf(value)}</p>
    </figure>`;
  const { source, roots, lines } = side;
  if (source === "")
    return html`<figure>
      <figcaption>${title}</figcaption>
      <p class="meta">no signature</p>
    </figure>`;
  const shown = roots && shownCopy(source, roots);
  if (shown === undefined)
    return html`<figure>
      <figcaption>${title}</figcaption>
      <p class="note warning">It is too large to be shown.</p>
    </figure>`;
  const { copy, removed } = shown;
  return html`<figure>
    <figcaption>${title}</figcaption>
    <iframe
      sandbox=""
      title="Signature of ${subject}, ${title.toLowerCase()}"
      class="high-${String(heightOf(lines ?? []))}"
      srcdoc="${frameOf(copy)}"
    ></iframe>
    ${
      removed.length === 0
        ? ""
        : html`<p class="meta">
            Taken out of this copy, as it could load, run or lead elsewhere: ${removed.join(", ")}.
          </p>`
    }
  </figure>`;
}

/** Height that the lines of a text take, about, in rem: a frame without scripts can't tell its own. */
function heightOf(lines: readonly string[]): number {
  const rows = lines.reduce((sum, line) => sum + 1 + Math.floor(line.length / LINE_LENGTH), 0);
  const height = FRAME_MARGIN + rows * LINE_HEIGHT;
  return FRAME_HEIGHTS.find((one) => one >= height) ?? Math.max(...FRAME_HEIGHTS);
}

function frameOf(copy: Markup): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${FRAME_POLICY}" />
        <meta name="referrer" content="no-referrer" />
        <title>Signature</title>
        <style>
          :root {
            color-scheme: light;
          }
          body {
            margin: 12px;
            background: #fff;
            color: #000;
            font:
              14px/1.4 Arial,
              Helvetica,
              sans-serif;
            overflow-wrap: anywhere;
          }
          .link {
            color: #0645ad;
            text-decoration: underline;
          }
          .image {
            border: 1px dashed #767676;
            padding: 2px 6px;
            color: #555;
            font-size: 12px;
          }
          img {
            max-width: 100%;
          }
        </style>
      </head>
      <body>
        ${copy}
      </body>
    </html>`.toString();
}

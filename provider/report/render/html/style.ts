/** Heights of the frames of signatures, in rem: no element has a style of its own. */
export const FRAME_HEIGHTS = [6, 9, 14, 22, 40] as const;

/** Colours, by scheme. Text on each of them has a contrast of 4.5 at least. */
const LIGHT = `
  --paper: #f6f7f9; --card: #ffffff; --ink: #1a2230; --soft: #566072; --line: #dde1e8; --sunk: #eef0f4; --link: #1f56b5;
  --error: #a3201d; --error-bg: #fdeceb; --warning: #855000; --warning-bg: #fdf3dc; --info: #24568f; --info-bg: #e8f0fa;
  --good: #1d6a3c; --good-bg: #e5f4ea; --edge: #9aa5b6;`;
const DARK = `
  --paper: #12161d; --card: #1a2029; --ink: #e6eaf0; --soft: #a3adbc; --line: #303947; --sunk: #232b36; --link: #8ab4f8;
  --error: #ff9d96; --error-bg: #45201f; --warning: #f2c063; --warning-bg: #3d3018; --info: #93c0f5; --info-bg: #1e3350;
  --good: #8bd6a4; --good-bg: #1b3a27; --edge: #66728a;`;

const PAGE = `
*, *::before, *::after { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem clamp(1rem, 4vw, 2.5rem) 3rem; overflow-wrap: anywhere; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
:target { scroll-margin-top: 1rem; }
.skip { position: absolute; left: -100vw; top: 0; padding: .5rem 1rem; background: var(--card); }
.skip:focus { left: 1rem; z-index: 1; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
p, ul, ol, dl, dd, figure, h1, h2, h3, h4 { margin: 0; padding: 0; }
ul { list-style: none; }
h1 { font-size: 1rem; font-weight: 600; color: var(--soft); letter-spacing: .01em; }
h2 { font-size: 1.2rem; font-weight: 650; line-height: 1.3; margin: 0 0 .75rem; }
h3 { font-size: 1.02rem; font-weight: 650; margin: 0 0 .5rem; }
h4 { font-size: .85rem; font-weight: 600; color: var(--soft); margin: 0 0 .35rem; }
section { margin-top: 2.25rem; }
code, pre, .property { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: .85em; }
.meta { color: var(--soft); font-size: .875rem; }
.name { font-weight: 600; }
.meta + .name { font-weight: 600; }
.legend { margin-top: .9rem; }
.meta .name, .meta .value { font-weight: 500; color: inherit; }
.value { background: var(--sunk); border-radius: 4px; padding: .05em .35em; }
i { color: var(--soft); }
.arrow { color: var(--soft); padding: 0 .15em; }
.note { font-size: .9rem; padding: .5rem .75rem; border-radius: 6px; background: var(--sunk); margin: .5rem 0; }
.note.warning { background: var(--warning-bg); color: var(--warning); }
`;

const VERDICT = `
.eyebrow { color: var(--soft); font-size: .9rem; }
.verdict { margin-top: .75rem; background: var(--card); border: 1px solid var(--line); border-top: 5px solid var(--info); border-radius: 10px; padding: 1.25rem clamp(1rem, 3vw, 1.75rem) 1.5rem; }
.verdict.error { border-top-color: var(--error); }
.verdict.warning, .verdict.cannotTell { border-top-color: var(--warning); }
.verdict.none { border-top-color: var(--good); }
.sentence { font-size: clamp(1.2rem, 2.4vw, 1.5rem); line-height: 1.35; font-weight: 600; margin: .4rem 0 .5rem; max-width: 56rem; text-wrap: pretty; }
.outcomes { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); gap: .75rem; margin-top: 1.25rem; }
.outcomes > li { border-left: 4px solid var(--info); background: var(--sunk); border-radius: 0 8px 8px 0; padding: .65rem .9rem .75rem; }
.outcomes > .stops, .outcomes > .notPulled { border-color: var(--error); }
.outcomes > .replaced, .outcomes > .cannotTell, .outcomes > .moves, .outcomes > .interrupted, .outcomes > .mayBeInterrupted, .outcomes > .diverted { border-color: var(--warning); }
.outcomes > .starts { border-color: var(--good); }
.outcomes > .stays, .outcomes > .nobody { border-color: var(--edge); }
.outcomes > li > p:first-child { font-weight: 650; }
.outcomes ul { font-size: .93rem; margin-top: .2rem; }
.outcomes ul .name { font-weight: 500; }
.outcomes li li { margin-top: .2rem; line-height: 1.4; }
.basis { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr)); gap: .6rem 1.5rem; margin-top: 1.25rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: .9rem; }
.basis dt { color: var(--soft); font-size: .8rem; }
nav { margin-top: 1.25rem; font-size: .9rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .35rem 1.1rem; }
`;

const LISTS = `
.badge, .tag { display: inline-block; border-radius: 99px; padding: .05rem .6rem; font-size: .78rem; font-weight: 600; line-height: 1.5; white-space: nowrap; background: var(--sunk); color: var(--soft); border: 1px solid transparent; }
.badge::before { content: "i" / ""; margin-right: .35em; }
.badge.error, .tag.delete { background: var(--error-bg); color: var(--error); }
.badge.error::before { content: "✕" / ""; }
.badge.warning, .badge.cannotTell, .tag.replace, .tag.leave, .tag.adopt, .tag.drift { background: var(--warning-bg); color: var(--warning); }
.badge.warning::before { content: "▲" / ""; }
.badge.cannotTell::before { content: "?" / ""; }
.badge.info { background: var(--info-bg); color: var(--info); }
.badge.none, .tag.create { background: var(--good-bg); color: var(--good); }
.badge.none::before { content: "✓" / ""; }
.findings > li { display: grid; grid-template-columns: 6.5rem 1fr; gap: .25rem .75rem; padding: .7rem .9rem; background: var(--card); border: 1px solid var(--line); border-top-width: 0; }
.findings > li:first-child { border-top-width: 1px; border-radius: 8px 8px 0 0; }
.findings > li:last-child { border-radius: 0 0 8px 8px; }
.findings > li:only-child { border-radius: 8px; }
.findings .badge { justify-self: start; align-self: start; margin-top: .1rem; }
.rule { color: var(--soft); }
.rows { background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
.rows > li + li { border-top: 1px solid var(--line); }
.row, .row > summary { padding: .6rem .9rem; }
details.row { padding: 0; }
.row > summary { padding-left: 2.1rem; position: relative; }
.subject { margin-right: .4rem; }
.row .mail { margin-left: .4rem; }
.rows .mail .name { font-weight: 500; }
details.row > :not(summary) { margin: .1rem .9rem .9rem 2.1rem; }
summary { cursor: pointer; border-radius: 8px; }
.row > summary, .fold > summary { list-style: none; }
.row > summary::-webkit-details-marker, .fold > summary::-webkit-details-marker { display: none; }
.row > summary::before, .fold > summary::before { content: "▸" / ""; position: absolute; color: var(--soft); }
.row > summary::before { left: .9rem; }
.fold > summary::before { left: .2rem; }
.row[open] > summary::before, .fold[open] > summary::before { content: "▾" / ""; }
summary:hover { background: var(--sunk); }
.fold > summary { padding: .2rem .5rem .2rem 1.3rem; margin: 0 0 .5rem; position: relative; }
.changes { font-size: .93rem; }
.changes > div { display: grid; grid-template-columns: minmax(10rem, 16rem) 1fr; gap: .1rem 1rem; padding: .3rem 0; border-top: 1px solid var(--line); }
.changes > div:first-child { border-top: 0; }
.changes dt { color: var(--soft); }
.property { color: var(--ink); }
.gaps { color: var(--error); font-size: .93rem; }
.names { columns: 18rem; font-size: .93rem; }
.plain li { padding: .2rem 0; }
.receiver { font-weight: 600; }
.receiver.nobody, .receiver.signedOut { color: var(--error); }
.untold { color: var(--warning); }
.receiver.notPulled { color: var(--soft); }
`;

const TABLES = `
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); font-size: .93rem; }
caption { text-align: left; color: var(--soft); font-size: .875rem; padding: .25rem 0 .5rem; }
th, td { text-align: left; vertical-align: top; padding: .6rem .9rem; border-top: 1px solid var(--line); }
thead th { font-size: .8rem; font-weight: 600; color: var(--soft); background: var(--sunk); }
table { table-layout: fixed; }
th:first-child { width: 28%; }
tbody th { font-weight: 600; }
.cell-title { display: none; }
.outcome { display: block; font-weight: 400; color: var(--soft); font-size: .85rem; }
.outcome.stops, .outcome.notPulled { color: var(--error); }
.outcome.replaced, .outcome.cannotTell, .outcome.moves, .outcome.interrupted, .outcome.mayBeInterrupted, .outcome.diverted { color: var(--warning); }
.routes { padding-left: 1.5rem; }
.routes li + li { margin-top: .35rem; }
.routes .meta { display: block; }
.routes li:not(.winner) > .name { font-weight: 400; }
.routes .tag { background: var(--good-bg); color: var(--good); }
.picture { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin: 1rem 0; }
.picture figcaption { padding: .5rem .9rem .75rem; color: var(--soft); font-size: .875rem; }
.scroll { overflow-x: auto; padding: .9rem .9rem 0; }
svg { display: block; width: 100%; min-width: 40rem; max-width: 860px; height: auto; font-size: 13px; }
svg text { fill: var(--ink); }
svg .title { fill: var(--soft); font-size: 12px; }
svg .box { fill: var(--sunk); stroke: var(--line); }
svg .box.mailbox { fill: var(--card); stroke: var(--edge); }
svg .edge { fill: none; stroke: var(--link); stroke-width: 2; }
svg .edge.before { stroke: var(--edge); stroke-dasharray: 4 4; }
svg .edge.stops, svg .edge.notPulled { stroke: var(--error); }
.signature { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 1rem; }
.signature + .signature { margin-top: 1rem; }
.diff { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 0 .75rem; padding: .6rem .8rem; background: var(--sunk); border-radius: 6px; }
ins { background: var(--good-bg); color: var(--good); text-decoration: underline; text-decoration-thickness: 1px; }
del { background: var(--error-bg); color: var(--error); text-decoration: line-through; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1rem; margin-top: .9rem; }
.pair figcaption { color: var(--soft); font-size: .875rem; margin-bottom: .25rem; }
iframe { display: block; width: 100%; resize: vertical; border: 1px solid var(--line); border-radius: 6px; background: #fff; color-scheme: light; }
${FRAME_HEIGHTS.map((height) => `.high-${String(height)} { height: ${String(height)}rem; }`).join("\n")}
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); }
`;

const NARROW = `
@media (max-width: 44rem) {
  body { padding-top: 1rem; }
  .findings > li { grid-template-columns: 1fr; }
  .changes > div { grid-template-columns: 1fr; }
  .row .mail { display: block; margin-left: 0; }
  table, tbody, tr, tbody th, td { display: block; width: auto; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  caption { display: block; }
  tbody tr { border-top: 1px solid var(--line); padding: .6rem .9rem; }
  tbody th, td { border: 0; padding: .15rem 0; }
  .cell-title { display: block; color: var(--soft); font-size: .8rem; margin-top: .35rem; }
}
`;

const PRINT = `
@media print {
  html { font-size: 11pt; background: #fff; }
  body { max-width: none; padding: 0; }
  .skip, nav { display: none; }
  .findings > li, .rows > li, tr, figure, .verdict { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; display: block; }
  summary::before { content: "" !important; }
  .scroll { overflow: visible; }
  svg { min-width: 0; }
  * { print-color-adjust: exact; }
}
`;

/** Style sheet of the page: one column, calm, in the reader's scheme; on paper always the light one. */
export const STYLE = `
:root { color-scheme: light; ${LIGHT} }
@media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; ${DARK} } }
${PAGE}${VERDICT}${LISTS}${TABLES}${NARROW}${PRINT}`;

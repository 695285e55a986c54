import * as fc from "fast-check";
import MarkdownIt from "markdown-it";
import { type DefaultTreeAdapterMap, parseFragment } from "parse5";
import { SHORTEST_REPORT } from "../../../provider/report/render/cut";
import {
  codeSpan,
  fencedBlock,
  toInlineHtml,
  toMarkdown,
} from "../../../provider/report/render/escape-markdown";
import { renderMarkdown } from "../../../provider/report/render/markdown";
import { drawRouting } from "../../../provider/report/render/mermaid";
import { asLine, asSentence } from "../../../provider/text/in-sentence";
import { arbitraryReport, HOSTILE_TEXTS, hostileText } from "../../support/arbitrary-report";
import { largeReport, SAMPLE_REPORTS } from "../../support/sample-reports";

type Node = DefaultTreeAdapterMap["childNode"];

const markdown = new MarkdownIt({ html: true, linkify: true });

/** Elements of a piece of HTML with their attributes, its comments, and its text within and without code. */
interface Seen {
  readonly elements: string[];
  readonly comments: string[];
  text: string;
  proseOnly: string;
}

function see(html: string): Seen {
  const seen: Seen = { elements: [], comments: [], text: "", proseOnly: "" };
  const visit = (node: Node, isCode: boolean): void => {
    if ("data" in node) seen.comments.push(node.data);
    if ("value" in node) {
      seen.text += node.value;
      if (!isCode) seen.proseOnly += node.value;
    }
    if (!("childNodes" in node)) return;
    const attributes = node.attrs.map(({ name, value }) => ` ${name}=${value}`).join("");
    seen.elements.push(`${node.tagName}${attributes}`);
    for (const child of node.childNodes) visit(child, isCode || node.tagName === "code");
  };
  for (const node of parseFragment(html).childNodes) visit(node, false);
  return seen;
}

const collapsed = (text: string): string => text.replace(/\s+/gu, " ").trim();
/** Null characters aren't text in HTML. */
const OURS = [
  ...["h3", "h4", "p", "ul", "li", "br", "strong", "details", "details open=", "summary", "pre", "code"],
  ...["code class=language-diff", "code class=language-mermaid"],
];
/** Forges make mentions, references, links and emoji of these, unless they stand in code. */
const OBEYED_BY_FORGES =
  /@|#\w|!\d|(?:^|\s)[$&~%^]\w|\w+:\/\/|www\.|:\w+:|\b[0-9a-f]*\d[0-9a-f]{6,}\b|\b[A-Z]+-\d/u;

describe("a text within Markdown", () => {
  const contexts = [
    { where: "an item of a list", wrap: (text: string) => `- ${text}`, elements: ["ul", "li"] },
    { where: "a paragraph", wrap: (text: string) => text, elements: ["p"] },
    { where: "a heading", wrap: (text: string) => `### x ${text}`, elements: ["h3"] },
  ];

  test.each(contexts)("is just that text as $where, and no element but code", ({ wrap, elements }) => {
    fc.assert(
      fc.property(hostileText, (hostile) => {
        const sentence = asSentence(hostile);
        const seen = see(markdown.render(wrap(toMarkdown(sentence))));

        expect(collapsed(seen.text).replace(/^x ?/u, elements[0] === "h3" ? "" : "$&")).toBe(
          collapsed(sentence),
        );
        expect(seen.comments).toEqual([]);
        expect(new Set([...elements, ...seen.elements])).toEqual(
          new Set([...elements, ...(seen.elements.includes("code") ? ["code"] : [])]),
        );
        expect(seen.proseOnly).not.toMatch(OBEYED_BY_FORGES);
      }),
      { numRuns: 200 },
    );
  });

  test("is just that text in a summary, and no element but code", () => {
    fc.assert(
      fc.property(hostileText, (hostile) => {
        const sentence = asSentence(hostile);
        const html = markdown.render(`<details>\n<summary>${toInlineHtml(sentence)}</summary>\n\n</details>`);
        const seen = see(html);

        expect(collapsed(seen.text)).toBe(collapsed(sentence));
        expect(seen.elements.filter((element) => element !== "code")).toEqual(["details", "summary"]);
        expect(seen.proseOnly).not.toMatch(OBEYED_BY_FORGES);
      }),
      { numRuns: 200 },
    );
  });

  test("is just that text in a code span and in a fenced block", () => {
    fc.assert(
      fc.property(hostileText, (hostile) => {
        const line = asLine(hostile);
        fc.pre(line.trim() !== "");
        const block = see(markdown.render(fencedBlock("diff", [`+${line}`])));

        expect(see(markdown.renderInline(codeSpan(line)))).toMatchObject({ elements: ["code"], text: line });
        expect(block).toMatchObject({ elements: ["pre", "code class=language-diff"], text: `+${line}\n\n` });
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    {
      text: "Mail to support@example.com reaches nobody.",
      expected: "Mail to `support@example.com` reaches nobody.",
    },
    { text: 'plan "Sales" → "Support"', expected: 'plan "Sales" → "Support"' },
    { text: "1. @here, see #12", expected: "1\\. `@here`, see `#12`" },
    { text: "a `b` c", expected: "a `` `b` `` c" },
    { text: "isn't it (well-known)?", expected: "isn't it (well-known)?" },
  ])("reads well: $expected", ({ text, expected }) => {
    expect(toMarkdown(text)).toBe(expected);
  });
});

describe("a report in Markdown", () => {
  test("has no element, link or comment of anybody else", () => {
    fc.assert(
      fc.property(arbitraryReport, (report) => {
        const seen = see(markdown.render(renderMarkdown(report)));

        expect(seen.elements.filter((element) => !OURS.includes(element))).toEqual([]);
        expect(seen.comments).toHaveLength(1);
        expect(seen.proseOnly).not.toMatch(OBEYED_BY_FORGES);
      }),
      { numRuns: 100 },
    );
  });

  test("begins with one marker, by which the comment of a stack is found again", () => {
    fc.assert(
      fc.property(arbitraryReport, (report) => {
        const [first = "", ...rest] = renderMarkdown(report).split("\n");

        expect(first).toMatch(/^<!-- pulumi-vcc report [^\s<>@]*\/[^\s<>@]* -->$/u);
        expect(rest.join("\n")).not.toContain("<!-- pulumi-vcc report");
      }),
    );
    expect(renderMarkdown(SAMPLE_REPORTS.nothing)).toMatch(/^<!-- pulumi-vcc report inboxes\/prod -->\n/u);
  });

  test("has no second marker, also where a signature spells one", () => {
    const [sample] = SAMPLE_REPORTS.signature.mailboxes;
    const [change] = sample?.changes ?? [];
    if (sample === undefined || change === undefined) throw new Error("the sample has a signature");
    const forged = { ...sample, changes: [{ ...change, to: "<!-- pulumi-vcc report inboxes/dev -->" }] };
    const text = renderMarkdown({ ...SAMPLE_REPORTS.signature, mailboxes: [forged] });

    expect(text.match(/<!-- pulumi-vcc report/gu)).toHaveLength(1);
    expect(text).toContain("inboxes/dev");
  });

  test("says first that the preview failed", () => {
    const [, , first] = renderMarkdown(SAMPLE_REPORTS.failed).split("\n");

    expect(first).toContain("The preview failed");
  });

  test("unfolds what has something to decide, and nothing else", () => {
    const unfolded = renderMarkdown(SAMPLE_REPORTS.unrouted).match(
      /<details open>\n<summary>.*<\/summary>/gu,
    );

    expect(unfolded).toHaveLength(1);
    expect(unfolded?.[0]).toContain("support@example.com");
  });

  test.each([
    { limit: "65,536 characters, as nobody says otherwise", maxLength: undefined, most: 65_536 },
    { limit: "a given length", maxLength: 20_000, most: 20_000 },
    { limit: "the least length", maxLength: SHORTEST_REPORT, most: SHORTEST_REPORT },
  ])("fits into $limit, and says what was cut", ({ maxLength, most }) => {
    const text = renderMarkdown(largeReport(1_000), maxLength);

    expect(text.length).toBeLessThanOrEqual(most);
    expect(text.length).toBeGreaterThan(most * 0.8);
    expect(text).toMatch(/This report is cut: it shows `?\d+`? of 1000 mailboxes/u);
  });

  test("fits with hostile texts, and as a report without changes", () => {
    fc.assert(
      fc.property(arbitraryReport, hostileText, (report, text) => {
        const long = { ...report, verdict: { ...report.verdict, text: `${text} @x`.repeat(500) } };

        expect(renderMarkdown(long, SHORTEST_REPORT).length).toBeLessThanOrEqual(SHORTEST_REPORT);
        expect(
          renderMarkdown({ ...SAMPLE_REPORTS.nothing, verdict: long.verdict }, SHORTEST_REPORT).length,
        ).toBeLessThanOrEqual(SHORTEST_REPORT);
      }),
    );
  });
});

describe("the picture of the routing", () => {
  const GRAMMAR = [
    /^flowchart LR$/u,
    /^ {2}m\d+\["[\p{L}\p{N} .…#;]*"\]$/u,
    /^ {2}m\d+ (?:-\. before \.->|== after ==>) p\d+$/u,
    /^ {2}p\d+\(\["[\p{L}\p{N} .…#;]*"\]\)$/u,
  ];

  test("has nothing but our nodes and arrows, whatever the names are", () => {
    fc.assert(
      fc.property(arbitraryReport, (report) => {
        const lines = drawRouting(report)?.lines ?? [];

        expect(lines.filter((line) => !GRAMMAR.some((rule) => rule.test(line)))).toEqual([]);
        expect(lines.join("").match(/#(?!\d+;)/gu)).toBeNull();
      }),
    );
  });

  test("has at most 20 mailboxes, and says that there are more", () => {
    const picture = drawRouting(largeReport(30));

    expect(picture?.lines.filter((line) => line.startsWith("  m") && line.endsWith('"]'))).toHaveLength(20);
    expect(picture?.cut).toBe("The picture shows 20 of 30 mailboxes.");
  });

  test.each(HOSTILE_TEXTS.map((text) => ({ text })))("spells $text so that Mermaid shows it", ({ text }) => {
    const [sample] = SAMPLE_REPORTS.unrouted.mailboxes;
    if (sample === undefined) throw new Error("the sample has a mailbox");
    const lines =
      drawRouting({ ...SAMPLE_REPORTS.unrouted, mailboxes: [{ ...sample, mailbox: text }] })?.lines ?? [];
    const label = /"(.*)"/u.exec(lines[1] ?? "")?.[1] ?? "";
    const shown = label.replace(/#(\d+);/gu, (_all, code: string) => String.fromCodePoint(Number(code)));

    expect(shown).toBe(asLine(text));
  });
});

import * as fc from "fast-check";
import { parse, parseFragment } from "parse5";
import { html, trusted } from "../../../provider/report/render/html/markup";
import { renderHtml, SHORTEST_PAGE } from "../../../provider/report/render/html";
import { shownCopy } from "../../../provider/report/render/html/shown-copy";
import { harmlessStyle } from "../../../provider/report/render/html/shown-style";
import type { ChangeReport } from "../../../schema/report/change-report";
import { arbitraryReport, hostileText } from "../../support/arbitrary-report";
import { elementsOf, type Node, textOf } from "../../support/html-nodes";
import { hostileSignatures } from "../../support/hostile-signatures";
import { wholeReport } from "../../support/report-of";
import { largeReport, SAMPLE_REPORTS } from "../../support/sample-reports";
import { expectSoon } from "../../support/cpu-time";

describe("a page's template", () => {
  test.each([
    {
      rule: "text stays text",
      part: `<b a="1">&lt;'x'`,
      expected: "<p>&#60;b a=&#34;1&#34;&#62;&#38;lt;&#39;x&#39;</p>",
    },
    { rule: "markup is taken as it is", part: html`<i>${"<"}</i>`, expected: "<p><i>&#60;</i></p>" },
    { rule: "lists are joined", part: ["a", 1, html`<br />`, ["<"]], expected: "<p>a1<br />&#60;</p>" },
    { rule: "our own source is trusted", part: trusted("<hr>"), expected: "<p><hr></p>" },
    {
      rule: "what turns the reading direction is shown",
      part: "\u202eexe",
      expected: "<p>&#60;U+202E&#62;exe</p>",
    },
  ])("$rule", ({ part, expected }) => {
    expect(html`<p>${part}</p>`.toString()).toBe(expected);
  });

  test("a text comes back from a parser as the only child, and as an attribute's value", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const [only, ...more] = parseFragment(html`<p title="${text}">${text}</p>`.toString()).childNodes;
        expect(more).toEqual([]);
        expect(only).toMatchObject({ tagName: "p", attrs: [{ name: "title" }] });
        expect(only === undefined ? [] : elementsOf(only)).toHaveLength(1);
      }),
    );
  });
});

/** Each element with its attributes and its parent, without what the values of a report say, in an order of its own. */
function shapeOf(page: string): readonly string[] {
  return elementsOf(parse(page))
    .map((element) => `${startOf(element.parentNode)} > ${startOf(element)}`)
    .sort();
}

/** Attributes that hold texts of a report, or places in a picture, which depend on the order of names. */
const PLACED = /^(?:title|srcdoc|d|y|height|viewBox)$/u;

function startOf(node: Node | null): string {
  if (node === null || !("tagName" in node)) return "";
  const attributes = node.attrs.map(({ name, value }) => (PLACED.test(name) ? name : `${name}=${value}`));
  return [node.tagName, ...attributes].join(" ");
}

const LOOK_ALIKES: Readonly<Record<string, string>> = {
  "<": "‹",
  ">": "›",
  "&": "＆",
  '"': "”",
  "'": "’",
  "`": "‘",
};

/** The same report without a character that means anything in HTML. Signatures are HTML: they have tests of their own. */
function harmlessTwin(report: ChangeReport): ChangeReport {
  return JSON.parse(JSON.stringify(report), (_key, value: unknown) =>
    typeof value === "string"
      ? value.replace(/[<>&"'`]/gu, (character) => LOOK_ALIKES[character] ?? "")
      : value,
  ) as ChangeReport;
}

function withoutSignatures(report: ChangeReport): ChangeReport {
  const strip = <Item extends { readonly changes: ChangeReport["mailboxes"][number]["changes"] }>(
    item: Item,
  ) => ({
    ...item,
    changes: item.changes.filter(({ property }) => property !== "html"),
  });
  return { ...report, mailboxes: report.mailboxes.map(strip), shared: report.shared.map(strip) };
}

describe("whatever the texts of a report are", () => {
  test("none makes an element or attribute of its own: the page has the shape of a harmless report's", () => {
    fc.assert(
      fc.property(arbitraryReport.map(withoutSignatures), (report) => {
        expect(shapeOf(renderHtml(report))).toEqual(shapeOf(renderHtml(harmlessTwin(report))));
      }),
      { numRuns: 60 },
    );
  });

  test("nothing leads out of the page, and signatures stand in frames that may do nothing", () => {
    fc.assert(
      fc.property(arbitraryReport, (report) => {
        for (const { tagName, attrs } of elementsOf(parse(renderHtml(report)))) {
          const names = attrs.map(({ name }) => name);
          expect(["script", "img", "link", "base", "form", "object", "embed"]).not.toContain(tagName);
          for (const { name, value } of attrs) {
            if (name === "href") expect(value).toMatch(/^#[a-z-]+$/u);
            expect(name).not.toMatch(/^(?:on.*|src|style|action|target)$/u);
          }
          if (tagName === "iframe") {
            expect(names).toEqual(["sandbox", "title", "class", "srcdoc"]);
            expect(attrs[0]?.value).toBe("");
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("a page", () => {
  const pages = Object.entries(SAMPLE_REPORTS).map(([name, report]) => ({
    name,
    report,
    page: renderHtml(report),
  }));

  test.each(pages)("of $name says its verdict first", ({ report, page }) => {
    const main = elementsOf(parse(page)).find(({ tagName }) => tagName === "main");
    const text = main === undefined ? "" : textOf(main);
    expect(text.trim().startsWith("What happens to mail")).toBe(true);
    expect(text.indexOf(report.verdict.text)).toBeLessThan(60);
    expect(report.verdict.text).not.toBe("");
  });

  test.each(pages)("of $name shows nothing internal", ({ page }) => {
    expect(textOf(parse(page))).not.toMatch(/__|undefined|\[object|NaN|urn:pulumi|Infinity/u);
  });

  test.each(pages)("of $name has each id once, and each link an aim", ({ page }) => {
    const attrs = elementsOf(parse(page)).flatMap((element) => element.attrs);
    const ids = attrs.filter(({ name }) => name === "id").map(({ value }) => value);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { name, value } of attrs) if (name === "href") expect(ids).toContain(value.slice(1));
  });

  test("that can't tell never says that nothing needs a decision", () => {
    expect(renderHtml(SAMPLE_REPORTS.failed)).toContain("Nobody can tell what this change does");
    expect(renderHtml(SAMPLE_REPORTS.failed)).toContain("A digest holds no results of policies.");
  });

  /** Text of a section, as one line. */
  const sectionOf = (scenario: string, id: string): string => {
    const page = renderHtml({ ...wholeReport(scenario), exitCode: 0 });
    const section = elementsOf(parse(page)).find(({ attrs }) => attrs.some(({ value }) => value === id));
    return section === undefined ? "" : textOf(section).replace(/\s+/gu, " ").trim();
  };

  test("tells once what happens to several mailboxes, and lists them", () => {
    const section = sectionOf("fleet-many", "mailboxes");
    expect(section).toMatch(/^Mailboxes 12 mailboxes mail stays with plan Customer support; 1 change /u);
    expect(section.match(/priority/gu)).toHaveLength(1);
    expect(section.match(/team-\d+@example\.com/gu)).toHaveLength(12);
  });

  test.each(["mailboxes", "routing"])("names a mailbox after the one that it replaces, in its %s", (id) => {
    expect(sectionOf("mailbox-create-first", id)).toMatch(
      /support@example\.com → becomes help@example\.com (?:replaced|Another mailbox takes its place)/u,
    );
  });

  test("draws no more mailboxes than can be told apart, and says so", () => {
    const page = renderHtml(largeReport(50));
    expect(page.match(/class="box mailbox"/gu)).toHaveLength(20);
    expect(page).toContain("30 more are in the table only");
  });
});

describe("a page that is too long", () => {
  const report = largeReport(600);
  const whole = renderHtml(report).length;

  test.each([SHORTEST_PAGE, 60_000, 200_000, 800_000])(
    "is cut to %i characters at whole items, and says so",
    (maxLength) => {
      const page = renderHtml(report, { maxLength });
      expect(whole).toBeGreaterThan(maxLength);
      expect(page.length).toBeLessThanOrEqual(maxLength);
      expect(page.length).toBeGreaterThan(maxLength * 0.5);
      expect(page).toMatch(/\d+ of 600 (?:mailboxes|signatures)/u);
    },
  );

  test("keeps what is riskiest", () => {
    const page = textOf(parse(renderHtml(report, { maxLength: 60_000 })));
    for (const { level, text } of report.findings) if (level === "error") expect(page).toContain(text);
  });

  test("of 1,000 signatures that are all different takes no time by their square", () => {
    const signature = (letter: string): string => `<p>${`${letter} `.repeat(20_000)}</p>`;
    const mailboxes = SAMPLE_REPORTS.signature.mailboxes.flatMap((mailbox) =>
      Array.from({ length: 1_000 }, () => ({
        ...mailbox,
        changes: mailbox.changes.map((change) => ({ ...change, from: signature("a"), to: signature("b") })),
      })),
    );
    expectSoon(20_000, () => renderHtml({ ...SAMPLE_REPORTS.signature, mailboxes }));
  });
});

const ALLOWED_ATTRIBUTES =
  /^(?:align|alt|bgcolor|border|cellpadding|cellspacing|class|color|colspan|dir|face|height|lang|noshade|rowspan|size|span|src|start|style|valign|width)$/u;

function expectHarmless(copy: string): void {
  for (const { tagName, namespaceURI, attrs } of elementsOf(parseFragment(copy))) {
    expect(namespaceURI).toBe("http://www.w3.org/1999/xhtml");
    expect(tagName).toMatch(
      /^(?!(?:script|style|link|meta|base|form|input|button|iframe|object|svg|math|dialog)$)[a-z0-9]+$/u,
    );
    for (const { name, value } of attrs) {
      expect(name).toMatch(ALLOWED_ATTRIBUTES);
      if (name === "src") expect(value).toMatch(/^data:image\/(?:png|gif|jpe?g|webp);base64,/u);
      if (name === "style") expect(value).not.toMatch(/url|image|position|expression|@|\\|\/\*|--/iu);
    }
  }
}

describe("the copy of a signature that is shown", () => {
  const hostile = hostileSignatures("http://127.0.0.1:9");

  test.each(Object.entries(hostile))("has no %s left, and says what was taken out", (_what, source) => {
    const { copy, removed } = shownCopy(source) ?? { copy: html``, removed: [] };
    expectHarmless(copy.toString());
    expect(removed.length).toBeGreaterThan(0);
  });

  test("is harmless for whatever mixture of pieces, also after a browser has read it once more", () => {
    const pieces = Object.values(hostile).flatMap((source) => source.split(/(?=<)|(?<=>)/u));
    const mixture = fc.array(fc.oneof(fc.constantFrom(...pieces), hostileText), { maxLength: 12 });
    fc.assert(
      fc.property(mixture, (parts) => {
        const once = shownCopy(parts.join(""))?.copy.toString() ?? "";
        expectHarmless(once);
        expect(shownCopy(once)?.removed).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("keeps texts, layout and pictures that it brings along", () => {
    const source = `<table width="100%" bgcolor="#fff"><tbody><tr><td align="left" style="color: #555; padding: 4px 8px">Hi <b>there</b></td></tr></tbody></table><img src="data:image/png;base64,AAAA" alt="Logo">`;
    expect(shownCopy(source)).toMatchObject({ removed: [] });
    expect(shownCopy(source)?.copy.toString().replace(/ +\/>/u, ">")).toBe(source);
  });

  test("of nested elements ends with the text of the deepest, as far as a parser goes", () => {
    const source = `${"<div>".repeat(250)}deep`;
    expect(textOf(parseFragment(shownCopy(source)?.copy.toString() ?? ""))).toBe("deep");
  });

  test("isn't made of what a parser makes too much of", () => {
    expect(shownCopy("<a><b><p>".repeat(30_000))).toBeUndefined();
  });
});

test.each([
  { source: "color: red; margin: 0 auto", style: "color: red; margin: 0 auto", removed: [] },
  { source: "font-family: 'Segoe UI', Arial", style: "font-family: 'Segoe UI', Arial", removed: [] },
  { source: "color: rgba(1, 2, 3, .5)", style: "color: rgba(1, 2, 3, .5)", removed: [] },
  { source: "mso-line-height-rule: exactly", style: "", removed: [] },
  { source: "background: url(x)", style: "", removed: ["background"] },
  { source: "background: \\75rl(x)", style: "", removed: ["background"] },
  { source: "position: fixed; color: red", style: "color: red", removed: ["position"] },
  { source: "font-family: 'a; color: red", style: "color: red", removed: ["font-family"] },
  { source: "--x: 1; {}", style: "", removed: ["--x", "that can't be read"] },
])("of the style “$source” remains “$style”", ({ source, style, removed }) => {
  expect(harmlessStyle(source)).toEqual({ style, removed });
});

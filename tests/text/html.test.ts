import fc from "fast-check";
import { type DefaultTreeAdapterMap, serialize, parseFragment } from "parse5";
import { canonicalHtml, parseBounded, sameHtml } from "../../provider/text/html";
import { visibleText } from "../../provider/text/visible-text";
import { normalizeHtml } from "../../provider/simulator/account/normalize-html";
import { expectSoon } from "../support/cpu-time";

describe("HTML is compared by meaning", () => {
  test.each([
    {
      rule: "attribute order means nothing",
      a: '<a href="x" title="y">z</a>',
      b: '<a title="y" href="x">z</a>',
    },
    { rule: "quotes of attributes mean nothing", a: "<p class='a'>x</p>", b: '<p class="a">x</p>' },
    { rule: "entities are spellings", a: "<p>a &middot; b</p>", b: "<p>a · b</p>" },
    { rule: "runs of white space are one", a: "<p>a\n   b</p>", b: "<p>a b</p>" },
    { rule: "layout between elements means nothing", a: "<p>a</p>\n<p>b</p>\n", b: "<p>a</p> <p>b</p>" },
    { rule: "void elements may be closed", a: "a<br />b", b: "a<br>b" },
    { rule: "case of tags means nothing", a: "<P>x</P>", b: "<p>x</p>" },
    { rule: "comments mean nothing", a: "<p>x<!-- note --></p>", b: "<p>x</p>" },
    {
      rule: "spacing of styles means nothing",
      a: '<p style="color: red;">x</p>',
      b: '<p style="color:red">x</p>',
    },
    {
      rule: "the spacing of a style means nothing beside text in quotes",
      a: `<p style="font-family: 'Segoe  UI' ,  serif ; color:red">x</p>`,
      b: `<p style="font-family:'Segoe  UI' , serif;color:red;">x</p>`,
    },
    {
      rule: "layout within a list means nothing",
      a: "<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>",
      b: "<ul><li>a</li><li>b</li></ul>",
    },
    { rule: "layout around a line break means nothing", a: "a <br>\n b", b: "a<br>b" },
  ])("$rule", ({ a, b }) => expect(sameHtml(a, b)).toBe(true));

  test.each([
    { rule: "a space of its own in an inline element matters", a: "a<span> </span>b", b: "a<span></span>b" },
    {
      rule: "a space inside an inline element matters",
      a: "x<span> <b>y</b></span>",
      b: "x<span><b>y</b></span>",
    },
    {
      rule: "a space before the end of an inline element matters",
      a: "<i><b>x</b> </i>y",
      b: "<i><b>x</b></i>y",
    },
    { rule: "attributes of the body matter", a: '<body bgcolor="red">x</body>', b: "<body>x</body>" },
    {
      rule: "conditions for mail programs matter",
      a: "x<!--[if mso]>a<![endif]-->",
      b: "x<!--[if mso]>b<![endif]-->",
    },
    {
      rule: "white space matters where a style keeps it",
      a: '<p style="white-space:pre-line">a\nb</p>',
      b: '<p style="white-space:pre-line">a b</p>',
    },
    { rule: "a leading space in pre matters", a: "<pre> a</pre>", b: "<pre>a</pre>" },
    { rule: "text matters", a: "<p>a</p>", b: "<p>b</p>" },
    { rule: "a space between words matters", a: "<p>a b</p>", b: "<p>ab</p>" },
    { rule: "a space beside an inline element matters", a: "<p>a <b>b</b></p>", b: "<p>a<b>b</b></p>" },
    { rule: "attribute values matter", a: '<a href="x">z</a>', b: '<a href="y">z</a>' },
    { rule: "elements matter", a: "<b>x</b>", b: "<i>x</i>" },
    { rule: "white space in pre matters", a: "<pre>a  b</pre>", b: "<pre>a b</pre>" },
    { rule: "escaped markup is text", a: "<p>&lt;b&gt;x&lt;/b&gt;</p>", b: "<p><b>x</b></p>" },
    {
      rule: "a space matters between blocks that stand in a line",
      a: '<ul><li style="display:inline">a</li> <li style="display:inline">b</li></ul>',
      b: '<ul><li style="display:inline">a</li><li style="display:inline">b</li></ul>',
    },
    {
      rule: "a space matters beside a block in a line",
      a: 'a <div style="display: inline-block">b</div> c',
      b: 'a<div style="display: inline-block">b</div>c',
    },
    {
      rule: "a space matters around what floats",
      a: 'a <div style="float:left">b</div> c',
      b: 'a<div style="float:left">b</div>c',
    },
    {
      rule: "a space matters around a table at the side",
      a: "a <table align=left></table> b",
      b: "a<table align=left></table>b",
    },
    {
      rule: "a space matters where a style sheet puts blocks in a line",
      a: "<style>p { display: inline }</style><p>a</p> <p>b</p>",
      b: "<style>p { display: inline }</style><p>a</p><p>b</p>",
    },
    {
      rule: "white space matters where a style sheet keeps it",
      a: "<style>.x { white-space: pre }</style><p class=x>a  b</p>",
      b: "<style>.x { white-space: pre }</style><p class=x>a b</p>",
    },
    {
      rule: "white space matters where a style sheet comes from elsewhere",
      a: "<style>@import url(x.css);</style><p>a  b</p>",
      b: "<style>@import url(x.css);</style><p>a b</p>",
    },
    {
      rule: "white space matters where a style is spelt with escapes",
      a: '<p style="whit\\65-space:pre">a  b</p>',
      b: '<p style="whit\\65-space:pre">a b</p>',
    },
    { rule: "a space matters on both sides of a picture", a: "a <img src=x> b", b: "a <img src=x>b" },
    {
      rule: "a space matters around what isn't shown",
      a: "a<style>b{}</style> c",
      b: "a<style>b{}</style>c",
    },
    {
      rule: "white space in the name of a font matters",
      a: `<p style="font-family: 'Segoe  UI'">x</p>`,
      b: `<p style="font-family: 'Segoe UI'">x</p>`,
    },
    {
      rule: "a semicolon in quotes is no end of a declaration",
      a: `<p style="content: 'a; b'">x</p>`,
      b: `<p style="content: 'a;b'">x</p>`,
    },
    { rule: "a doctype matters", a: "<!doctype html><p>x</p>", b: "<html><p>x</p></html>" },
    {
      rule: "the kind of a doctype matters, as it changes how boxes are measured",
      a: '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN"><p>x</p>',
      b: "<!DOCTYPE html><p>x</p>",
    },
    {
      rule: "a condition around what others see matters",
      a: "<!--[if !mso]><!--><p>x</p><!--<![endif]-->",
      b: "<p>x</p>",
    },
    { rule: "a condition without a comment matters", a: "<![if !mso]><p>x</p><![endif]>", b: "<p>x</p>" },
    {
      rule: "prefixes of attributes matter",
      a: '<svg><a xlink:href="x"/></svg>',
      b: '<svg><a href="x"/></svg>',
    },
    {
      rule: "white space in what is raw text matters",
      a: '<noscript><img alt="a  b"></noscript>',
      b: '<noscript><img alt="a b"></noscript>',
    },
    { rule: "nesting matters", a: "<div><p>a</p></div><p>b</p>", b: "<div><p>a</p><p>b</p></div>" },
  ])("$rule", ({ a, b }) => expect(sameHtml(a, b)).toBe(false));

  test("any HTML is the same after a parser has respelled it", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "<p>",
        "</p>",
        "<b class=x>",
        "</b>",
        "&amp;",
        "<br>",
        "  ",
        "\n",
        '<a href="q">',
        "</a>",
        "<!--c-->",
      ),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const once = serialize(parseFragment(pieces.join("")));
        expect(sameHtml(once, serialize(parseFragment(once)))).toBe(true);
      }),
    );
  });

  test("any HTML is the same as a server may answer it", () => {
    fc.assert(
      fc.property(emails, (html) => {
        expect(sameHtml(html, normalizeHtml(html))).toBe(true);
      }),
    );
  });

  test("it is an equivalence: as good as equality of one spelling", () => {
    fc.assert(
      fc.property(emails, emails, emails, (a, b, c) => {
        expect(sameHtml(a, a)).toBe(true);
        expect(sameHtml(a, b)).toBe(sameHtml(b, a));
        if (sameHtml(a, b)) expect(sameHtml(a, c)).toBe(sameHtml(b, c));
      }),
    );
  });

  test("what looks different differs", () => {
    let different = 0;
    fc.assert(
      fc.property(
        emails,
        fc.nat(),
        fc.constantFrom("", " ", "\n", "x", "<br>", "<b>", "</p>"),
        (html, seed, put) => {
          const at = seed % (html.length + 1);
          const changed = html.slice(0, at) + put + html.slice(put === "" ? at + 1 : at);
          if (visible(html) === visible(changed)) return;
          different += 1;
          expect([html, changed, sameHtml(html, changed)]).toEqual([html, changed, false]);
        },
      ),
      { numRuns: 2_000 },
    );
    expect(different).toBeGreaterThan(200);
  });

  const nested = (depth: number, text: string) => `${"<div>".repeat(depth)}${text}${"</div>".repeat(depth)}`;

  test("nesting of emails is compared by meaning", () => {
    expect(sameHtml(nested(200, "a"), `${nested(200, "a")}<!-- x -->`)).toBe(true);
    expect(sameHtml(nested(200, "a"), nested(200, "b"))).toBe(false);
  });

  test.each([
    { rule: "blocks", html: "<div>".repeat(20_000) },
    { rule: "parts of lines", html: "<span>".repeat(20_000) },
    { rule: "tables", html: "<table><tr><td>".repeat(10_000) },
    { rule: "formatting", html: Array.from({ length: 20_000 }, (_, index) => `<b id=${index}>`).join("") },
    { rule: "a whole document", html: `<!doctype html><body>${"<div>".repeat(20_000)}` },
  ])("of what is nested too deeply nobody tells anything, and the parser stops: $rule", ({ html }) => {
    const read = () => {
      expect(parseBounded(html)).toBeUndefined();
      expect(visibleText(html)).toBeUndefined();
      // Letter by letter: the same text is the same, and nothing else is.
      expect(sameHtml(html, html)).toBe(true);
      expect(sameHtml(html, `${html}<!-- x -->`)).toBe(false);
      expect(canonicalHtml(html)).toContain("unparsed");
    };
    // Quadratic time would be seconds.
    expectSoon(1_000, read);
  });

  test.each([
    { rule: "paragraphs", html: "<p>a</p>".repeat(20_000) },
    { rule: "lines of a bold text that ends too late", html: `<b><p>${"<i>a</i>".repeat(20_000)}</b></p>` },
  ])("what lies side by side takes no time by its square: $rule", ({ html }) => {
    // Quadratic time would be seconds.
    expectSoon(1_000, () => expect(parseBounded(html)).toBeDefined());
  });

  test("elements beside each other aren't within each other, however they end", () => {
    const rows = "<ul><li>a<li>b</ul><p>c<p>d<b>e</p>f</b><table><tr><td>g<tr><td>h</table>".repeat(1_000);
    expect(parseBounded(rows)).toBeDefined();
  });

  test("HTML that multiplies in a parser is compared letter by letter", () => {
    const formatting = Array.from({ length: 1_000 }, (_, index) => `<b id=${index}>`).join("");
    const multiplying = `<p>${formatting}${"<p>x".repeat(20_000)}`;
    expect(sameHtml(multiplying, multiplying)).toBe(true);
    expect(sameHtml(multiplying, `${multiplying} `)).toBe(false);
    expect(canonicalHtml(multiplying)).toContain("<p>");
  });
});

const styles = fc.constantFrom(
  "",
  "",
  "",
  ' style="display:inline"',
  ' style="display:inline-block"',
  ' style="white-space:pre"',
  ' style="float:left"',
  " title='a  b'",
);
/** Markup as signatures have it: blocks, parts of lines, boxes, layout. */
const { emails } = fc.letrec<{ emails: string }>((tie) => ({
  emails: fc
    .array(
      fc.oneof(
        { depthSize: "small" },
        fc.constantFrom("a", "b c", " ", "\n  ", "&amp;", "\u00a0", "<br>", "<img src=x>", "<!-- c -->"),
        fc
          .tuple(fc.constantFrom("p", "div", "b", "span", "ul", "li", "pre"), styles, tie("emails"))
          .map(([name, style, inner]) => `<${name}${style}>${inner}</${name}>`),
      ),
      { maxLength: 4 },
    )
    .map((parts) => parts.join("")),
}));

type Tree = DefaultTreeAdapterMap["node"];

/** A plain reading of CSS 2: what stands in which line, with boxes in brackets. Knows the styles above only. */
function visible(html: string): string {
  let seen = "";
  const show = (node: Tree, keeps: boolean): void => {
    if (node.nodeName === "#text" && "value" in node) {
      seen = keeps
        ? seen + node.value.replaceAll(" ", "·").replaceAll("\n", "¶")
        : withFlowing(seen, node.value);
      return;
    }
    if (!("childNodes" in node)) return;
    const style = "attrs" in node ? (node.attrs.find(({ name }) => name === "style")?.value ?? "") : "";
    const layout = layoutOf(node.nodeName, style);
    seen = opened(seen, layout);
    const keepsBelow = keeps || node.nodeName === "pre" || style.includes("pre");
    for (const child of node.childNodes) show(child, keepsBelow);
    seen = closed(seen, layout);
  };
  show(parseFragment(html), false);
  return seen.trim();
}

type Layout = "box" | "block" | "inline";

function layoutOf(name: string, style: string): Layout {
  if (/inline-block|float/u.test(style) || name === "img") return "box";
  return !style.includes("inline") && /^(?:p|div|ul|li|pre|br)$/u.test(name) ? "block" : "inline";
}

/** A space after a space, or at the start of a line, isn't shown. */
function withFlowing(seen: string, text: string): string {
  return [...text.replace(/[ \n]+/gu, " ")].reduce(
    (line, letter) => (letter === " " && /(?:^|[ \n[])$/u.test(line) ? line : line + letter),
    seen,
  );
}

function opened(seen: string, layout: Layout): string {
  return layout === "block" ? newLine(seen) : layout === "box" ? `${seen}[` : seen;
}

function closed(seen: string, layout: Layout): string {
  return layout === "block" ? newLine(seen) : layout === "box" ? `${seen.replace(/ $/u, "")}]` : seen;
}

function newLine(seen: string): string {
  return `${seen.replace(/[ \n]$/u, "")}\n`;
}

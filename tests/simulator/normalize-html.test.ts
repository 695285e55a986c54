import * as fc from "fast-check";
import { parseFragment, type DefaultTreeAdapterMap } from "parse5";
import { normalizeHtml } from "../../provider/simulator/account/normalize-html";

test.each([
  {
    rule: "attributes are sorted",
    html: '<a title="t" href="h">x</a>',
    expected: '<a href="h" title="t">x</a>',
  },
  { rule: "quotes are double", html: "<a href='h' class=c>x</a>", expected: '<a class="c" href="h">x</a>' },
  { rule: "names are lower case", html: "<BR><IMG SRC=x>", expected: '<br><img src="x">' },
  { rule: "entities become characters", html: "&copy;&#233;&eacute;&#x2014;", expected: "©éé—" },
  {
    rule: "what has to be escaped stays so",
    html: "a &lt; b &amp; c&nbsp;d",
    expected: "a &lt; b &amp; c&nbsp;d",
  },
  {
    rule: "white space between tags collapses",
    html: "<p>a</p>\n\n  <p>b\t c</p>",
    expected: "<p>a</p> <p>b c</p>",
  },
  {
    rule: "no white space appears or disappears",
    html: "<b>a</b><i>b</i> <u>c</u>",
    expected: "<b>a</b><i>b</i> <u>c</u>",
  },
  { rule: "a non-breaking space is no white space", html: "a\u00a0\u00a0b", expected: "a&nbsp;&nbsp;b" },
  {
    rule: "pre keeps its lines",
    html: "<pre>a\n  <b>b\n c</b></pre>",
    expected: "<pre>a\n  <b>b\n c</b></pre>",
  },
  {
    rule: "styled white space is kept",
    html: '<p style="white-space: pre">a\n  b</p>',
    expected: '<p style="white-space: pre">a\n  b</p>',
  },
  {
    rule: "style sheets are left alone",
    html: "<style>a {\n  color: red }</style>",
    expected: "<style>a {\n  color: red }</style>",
  },
  {
    rule: "comments are left alone",
    html: "<!--[if mso]>\n <b> <![endif]-->",
    expected: "<!--[if mso]>\n <b> <![endif]-->",
  },
  {
    rule: "a template's content counts as well",
    html: "<template><p b=1 a=2>x  y</p></template>",
    expected: '<template><p a="2" b="1">x y</p></template>',
  },
  {
    rule: "the kind of a document stays",
    html: '<!doctype HTML public "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd"><p>x',
    expected:
      '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd"><html><head></head><body><p>x</p></body></html>',
  },
  {
    rule: "a whole document stays one",
    html: "<html><body bgcolor=red>x</body></html>",
    expected: '<html><head></head><body bgcolor="red">x</body></html>',
  },
])("$rule", ({ html, expected }) => {
  expect(normalizeHtml(html)).toBe(expected);
});

type Node = DefaultTreeAdapterMap["node"];

/** The meaning of a fragment: names, attributes as a map, text with white space collapsed. */
function meaning(node: Node): unknown {
  if ("value" in node) return node.value.replace(/[ \t\n\f\r]+/gu, " ");
  const children = "childNodes" in node ? node.childNodes.map(meaning) : [];
  const attributes =
    "attrs" in node ? Object.fromEntries(node.attrs.map(({ name, value }) => [name, value])) : {};
  return { name: node.nodeName, attributes, children };
}

const text = fc.string({
  unit: fc.constantFrom("a", "é", " ", "\n", "&amp;", "&lt;", "&copy;", "\u00a0", '"'),
});
const attributes = fc.dictionary(
  fc.constantFrom("class", "href", "id", "title"),
  fc.constantFrom("", "a b", "&quot;", "é"),
);
const { markup } = fc.letrec<{ markup: string }>((tie) => ({
  markup: fc.oneof(
    { depthSize: "small" },
    text,
    fc
      .tuple(fc.constantFrom("b", "div", "span", "i"), attributes, fc.array(tie("markup"), { maxLength: 3 }))
      .map(([name, attrs, inner]) => {
        const written = Object.entries(attrs).map(([key, value]) => ` ${key}="${value}"`);
        return `<${name}${written.join("")}>${inner.join("")}</${name}>`;
      }),
  ),
}));

test("the meaning stays, and doing it again changes nothing", () => {
  fc.assert(
    fc.property(markup, (html) => {
      const normal = normalizeHtml(html);
      expect(meaning(parseFragment(normal))).toEqual(meaning(parseFragment(html)));
      expect(normalizeHtml(normal)).toBe(normal);
    }),
  );
});

test("HTML of any nesting comes back", () => {
  const deep = "<span>".repeat(15_000);
  expect(normalizeHtml(deep)).toBe(deep);
});

import fc from "fast-check";
import { serialize, parseFragment } from "parse5";
import { sameHtml } from "../../provider/core/html";

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
});

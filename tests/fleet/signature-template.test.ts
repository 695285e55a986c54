import { inlineCss } from "../../provider/fleet/signature/inline-css";
import {
  SignatureTemplate,
  type SignatureTemplateOptions,
} from "../../provider/fleet/signature/signature-template";
import { TemplateError } from "../../provider/fleet/signature/template-error";
import { expectSoon } from "../support/cpu-time";
import { problemsOf, resolveText } from "../support/fleet-text";
import { newFolder } from "../support/folders";

function template(files: Readonly<Record<string, string>>, options: SignatureTemplateOptions = {}) {
  return SignatureTemplate.fromFile("signature.html", { folder: newFolder(files), ...options });
}

function mistakes(files: Readonly<Record<string, string>>, variables = {}): string {
  try {
    template(files).render(variables);
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
  throw new Error("The template is right");
}

describe("rendering", () => {
  test("escapes what variables hold, unless the template says raw", () => {
    const text = '{{ team }} {{ team | raw }} <a title="{{ team }}">{{ count }}{{ open }}</a>';
    expect(
      template({ "signature.html": text }).render({ team: `<b>"R&D"'s</b>`, count: 3, open: true }),
    ).toBe(
      `&lt;b&gt;&#34;R&amp;D&#34;&#39;s&lt;/b&gt; <b>"R&D"'s</b> <a title="&lt;b&gt;&#34;R&amp;D&#34;&#39;s&lt;/b&gt;">3true</a>`,
    );
  });

  test("takes in a brand's layout and parts, beside the template and in the program's folder", () => {
    const files = {
      "signature.html": '{% layout "brand/layout.html" %}{% block body %}{{ team }}{% endblock %}',
      "brand/layout.html":
        '<p>{% block body %}{% endblock %}</p>{% render "brand/phone.html", number: phone %}',
      "brand/phone.html": "Tel {{ number }}",
    };
    expect(template(files).render({ team: "Support", phone: "1<2" })).toBe("<p>Support</p>Tel 1&lt;2");
  });

  test("a template may ask for a variable that may be missing", () => {
    const text = "{% if phone %}Tel {{ phone }}{% else %}-{% endif %}{{ fax | default: 'none' }}";
    expect(template({ "signature.html": text }).render()).toBe("-none");
  });

  test("nothing outside of the two folders is read", () => {
    const outside = newFolder({ "secret.html": "secret" });
    expect(mistakes({ "signature.html": `{% render "${outside}/secret.html" %}` })).toContain(
      "a template file beside the program",
    );
    expect(
      mistakes({ "signature.html": `{% render "../${outside.split("/").at(-1)}/secret.html" %}` }),
    ).toContain("a template file beside the program");
  });

  test("one template serves many inboxes; the nearer variable wins", () => {
    const brand = template(
      { "signature.html": "{{ company }}, {{ team }}" },
      { variables: { company: "Example", team: "all" } },
    );
    expect(["Support", "Sales"].map((team) => brand.with({ team }).render())).toEqual([
      "Example, Support",
      "Example, Sales",
    ]);
    expect(brand.render({ team: "here" })).toBe("Example, here");
    expect(brand.with({ team: "there" }).render({ team: "here" })).toBe("Example, here");
    expect(brand.render()).toBe("Example, all");
  });
});

describe("mistakes carry file, line and column, all of them", () => {
  test("unknown variables, in layout and parts too", () => {
    const files = {
      "signature.html":
        '{% layout "layout.html" %}\n{% block body %}\n  {{ tema }} {{ team.name }}{% render "part.html" %}{% endblock %}',
      "layout.html": "{% block body %}{% endblock %}\n<p>{{ compnay }}</p>",
      "part.html": "{{ phone }}",
    };
    expect(mistakes(files, { team: "x", company: "y" }).split("\n")).toEqual([
      'signature.html:3:6 error a known variable, got "tema". Did you mean "team"? Known are team, company. Give it among the signature\'s variables, or ask with {% if tema %} first.',
      'signature.html:3:17 error a known variable, got "team.name". Known are team, company. Give it among the signature\'s variables, or ask with {% if team.name %} first.',
      'part.html:1:4 error a known variable, got "phone". Known are team, company. Give it among the signature\'s variables, or ask with {% if phone %} first.',
      'layout.html:2:7 error a known variable, got "compnay". Did you mean "company"? Known are team, company. Give it among the signature\'s variables, or ask with {% if compnay %} first.',
    ]);
  });

  test.each([
    {
      text: "<p>\n{{ a | upcas }}",
      problem:
        "signature.html:2:1 error a Liquid template, got a mistake: undefined filter: upcas. Correct it.",
    },
    {
      text: "{% if a %}",
      problem:
        "signature.html:1:1 error a Liquid template, got a mistake: tag {% if a %} not closed. Correct it.",
    },
    {
      text: '{% render "no.html" %}',
      problem:
        'signature.html:1:1 error a template file beside the program, got "no.html", which doesn\'t exist there. Correct its path.',
    },
  ])("$text", ({ text, problem }) => {
    expect(mistakes({ "signature.html": text }, { a: 1 })).toBe(problem);
  });

  test("a template that isn't there", () => {
    expect(mistakes({})).toBe(
      'signature.html:1:1 error a template file beside the program, got "signature.html", which doesn\'t exist there. Correct its path.',
    );
  });
});

describe("a template is bounded, and each bound is told at its place", () => {
  test("templates that take in each other: the circle is named, at the innermost tag", () => {
    const files = {
      "signature.html": '<p>\n{% render "a.html" %}{% render "a.html" %}',
      "a.html": 'a{% render "b.html" %}{% render "b.html" %}',
      "b.html": '{% include "a.html" %}',
    };
    expect(mistakes(files)).toMatch(
      /^[ab]\.html:1:[12] error at most 32 templates within each other, got (?:a\.html → b\.html → a|b\.html → a\.html → b)\.html\. Take one of them out, or end the circle with a condition\.$/u,
    );
    expect(mistakes({ "signature.html": '{% layout "signature.html" %}' })).toContain(
      "got signature.html → signature.html.",
    );
  });

  test("a circle that a condition ends is none", () => {
    const files = {
      "signature.html": '{% render "count.html", left: 3 %}',
      "count.html":
        '{{ left }}{% if left > 0 %}{% assign next = left | minus: 1 %}{% render "count.html", left: next %}{% endif %}',
    };
    expect(template(files).render()).toBe("3210");
  });

  test.each([
    { what: "a range", text: "<p>\n{% for i in (1..100000000) %}x{% endfor %}" },
    {
      what: "ranges within each other",
      text: "\n{% for i in (1..9999) %}{% for j in (1..9999) %}{% endfor %}{% endfor %}",
    },
    {
      what: "a text that doubles",
      text: `{% assign x = "0123456789" %}\n${"{% assign x = x | append: x %}".repeat(40)}`,
    },
  ])("$what ends at 1000000 characters and list items", ({ text }) => {
    const render = () =>
      expect(mistakes({ "signature.html": text })).toMatch(
        /^signature\.html:2:\d+ error a template that makes at most 1000000 characters and list items, got more\. Shorten its loops and ranges\.$/u,
      );
    expectSoon(4_000, render);
  });

  test("loops without end are stopped after 5 seconds, once for all inboxes", () => {
    const list = "{% assign all = 'x' | split: '' %}{% assign all = '0123456789' | split: '' %}";
    const loops = "{% for i in all %}".repeat(12) + "{% endfor %}".repeat(12);
    const folder = newFolder({ "signature.html": list + loops });
    const endless = SignatureTemplate.fromFile("signature.html", { folder });
    const fails = (team: string) =>
      expect(() => endless.with({ team }).render()).toThrow(
        /error a template that is rendered within 5 seconds, got one that takes longer\. Shorten its loops\.$/u,
      );
    fails("a");
    expectSoon(1_000, () => ["b", "c"].map((team) => fails(team)));
  });

  test("tags within each other without end", () => {
    const deep = "{% if a %}".repeat(20_000);
    expect(mistakes({ "signature.html": deep }, { a: 1 })).toContain("less deeply");
  });

  test("a file that is far too long", () => {
    expect(mistakes({ "signature.html": "x".repeat(1_000_001) })).toBe(
      "signature.html:1:1 error a template file of at most 1000000 characters, got a longer one. Link to images instead of embedding them.",
    );
  });

  test("100 KB are counted before and after the CSS is moved", () => {
    const rule = "<style>b { color: #ff0000; background: #ffffff }</style>";
    expect(mistakes({ "signature.html": "x".repeat(102_401) })).toBe(
      "signature.html:1:1 error HTML of at most 102400 bytes (100 KB) of UTF-8, got 102401 bytes. Link to images instead of embedding them, or shorten the text.",
    );
    expect(mistakes({ "signature.html": rule + "<b>x</b>".repeat(3_000) })).toMatch(
      /got \d+ bytes once the CSS is moved into style attributes, 24056 bytes before that\. Give fewer elements styles of their own: each repeats the rules that it matches\.$/u,
    );
  });
});

describe("a template makes the same every time", () => {
  test.each([
    { text: '<p>\n{{ "now" | date: "%Y" }}', why: '"now" is another date at every preview' },
    { text: '<p>\n{{ "today" | date_to_string }}', why: '"today" is another date at every preview' },
    { text: '<p>\n{{ when | date: "%Y" }}', why: '"now" is another date at every preview' },
    { text: '<p>\n{{ "a,b" | split: "," | sample }}', why: "sample picks by chance" },
  ])("$text is refused", ({ text, why }) => {
    expect(mistakes({ "signature.html": text }, { when: "now" })).toContain(
      `signature.html:2:1 error a Liquid template, got a mistake: ${why}`,
    );
  });

  test("a date is the same in every time zone and language", () => {
    const text = `{{ "2026-03-01 23:30" | date: "%A %d %B %H:%M" }}, {{ "2026-03-01T23:30" | date: "%d %H" }}, {{ "2026-03-01" | date: "%d" }}, {{ "2026-03-01T23:30:00+02:00" | date: "%H" }}`;
    expect(template({ "signature.html": text }).render()).toBe("Sunday 01 March 23:30, 01 23, 01, 21");
  });

  test.each(["constructor", "__proto__", "toString"])("%s is no tag, filter or variable", (name) => {
    expect(mistakes({ "signature.html": `{% ${name} %}` })).toContain("not found");
    expect(mistakes({ "signature.html": `{{ 1 | ${name} }}` })).toContain("undefined filter");
    expect(mistakes({ "signature.html": `{{ ${name} }}` })).toContain("a known variable");
  });
});

describe("CSS", () => {
  test("names of fonts are encoded in attributes, beside style elements too", () => {
    const html =
      "<style>p { color: red }</style><p style='font-family:&quot;Segoe UI&quot;, Arial; margin:0'>x</p>";
    expect(inlineCss(html)).toBe(`<p style="color: red; font-family: 'Segoe UI', Arial; margin: 0;">x</p>`);
  });

  test("what is important stays so", () => {
    expect(inlineCss("<style>a { color: red !important }</style><a style='color: blue'>x</a>")).toBe(
      '<a style="color: red !important;">x</a>',
    );
  });

  test("states, fonts and elements that CSS adds stay in the style sheet", () => {
    const html =
      "<style>a:hover { color: red } a::before { content: 'x' } @font-face { font-family: X } a { color: blue }</style><a>x</a>";
    const inlined = inlineCss(html);
    for (const part of ["a:hover", "a::before", "@font-face", 'style="color: blue;"'])
      expect(inlined).toContain(part);
  });

  test("VML that closes itself stays closed, and conditional comments stay as they are", () => {
    const html =
      '<style>p { color: red }</style><!--[if mso]><v:oval/><![endif]--><v:rect fill="a>b"><v:fill src="x" /><v:textbox>a</v:textbox></v:rect><p>x</p><o:p/>y';
    expect(inlineCss(html)).toBe(
      '<!--[if mso]><v:oval/><![endif]--><v:rect fill="a>b"><v:fill src="x"></v:fill><v:textbox>a</v:textbox></v:rect><p style="color: red;">x</p><o:p></o:p>y',
    );
  });

  test.each([
    {
      fault: "a style attribute without a declaration",
      html: "<style>p { color: red }</style>\n<p style=' ; '>x</p>",
      problem:
        'signature.html:1:1 error declarations in every style attribute beside a <style> element, got style=" ; ". Remove the attribute, or write it as name: value.',
    },
    {
      fault: "nesting",
      html: `<style>p { color: red }</style>${"<div>".repeat(15_000)}<p>x`,
      problem:
        "signature.html:1:1 error HTML whose elements stand within each other less deeply, got too many levels. Close what was opened.",
    },
  ])("$fault is told as what it is", ({ html, problem }) => {
    expect(mistakes({ "signature.html": html })).toBe(problem);
  });

  test("moves from style elements into attributes; media queries stay", () => {
    const html =
      "<style>.a { color: red } @media (max-width: 9px) { .a { color: blue } }</style><p class='a'>x &middot; <br/></p>";
    expect(inlineCss(html)).toMatch(
      /^<style>\s*@media[^<]*<\/style>\s*<p class="a" style="color: red;">x &middot; <br><\/p>$/u,
    );
  });

  test("HTML without it stays as it is, to the byte", () => {
    const html = "<P CLASS='a'>x &middot;<br/>\r\n";
    expect(inlineCss(html)).toBe(html);
  });
});

describe("signatures of a fleet", () => {
  const folder = newFolder({
    "signatures/brand.html":
      "<p>{{ team }} at {{ company }}, {{ emailAddress }}, {{ inbox }} in {{ environment }}</p>",
    "signatures/raw.html": "{{ as it is }}",
    "big.html": "x".repeat(102_401),
  });
  const inbox = (signature: string) => `variables: { company: A&B }
ignore: { unmapped-address: x }
inboxes:
  a: { emailAddress: a@example.com, signature: ${signature} }
  b: { emailAddress: b@example.com, signature: ${signature} }
`;

  test("a template knows the inbox, the environment, and the variables of file and signature", () => {
    const text = inbox('{ template: signatures/brand.html, variables: { team: "${inbox}s" } }');
    expect([...resolveText(text, { folder, environment: "dev" }).signatures]).toEqual([
      ["a", "<p>as at A&amp;B, a@example.com, a in dev</p>"],
      ["b", "<p>bs at A&amp;B, b@example.com, b in dev</p>"],
    ]);
  });

  test("files and HTML are taken as they are", () => {
    expect(resolveText(inbox("{ file: signatures/raw.html }"), { folder }).signatures.get("a")).toBe(
      "{{ as it is }}",
    );
    expect(resolveText(inbox('{ html: "{{ x }}" }'), { folder }).signatures.get("a")).toBe("{{ x }}");
  });

  test("a mistake in a template is told once, with the inboxes that use it", () => {
    expect(problemsOf(inbox("{ template: signatures/brand.html }"), { folder, environment: "dev" })).toEqual([
      expect.stringMatching(
        /^signatures\/brand\.html:1:7 error a known variable, got "team".*first\. \(inboxes a, b\)$/u,
      ),
    ]);
  });

  test.each([
    { rule: "isn't there", path: "signatures/brnd.html", why: "which doesn't exist" },
    { rule: "is a folder", path: "signatures", why: "which is a folder" },
  ])(
    "a template that $rule is told where the file names it, once for all that inherit it",
    ({ path, why }) => {
      const text = `defaults: { signature: { template: ${path} } }\ninboxes: { a: { emailAddress: a@example.com, ignore: { unmapped-address: x } } }`;
      expect(problemsOf(text, { folder })).toEqual([
        `inboxes.yaml:1:36 error defaults.signature.template: a template that can be read, got "${path}", ${why}. Give its path relative to the fleet file. (inbox a)`,
      ]);
    },
  );

  test("a file that isn't there, and one that is too big", () => {
    expect(problemsOf(inbox("{ file: no.html }"), { folder })[0]).toBe(
      'inboxes.yaml:4:56 error inboxes.a.signature.file: a file that can be read, got "no.html", which doesn\'t exist. Give its path relative to the fleet file.',
    );
    expect(problemsOf(inbox("{ file: big.html }"), { folder })[0]).toBe(
      "inboxes.yaml:4:37 error inboxes.a.signature: at most 102400 bytes (100 KB) of UTF-8, got 102401 bytes. Link to images instead of embedding them.",
    );
  });
});

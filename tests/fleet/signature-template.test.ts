import { inlineCss } from "../../provider/fleet/signature/inline-css";
import {
  SignatureTemplate,
  type SignatureTemplateOptions,
} from "../../provider/fleet/signature/signature-template";
import { TemplateError } from "../../provider/fleet/signature/template-error";
import { makeFolder, problemsOf, resolveText } from "./fleet-text";

function template(files: Readonly<Record<string, string>>, options: SignatureTemplateOptions = {}) {
  return SignatureTemplate.fromFile("signature.html", { folder: makeFolder(files), ...options });
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
    const outside = makeFolder({ "secret.html": "secret" });
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
      'signature.html:3:17 error a known variable, got "team.name". Did you mean "team"? Known are team, company. Give it among the signature\'s variables, or ask with {% if team.name %} first.',
      'part.html:1:4 error a known variable, got "phone". Did you mean "team"? Known are team, company. Give it among the signature\'s variables, or ask with {% if phone %} first.',
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

describe("CSS", () => {
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
  const folder = makeFolder({
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

  test("a file that isn't there, and one that is too big", () => {
    expect(problemsOf(inbox("{ file: no.html }"), { folder })[0]).toBe(
      'inboxes.yaml:4:56 error inboxes.a.signature.file: a file that can be read, got "no.html" (ENOENT). Give its path relative to the fleet file.',
    );
    expect(problemsOf(inbox("{ file: big.html }"), { folder })[0]).toBe(
      "inboxes.yaml:4:37 error inboxes.a.signature: at most 102400 bytes (100 KB) of UTF-8, got 102401 bytes. Link to images instead of embedding them.",
    );
  });
});

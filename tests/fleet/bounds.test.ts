import { inlineCss } from "../../provider/fleet/signature/inline-css";
import { SignatureTemplate } from "../../provider/fleet/signature/signature-template";
import { problemsOf, resolveText } from "../support/fleet-text";
import { newFolder } from "../support/folders";
import { expectSoon } from "../support/cpu-time";

/** `text(0) + text(1) + …`. */
function times(count: number, text: (index: number) => string): string {
  return Array.from({ length: count }, (_none, index) => text(index)).join("");
}

const INBOX = "{ emailAddress: a@example.com, mapping: { interactionPlan: P } }";

/** What takes time by the square of these takes minutes. */
const MANY = 20_000;
const SOON_MS = 15_000;

describe("many take time by their number", () => {
  test.each([
    {
      what: "aliases",
      count: 5_000,
      text: (n: number) =>
        `defaults: &d { mapping: { interactionPlan: P } }\ninboxes:\n${times(n, (i) => `  a${i}: { <<: *d, emailAddress: a${i}@example.com }\n`)}`,
    },
    {
      what: "variables in a chain, the first made of the last",
      count: MANY,
      text: (n: number) => `variables:\n${times(n, (i) => `  a${i}: "\${a${i + 1}}"\n`)}  a${n}: x\n`,
    },
    {
      what: "variables in a chain, the last made of the first",
      count: MANY,
      text: (n: number) => `variables:\n  a0: x\n${times(n, (i) => `  a${i + 1}: "\${a${i}}"\n`)}`,
    },
    {
      what: "keys of a map",
      count: MANY,
      text: (n: number) => `inboxes: { a: ${INBOX} }\nvariables: { ${times(n, (i) => `a${i}: x, `)} }\n`,
    },
  ])("$count $what", ({ count, text }) => {
    const validate = () => expect(problemsOf(text(count))).toEqual([]);
    expectSoon(SOON_MS, validate);
  });

  test("a chain gives each its value", () => {
    const text = `variables: { a: "\${b}\${c}", b: "\${c}-\${d}", c: "<\${d}>", d: 1.10 }`;
    expect(resolveText(text).fleet.variables).toEqual({
      a: "<1.10>-1.10<1.10>",
      b: "<1.10>-1.10",
      c: "<1.10>",
      d: "1.10",
    });
  });

  test("sections that are unknown, none of them meant for another", () => {
    const text = times(MANY, (i) => `inboxes${i}: { a: ${INBOX} }\n`);
    expectSoon(SOON_MS, () => expect(problemsOf(text)).toHaveLength(1));
  });

  test("names that are unknown, each of them told without all that are known", () => {
    const text = `variables:\n${times(8_000, (i) => `  a${i}: "\${b${i}}"\n`)}`;
    let problems: readonly string[] = [];
    expectSoon(SOON_MS, () => (problems = problemsOf(text)));
    expect(problems).toHaveLength(8_000);
    expect(problems[0]).toBe(
      'inboxes.yaml:2:7 error variables.a0: a known variable, got "b0". Declare it under variables, or write $${ for the text itself.',
    );
  });

  test("a long circle is told shortly", () => {
    expect(problemsOf(`variables:\n${times(99, (i) => `  a${i}: "\${a${(i + 1) % 99}}"\n`)}`)).toEqual([
      "inboxes.yaml:2:7 error variables.a0: a variable that isn't made of itself, got a0 → a1 → a2 → a3 → a4 → a5 → a6 → a7 → a8 → a9 → … → a0. Give one of them a value of its own.",
    ]);
  });
});

describe("what multiplies has a limit, and is told at its place", () => {
  const doublings = (n: number) =>
    `variables:\n  a0: ${"x".repeat(20)}\n${times(n, (i) => `  a${i + 1}: "\${a${i}}\${a${i}}"\n`)}`;

  test.each([
    {
      what: "variables that are made of variables",
      text: doublings(30),
      problem:
        "inboxes.yaml:15:8 error variables.a13: text of at most 102400 characters once its variables have their values, got 163840. Take variables out of it, or shorten theirs.",
    },
    {
      what: "defaults that hold them, by inboxes",
      text: `${doublings(12)}defaults: { mapping: { interactionPlan: P }, dataSources: { ${times(20, (i) => `d${i}: "\${a12}x", `)} } }\ninboxes:\n${times(100, (i) => `  a${i}: { emailAddress: a${i}@example.com }\n`)}`,
      problem: expect.stringMatching(
        /^inboxes\.yaml:15:\d+ error defaults\.dataSources\.d\d+: a file whose texts come to at most 100000000 characters once their variables have values, got more\. Put what is long into a signature's template, or split the file\.$/u,
      ) as string,
    },
    {
      what: "defaults by inboxes",
      text: `defaults: { dataSources: { ${times(1_000, (i) => `d${i}: x, `)} } }\ninboxes:\n${times(1_000, (i) => `  a${i}: { emailAddress: a${i}@example.com }\n`)}`,
      problem:
        "inboxes.yaml:1:11 error defaults: at most 500000 values of defaults times inboxes, got 1002 values for 1000 inboxes. Shorten the defaults, or split the file.",
    },
    {
      what: "characters",
      text: `inboxes: { a: ${INBOX} }\n${"#".repeat(2_000_000)}`,
      problem: expect.stringMatching(
        /^inboxes\.yaml:1:1 error a fleet file of at most 2000000 characters, got 20\d+\. Split the file\.$/u,
      ) as string,
    },
    {
      what: "environments",
      text: `inboxes: { a: ${INBOX} }\nenvironments:\n${times(101, (i) => `  e${i}: {}\n`)}`,
      problem: "inboxes.yaml:2:1 error environments: at most 100 environments, got 101. Split the file.",
    },
    {
      what: "values within values",
      text: `inboxes: ${"[".repeat(8_000)}${"]".repeat(8_000)}`,
      problem: expect.stringMatching(
        /^inboxes\.yaml:1:\d+ error values at most 100 levels deep, got many more\. Close what was opened\.$/u,
      ) as string,
    },
    {
      what: "values within values that nothing closes",
      text: `inboxes: ${"[".repeat(8_000)}`,
      problem: expect.stringMatching(
        /^inboxes\.yaml:1:\d+ error values at most 100 levels deep, got many more\. Close what was opened\.$/u,
      ) as string,
    },
  ])("$what", ({ text, problem }) => {
    expect(problemsOf(text)).toContainEqual(problem);
    expect(problemsOf(text).filter((line) => line.includes(" error "))).toHaveLength(1);
  });
});

describe("moving CSS", () => {
  const rules = (n: number) => `<style>${times(n, (i) => `p.c${i} { font: a, b; color: red } `)}</style>`;

  test("100000 selectors times elements are the limit", () => {
    expect(inlineCss(rules(100) + "<p>x</p>".repeat(100))).toContain("<p>x</p>");
    const folder = newFolder({ "j.html": rules(2_000) + "<p>x</p>".repeat(2_000) });
    const text = `inboxes: { a: { emailAddress: a@example.com, mapping: { interactionPlan: P }, signature: { template: j.html } } }`;
    expect(problemsOf(text, { folder })).toEqual([
      "j.html:1:1 error HTML beside <style> with at most 100000 selectors times elements, got 2000 selectors and 2001 elements. Remove the rules that no element needs, or write the styles into style attributes. (inbox a)",
    ]);
  });

  test("selectors that take time by a power of the elements are stopped after 5 seconds, once for all inboxes", () => {
    const html = `<style>x ${"~ p ".repeat(12)}{ color: red }</style>${"<p>x</p>".repeat(60)}{{ team }}`;
    const slow = SignatureTemplate.fromFile("signature.html", {
      folder: newFolder({ "signature.html": html }),
    });
    const fails = (team: string) =>
      expect(() => slow.render({ team })).toThrow(
        /^signature\.html:1:1 error HTML whose CSS is moved into style attributes within 5 seconds, got HTML that takes longer\./u,
      );
    fails("a");
    expectSoon(1_000, () => ["b", "c"].map((team) => fails(team)));
  });

  test("inboxes with equal HTML have it done once", () => {
    const html = rules(300) + "<p>x</p>".repeat(300);
    const one = SignatureTemplate.fromFile("signature.html", {
      folder: newFolder({ "signature.html": html }),
    });
    const first = one.render();
    const renderAll = () => {
      for (let inbox = 0; inbox < 200; inbox += 1) expect(one.render({ inbox })).toBe(first);
    };
    expectSoon(SOON_MS, renderAll);
  });

  test.each([
    { what: "comments", html: "<!--".repeat(100_000) },
    { what: "attributes", html: '<x:y "'.repeat(60_000) },
    { what: "style elements", html: "<style".repeat(60_000) },
  ])("$what that nobody closes take time by their number", ({ html }) => {
    expectSoon(4_000, () => inlineCss(`<style>p { color: red }</style>${html}`));
  });
});

import { sameHtml } from "../../provider/text/html";
import { shareTemplate, toWording } from "../../provider/kinds/email-signature/exported-words";

const share = (html: readonly string[]) => shareTemplate(html.flatMap((each) => toWording(each) ?? []));

test("signatures alike but for words are one template with the words as variables", () => {
  const html = ["Sales", "Returns &amp; repairs", "Caf\u00e9 &eacute;"].map(
    (team) => `<p>\n  ${team}\n</p><p>Example Ltd</p>`,
  );
  const shared = share(html);
  expect(shared?.template).toBe("<p>\n  {{ text }}\n</p><p>Example Ltd</p>");
  expect(shared?.members.map(({ words }) => words)).toEqual([
    { text: "Sales" },
    { text: "Returns & repairs" },
    { text: "Caf\u00e9 \u00e9" },
  ]);
  for (const [index, each] of html.entries()) expect(sameHtml(each, shared?.members[index]?.html)).toBe(true);
});

test("several places have a number each", () => {
  const html = ["a", "b", "c"].map((word) => `<p>${word}</p><p>same</p><p>${word}${word}</p>`);
  expect(share(html)?.template).toBe("<p>{{ text1 }}</p><p>same</p><p>{{ text2 }}</p>");
});

test.each([
  { rule: "two are files of their own", html: ["<p>a</p>", "<p>b</p>"] },
  { rule: "long texts are no words", html: ["a", "b", "c"].map((word) => `<p>${word.repeat(101)}</p>`) },
  {
    rule: "more than five places are another text",
    html: ["a", "b", "c"].map((word) => `<p>${word}</p>`.repeat(6)),
  },
  { rule: "equal ones need no variable", html: ["<p>a</p>", "<p>a</p>", "<p>a</p>"] },
])("$rule", ({ html }) => expect(share(html)).toBeUndefined());

test.each(["<!-- note --><p>a</p>", "<script>a</script>", "<textarea>a</textarea>"])(
  "in %s words can't be told from the rest",
  (html) => expect(toWording(html)).toBeUndefined(),
);

test("other tags are another frame", () => {
  expect(toWording("<p>a</p>")?.frame).toBe(toWording("<p>b</p>")?.frame);
  expect(toWording("<p>a</p>")?.frame).not.toBe(toWording("<div>a</div>")?.frame);
});

import { sameHtml } from "../../provider/text/html";
import { toSignatureFiles } from "../../provider/kinds/email-signature/exported-files";

const of = (name: string, html: string, emailAddress = `${name}@example.com`) => ({
  addressId: `adr_${name}`,
  name,
  emailAddress,
  html,
});
const pathOf = (result: ReturnType<typeof toSignatureFiles>, name: string) =>
  result.sources.get(`adr_${name}`)?.path;

test("a signature of one inbox is a file of its name, with a line's end where that means nothing", () => {
  const { files } = toSignatureFiles([of("a", "<p>A</p>"), of("b", "<pre>B</pre>")]);
  expect([...files]).toEqual([
    ["signatures/a.html", "<p>A</p>\n"],
    ["signatures/b.html", "<pre>B</pre>\n"],
  ]);
});

test.each(["con", "aux", "nul", "prn", "com1", "lpt9"])(
  "a file of the inbox %s exists on Windows, too",
  (name) => {
    expect([...toSignatureFiles([of(name, "<p>A</p>")]).files.keys()]).toEqual([`signatures/${name}_.html`]);
  },
);

test("signatures of one meaning are one file, in whichever order they come", () => {
  const all = [of("a", '<p class="x" id="y">A</p>'), of("b", "<p id=y class=x>A</p>")];
  const [one, other] = [toSignatureFiles(all), toSignatureFiles([...all].reverse())];
  expect(pathOf(one, "a")).toBe(pathOf(one, "b"));
  expect([...other.files]).toEqual([...one.files]);
  for (const { html, addressId } of all) expect(sameHtml(html, one.sources.get(addressId)?.html)).toBe(true);
});

test("signatures that differ by the own address are one template, and each comes out as it was", () => {
  const html = (mailbox: string) => `<a href="mailto:${mailbox}">${mailbox}</a>`;
  const all = ["a", "b"].map((name) => of(name, html(`${name}@example.com`)));
  const { files, sources } = toSignatureFiles(all);
  expect([...files.values()]).toEqual([expect.stringContaining("{{ emailAddress }}")]);
  for (const { addressId, html: before } of all) {
    expect(sources.get(addressId)).toMatchObject({ words: {} });
    expect(sameHtml(before, sources.get(addressId)?.html)).toBe(true);
  }
});

test.each([
  { rule: "an address that everybody has", make: () => "<p>a@example.com</p>" },
  { rule: "Liquid's own signs", make: (mailbox: string) => `<p>{{ x }} ${mailbox}</p>` },
  { rule: "CSS that would be moved", make: (mailbox: string) => `<style>p{}</style><p>${mailbox}</p>` },
])("$rule makes no template", ({ make }) => {
  const { sources } = toSignatureFiles(["a", "b"].map((name) => of(name, make(`${name}@example.com`))));
  expect([...sources.values()].map(({ words }) => words)).toEqual([undefined, undefined]);
});

test("a signature without room for a line's end stays as it is", () => {
  const html = `<p>${"x".repeat(102_400 - 7)}</p>`;
  expect(toSignatureFiles([of("a", html)]).files.get("signatures/a.html")).toBe(html);
});

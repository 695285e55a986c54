import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { problemsOf, resolveText } from "../support/fleet-text";
import { newFolder } from "../support/folders";

const outside = newFolder({
  "brand.html": "<p>{{ inbox }}</p>",
  "legal.html": "<p>Legal</p>",
  "key.json": "{}",
});

/** A fleet of one inbox with this signature, in a folder with these files. */
function signed(signature: string, files: Readonly<Record<string, string>> = {}, folder = newFolder(files)) {
  return {
    folder,
    text: `inboxes:\n  a: { emailAddress: a@example.com, mapping: null, ignore: { unmapped-address: x }, signature: ${signature} }\n`,
  };
}

function folderWithLink(link: string, target: string): string {
  const folder = newFolder({});
  mkdirSync(join(folder, "signatures"));
  symlinkSync(target, join(folder, "signatures", link));
  return folder;
}

describe("files lie below the fleet file's folder, where links lead to", () => {
  test.each([
    { rule: "a signature of the file system", signature: () => `{ file: ${outside}/legal.html }` },
    { rule: "a template of the file system", signature: () => `{ template: ${outside}/brand.html }` },
    {
      rule: "a way out by dots",
      signature: (folder: string) => `{ file: "${relative(folder, outside)}/legal.html" }`,
    },
    {
      rule: "a link to a file",
      folder: () => folderWithLink("legal.html", `${outside}/legal.html`),
      signature: () => "{ file: signatures/legal.html }",
    },
    {
      rule: "a link to a template",
      folder: () => folderWithLink("brand.html", `${outside}/brand.html`),
      signature: () => "{ template: signatures/brand.html }",
    },
    {
      rule: "a link to a folder",
      folder: () => folderWithLink("shared", outside),
      signature: () => "{ file: signatures/shared/legal.html }",
    },
    {
      rule: "a file that isn't there, as whether it is tells something",
      signature: () => `{ file: ${outside}/nothing.html }`,
    },
  ])("$rule", ({ signature, folder: make = () => newFolder({}) }) => {
    const folder = make();
    const { text } = signed(signature(folder));
    const [problem, ...others] = problemsOf(text, { folder });
    expect(others).toEqual([]);
    expect(problem).toMatch(
      /^inboxes\.yaml:2:\d+ error inboxes\.a\.signature\.(?:file|template): a file below the fleet file's folder, got ".+", which lies elsewhere\. Move it there, or allow its folder: allow: \{ folders: \[".+"\] \} in the program, --allow-folder .+ on the command line\.$/u,
    );
    // The next step works.
    const allowed = resolveText(text, { folder, allowedFolders: [outside] });
    const isMissing = text.includes("nothing.html");
    expect(allowed.problems.map(({ message }) => message)).toEqual(
      isMissing ? [expect.stringContaining("which doesn't exist")] : [],
    );
    expect(allowed.signatures.has("a")).toBe(!isMissing);
  });

  test("a folder whose name begins like the allowed one is another", () => {
    const folder = newFolder({ "fleet/x.html": "", "fleet-secrets/legal.html": "<p>x</p>" });
    const { text } = signed("{ file: ../fleet-secrets/legal.html }");
    expect(problemsOf(text, { folder: join(folder, "fleet") })).toHaveLength(1);
  });

  test("layouts and parts, also from a template behind a link that is allowed", () => {
    const folder = folderWithLink("brand.html", join(outside, "brand.html"));
    writeFileSync(join(folder, "outer.html"), `{% render "${outside}/legal.html" %}`);
    const parts = signed("{ template: outer.html }", {}, folder);
    expect(problemsOf(parts.text, { folder })[0]).toContain("outer.html:1:1 error a template file");
    expect(resolveText(parts.text, { folder, allowedFolders: [outside] }).signatures.get("a")).toBe(
      "<p>Legal</p>",
    );
    const above = newFolder({
      "secret.html": "secret",
      "fleet/inside.html": '{% render "../secret.html" %}{% render "secret.html" %}',
    });
    symlinkSync(above, join(above, "fleet", "up"));
    const roundabout = signed("{ template: up/fleet/inside.html }", {}, join(above, "fleet"));
    const { problems, signatures } = resolveText(roundabout.text, { folder: roundabout.folder });
    expect([problems.length, signatures.size]).toEqual([2, 0]);
  });

  test("files that hold keys, below the program's folder too", () => {
    const credential = (key: string): string =>
      `inboxes:\n  a: { emailAddress: a@example.com, ignore: { unmapped-address: x }, credential: { provider: google, method: serviceAccount, key: "${key}" } }\n`;
    const folder = newFolder({ "key.json": "{}" });
    expect(problemsOf(credential("file:key.json"), { folder })).toEqual([]);
    expect(problemsOf(credential("env:KEY"), { folder })).toEqual([]);
    const elsewhere = credential(`file:${outside}/key.json`);
    expect(problemsOf(elsewhere, { folder })).toEqual([
      expect.stringContaining(
        `inboxes.a.credential.key: a file below the folder of the fleet file or of the program, got "file:${outside}/key.json", which lies elsewhere. Move it there, or allow its folder`,
      ),
    ]);
    expect(problemsOf(elsewhere, { folder, allowedFolders: [outside] })).toEqual([]);
  });
});

describe("environment variables", () => {
  const text =
    "variables: { tier: '${env:TIER}' }\ninboxes:\n  a: { emailAddress: a@example.com, ignore: { unmapped-address: x }, description: '${env:SECRET}' }\n";
  const env = { TIER: "gold", SECRET: "hunter2-hunter2" };

  test("stand in text only where they are allowed by name", () => {
    expect(problemsOf(text, { env, allowedEnv: ["TIER"] })).toEqual([
      'inboxes.yaml:3:83 error inboxes.a.description: a variable of the process\'s environment that text may hold, got env:SECRET, which nobody has allowed: it would show in previews, in the state and in VCC. If it is no secret, allow it: allow: { env: ["SECRET"] } in the program, --allow-env SECRET on the command line. A credential takes env:SECRET without ${…}.',
    ]);
    expect(problemsOf(text, { env, allowedEnv: [] })).toHaveLength(2);
    expect(problemsOf(text, { env, allowedEnv: ["SECRET", "TIER"] })).toEqual([]);
  });

  test("no pattern allows them all", () => {
    expect(problemsOf(text, { env, allowedEnv: ["*", "secret", ""] })).toHaveLength(2);
  });

  test("a template can't spell out what isn't allowed", () => {
    const folder = newFolder({
      "spell.html": '{% assign letters = word | split: "" %}{{ letters | join: "-" }}',
    });
    const spelt = signed("{ template: spell.html, variables: { word: '${env:SECRET}' } }");
    const { problems, signatures } = resolveText(spelt.text, { folder, env, allowedEnv: [] });
    expect(problems.map(({ path }) => path)).toContain("inboxes.a.signature.variables.word");
    expect(JSON.stringify([problems, [...signatures]])).not.toMatch(/hunter2|h-u-n/u);
  });
});

describe("text files are UTF-8", () => {
  const latin = Buffer.from("<p>Grüße</p>", "latin1");
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("<p>Grüße</p>", "utf16le")]);

  test.each([
    { bytes: latin, got: "which is in another encoding, such as Latin-1: byte 0xFC in line 1, column 6" },
    { bytes: utf16, got: "which is in UTF-16, little endian" },
  ])("signatures, templates and parts: $got", ({ bytes, got }) => {
    const folder = newFolder({ "outer.html": '<p>\n{% render "s.html" %}</p>' });
    writeFileSync(join(folder, "s.html"), bytes);
    expect(problemsOf(signed("{ file: s.html }").text, { folder })).toEqual([
      expect.stringContaining(`a file in UTF-8, got "s.html", ${got}. Save it as UTF-8.`),
    ]);
    expect(problemsOf(signed("{ template: s.html }").text, { folder })).toEqual([
      expect.stringContaining(`a template in UTF-8, got "s.html", ${got}. Save it as UTF-8.`),
    ]);
    expect(problemsOf(signed("{ template: outer.html }").text, { folder })).toEqual([
      expect.stringContaining(
        `outer.html:2:1 error a template in UTF-8, got "s.html", ${got}. Save it as UTF-8.`,
      ),
    ]);
  });

  test("a byte order mark is no part of the text", () => {
    const folder = newFolder({ "s.html": "\ufeff<p>{{ inbox }}</p>" });
    expect(resolveText(signed("{ file: s.html }").text, { folder }).signatures.get("a")).toBe(
      "<p>{{ inbox }}</p>",
    );
    expect(resolveText(signed("{ template: s.html }").text, { folder }).signatures.get("a")).toBe("<p>a</p>");
  });
});

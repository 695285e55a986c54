import fc from "fast-check";
import { withoutFolders, withoutHomes } from "../../provider/text/local-paths";
import { expectSoon } from "../support/cpu-time";

/** Home of the superuser on every Unix. */
const SUPERUSER = "/root";

test.each([
  { text: "at main (/home/bob/shop/index.ts:9:3)", clean: "at main (index.ts:9:3)" },
  { text: "at file:///home/bob/shop/index.ts:9:3", clean: "at index.ts:9:3" },
  { text: "at file:///home/bob%20smith/index.ts:9:3", clean: "at index.ts:9:3" },
  { text: "at main (/home/bob smith/my shop/index.ts:9:3)", clean: "at main (my shop/index.ts:9:3)" },
  { text: "open '/home/bob smith'", clean: "open '~'" },
  { text: "in /home/bob", clean: "in ~" },
  { text: "in /home/bob and /home/ann", clean: "in ~ and ~" },
  { text: "cwd:/root, HOME=/root", clean: "cwd:~, HOME=~" },
  { text: `at ${SUPERUSER}/app/index.js:1:1`, clean: "at index.js:1:1" },
  { text: "at /Users/bob/shop/index.ts:9", clean: "at index.ts:9" },
  { text: `at /private/var${SUPERUSER}/x.ts`, clean: "at x.ts" },
  { text: String.raw`at C:\Users\bob\shop\index.ts:9:3`, clean: "at index.ts:9:3" },
  { text: String.raw`at C:\Users\bob smith\index.ts:9:3`, clean: "at index.ts:9:3" },
  { text: String.raw`at c:\users\bob\index.ts:9:3`, clean: "at index.ts:9:3" },
  { text: String.raw`{"file":"C:\\Users\\bob\\x.ts"}`, clean: `{"file":"x.ts"}` },
  { text: "at file:///C:/Users/bob/x.ts", clean: "at x.ts" },
  { text: "at /mnt/c/Users/bob/x.ts", clean: "at x.ts" },
  { text: "error:/home/bob/x.ts", clean: "error:x.ts" },
  { text: "at /opt/agent/_work/1/s/x.ts", clean: "at x.ts" },
  { text: "see https://example.com/home/bob/x.ts", clean: "see https://example.com/home/bob/x.ts" },
  { text: "see src/home/bob/x.ts", clean: "see src/home/bob/x.ts" },
  { text: "see ./home/bob/x.ts", clean: "see ./home/bob/x.ts" },
  { text: "and/or, 1/2, /", clean: "and/or, 1/2, /" },
])("of $text remains the relative place", ({ text, clean }) => expect(withoutFolders(text)).toBe(clean));

test.each([
  { text: "file:/home/bob/keys/google.json", clean: "~/keys/google.json" },
  { text: "key in /home/bob/keys", clean: "key in ~/keys" },
  { text: "key in /etc/keys", clean: "key in /etc/keys" },
])("in $text no person is named", ({ text, clean }) => expect(withoutHomes(text)).toBe(clean));

test("no name of a person stays, wherever the path stands", () => {
  const home = fc.constantFrom(
    "/home/",
    "/Users/",
    "C:\\Users\\",
    "file:///home/",
    "file:///C:/Users/",
    "/mnt/c/Users/",
  );
  const person = fc.stringMatching(/^canary[a-z0-9._-]{1,8}( [a-z]{2,8}canary){0,2}$/u);
  const around = fc.constantFrom(["(", ")"], ["'", "'"], ['"', '"'], [" ", "/x.ts"], ["\n", "/my shop/x.ts"]);
  fc.assert(
    fc.property(home, person, around, (folder, name, [before, after]) => {
      expect(withoutFolders(`open ${before}${folder}${name}${after} failed`)).not.toContain("canary");
    }),
  );
});

test("a text of nothing but slashes or names takes time by its length", () => {
  const parts = ["/", "/a", "/home/", "/home/a ", "C:\\", "file:", "~/", "a b/"];
  expectSoon(1_000, () => parts.map((part) => withoutFolders(part.repeat(50_000))));
});

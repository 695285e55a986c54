import { dirname, join } from "node:path";
import { leadsSomewhere } from "../support/anchors";
import { documents, filesBelow, read } from "../support/documents";

function brokenLinks(path: string): string[] {
  const links = [...read(path).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/gu)].map(([, link = ""]) => link);
  return links.filter((link) => {
    const [target = "", anchor] = link.split("#");
    return !leadsSomewhere(target === "" ? path : join(dirname(path), target), anchor);
  });
}

/** Files and folders of the repository that a page names in code; `<kind>` and `*` stand for names of its reader's. */
function missingPaths(path: string): string[] {
  const named = read(path).matchAll(
    /(?<![\w/.-])(?:docs|examples|provider|schema|tests|tools)\/[\w./-]*(?![\w<*[{])/gu,
  );
  return [...new Set([...named].map(([name]) => name.replace(/\.$/u, "")))].filter(
    (name) => !leadsSomewhere(name, undefined),
  );
}

const PAGES = [...new Set([...documents(), ...filesBelow("docs").filter((path) => path.endsWith(".md"))])];

test.each(PAGES)("every link of %s leads somewhere", (path) => {
  expect(brokenLinks(path)).toEqual([]);
});

test.each(documents())("every file and folder that %s names is there", (path) => {
  expect(missingPaths(path)).toEqual([]);
});

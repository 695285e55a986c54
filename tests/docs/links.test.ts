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

const PAGES = [...new Set([...documents(), ...filesBelow("docs").filter((path) => path.endsWith(".md"))])];

test.each(PAGES)("every link of %s leads somewhere", (path) => {
  expect(brokenLinks(path)).toEqual([]);
});

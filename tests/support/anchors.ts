import { existsSync } from "node:fs";
import { join } from "node:path";
import { read } from "./documents";
import { REPOSITORY } from "./repository";

/** Anchors of a Markdown text, as GitHub makes them of its headings. */
function anchorsOf(markdown: string): Set<string> {
  const prose = markdown.replace(/^```.*?^```$/gmsu, "");
  const headings = [...prose.matchAll(/^#+ (.+)$/gmu)].map(([, heading = ""]) =>
    heading
      .replace(/\[([^\]]*)\]\([^)]*\)/gu, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/\s/gu, "-"),
  );
  const seen = new Map<string, number>();
  return new Set(
    headings.map((heading) => {
      const times = seen.get(heading) ?? 0;
      seen.set(heading, times + 1);
      return times === 0 ? heading : `${heading}-${times}`;
    }),
  );
}

/** True if there is such a file, and in it such an anchor. */
export function leadsSomewhere(path: string, anchor: string | undefined): boolean {
  return existsSync(join(REPOSITORY, path)) && (anchor === undefined || anchorsOf(read(path)).has(anchor));
}

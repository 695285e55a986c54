import { codeBlocks } from "./code-blocks";

/** The lines of the `sh` blocks of a Markdown text, block by block, without comments. */
export function shellBlocks(markdown: string): string[][] {
  return codeBlocks(markdown)
    .filter(({ language }) => language === "sh")
    .map(({ text }) =>
      text
        .split("\n")
        .map((line) => line.replace(/(?:^|\s+)#.*$/u, ""))
        .filter((line) => line !== ""),
    );
}

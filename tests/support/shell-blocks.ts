/** The lines of the `sh` blocks of a Markdown text, block by block, without comments. */
export function shellBlocks(markdown: string): string[][] {
  return [...markdown.matchAll(/^```sh\n(.*?)^```$/gmsu)].map(([, block = ""]) =>
    block
      .split("\n")
      .map((line) => line.replace(/(?:^|\s+)#.*$/u, ""))
      .filter((line) => line !== ""),
  );
}

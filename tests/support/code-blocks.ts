/** A fenced block of a Markdown text. */
export interface CodeBlock {
  readonly language: string;
  /** Of its first line of code, from 1. */
  readonly line: number;
  readonly text: string;
}

/** The fenced blocks of a Markdown text, in order. */
export function codeBlocks(markdown: string): CodeBlock[] {
  return [...markdown.matchAll(/^```(\w+)\n(.*?)^```$/gmsu)].map(
    ({ index, 1: language = "", 2: text = "" }) => ({
      language,
      line: markdown.slice(0, index).split("\n").length + 1,
      text,
    }),
  );
}

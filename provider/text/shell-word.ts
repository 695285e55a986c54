/** A text as one word of a command that a person may paste into a shell. */
export function shellWord(text: string): string {
  return /^[\w.@/+:-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A whole URL, or undefined. Not `URL.canParse`: in Node 20 its optimised form now and then refuses what isn't ASCII. */
export function toUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

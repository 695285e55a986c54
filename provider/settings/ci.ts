/** True for a run that nobody watches: a CI sets `CI`. As everywhere in a shell, an empty variable is an absent one. */
export function isPipeline({ CI }: Readonly<Record<string, string | undefined>>): boolean {
  return Boolean(CI) && CI !== "false";
}

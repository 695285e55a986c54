import picomatch from "picomatch";
import { canonicalAddress } from "../../schema/canonical-address";

/**
 * Matcher of names and email addresses by globs, without case and whatever the spelling of a domain; all match where
 * there are none. A star stands for any text, also over slashes: names such as "Sales / EMEA" are no paths.
 */
export function globMatcher(globs: readonly string[]): (text: string) => boolean {
  if (globs.length === 0) return () => true;
  const spellings = new Set(globs.flatMap((glob) => [glob, canonicalAddress(glob)]));
  const fits = picomatch([...spellings], { nocase: true, dot: true, bash: true });
  return (text) => fits(text) || fits(canonicalAddress(text));
}

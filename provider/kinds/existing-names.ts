import { didYouMean } from "../../schema/nearest";
import { showValue } from "../../schema/rule";

const MOST_NAMES = 20;

/** Next step of a reference by a name that nothing in the account has: the names that there are. `nouns`: `plans`. */
export function existingNames(nouns: string, missing: string, names: readonly string[]): string {
  if (names.length === 0) return `The account's ${nouns} are none: create one first.`;
  const shown = names.slice(0, MOST_NAMES).map(showValue).join(", ");
  const rest = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
  return `${didYouMean(missing, names)} The account's ${nouns} are ${shown}${rest}.`.trim();
}

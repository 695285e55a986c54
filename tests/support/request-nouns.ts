import { INTERACTION_PLANS } from "../../schema/interaction-plan-mapping";

const NOUNS: readonly [RegExp, string][] = [
  [/\/addresses\/[^/]+\/signature$/u, "signature"],
  [/\/addresses\/[^/]+\/authentication\/consent$/u, "consent"],
  [/\/addresses\/[^/]+\/authentication$/u, "sign-in"],
  [/\/addresses/u, "address"],
  [/\/profiles/u, "profile"],
  [/\/mappings/u, "mapping"],
  [new RegExp(INTERACTION_PLANS.path, "u"), "plan"],
];

/** Noun of what a request is about: `address`, `mapping`; its path where there is none. */
export function nounOf(path: string): string {
  return NOUNS.find(([pattern]) => pattern.test(path))?.[1] ?? path;
}

import type { ObjectKind } from "../../provider/simulator/index";
import { KINDS } from "../../provider/kinds/index";
import { CONSENT, SIGN_IN } from "../../schema/email-address";
import { INTERACTION_PLANS } from "../../schema/interaction-plan-mapping";

/** Patterns of paths: of all requests for a kind, and of those for one of its objects. */
interface Paths {
  readonly noun: ObjectKind;
  readonly all: string;
  readonly one: string;
  /** With those for what vouches for the object. */
  readonly oneAndOwner: string;
}

const PATHS = KINDS.map(({ simulated: { noun }, exported: { list, parts } }): Paths => {
  const one = `${list.path}/[^/]+`;
  if (parts === undefined) return { noun, all: list.path, one: `${one}$`, oneAndOwner: `${one}$` };
  return { noun, all: `${one}${parts.part.path}$`, one: `${one}${parts.part.path}$`, oneAndOwner: one };
});

/** Those of parts first, as they lie below another kind's. */
const NOUNS: readonly { readonly noun: string; readonly all: string }[] = [
  { noun: "consent", all: `${CONSENT.path}$` },
  { noun: "sign-in", all: `${SIGN_IN.path}$` },
  ...PATHS.filter(({ all, one }) => all === one),
  ...PATHS.filter(({ all, one }) => all !== one),
  { noun: "plan", all: INTERACTION_PLANS.path },
];

/** Patterns of the paths that requests for a kind have. */
export function pathsOf(noun: ObjectKind): Paths {
  const [paths] = PATHS.filter((one) => one.noun === noun);
  if (paths === undefined) throw new Error(`no kind has the noun ${noun}`);
  return paths;
}

/** Noun of what a request is about: `address`, `mapping`; its path where there is none. */
export function nounOf(path: string): string {
  return NOUNS.find(({ all }) => new RegExp(all, "u").test(path))?.noun ?? path;
}

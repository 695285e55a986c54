import type { ContractProfile } from "../../../schema/contract/profile";
import { own } from "../../values/own";
import { isRecord } from "../../values/records";
import type { Correction } from "../check/finding";

/** A part of a profile, with the place in the file that it was taken from. */
export interface Proposal extends Correction {
  readonly where: string;
}

/** What a person has to decide. */
export interface Choice {
  readonly what: string;
  readonly between: readonly string[];
}

/** What the requests of a file say of a part of a profile, also where that is what is built in. */
export interface Evidence {
  readonly path: readonly string[];
  readonly builtIn: unknown;
  readonly seen: readonly { readonly value: unknown; readonly where: string }[];
}

interface Decision {
  readonly proposals: readonly Proposal[];
  readonly choices: readonly Choice[];
}
const NONE: Decision = { proposals: [], choices: [] };

/** A proposal where the requests agree, and the profile says nothing; a choice where they don't, or it says otherwise. */
export function decide({ path, builtIn, seen }: Evidence, profile: ContractProfile): Decision {
  const said = path.reduce<unknown>((at, key) => (isRecord(at) ? own(at, key) : undefined), profile);
  const places = new Map<unknown, string>();
  for (const { value, where } of seen) if (!places.has(value)) places.set(value, where);
  if (places.size === 0 || places.has(said)) return NONE;
  const found = [...places].map(([value, where]) => ({ value, where }));
  if (said === undefined && found.length === 1)
    return {
      proposals: found.filter(({ value }) => value !== builtIn).map((one) => ({ path, ...one })),
      choices: [],
    };
  const all = said === undefined ? found : [{ value: said, where: "the profile" }, ...found];
  const between = all.map(({ value, where }) => `${String(value)} (${where})`);
  return { proposals: [], choices: [{ what: path.join("."), between }] };
}

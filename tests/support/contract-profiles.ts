import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseProfile } from "../../provider/contract/load-contract";
import type { ContractProfile } from "../../schema/contract/profile";
import { REPOSITORY } from "./repository";

const FOLDER = join(REPOSITORY, "tests/contract/profiles");

/** The profiles that somebody has shared, by file. */
export const SHARED_PROFILES: readonly string[] = readdirSync(FOLDER);

export function sharedProfile(file: string): string {
  return readFileSync(join(FOLDER, file), "utf8");
}

/** The profile in a text, for the account `acme`. */
export function profileOf(text: string): ContractProfile {
  const read = parseProfile("vcc-contract.yaml", text.replaceAll("{accountKey}", "acme"));
  if ("problems" in read) throw new Error(JSON.stringify(read.problems, null, 2));
  return read.profile;
}

/** What a person has to bring: what the vendor's collection tells, and what no read of this account can. */
export function givenOf({ apis = {}, kinds = {} }: ContractProfile): ContractProfile {
  const fromCollection = Object.entries(kinds).map(([kind, told]) => {
    if (told === null || told === undefined) return [kind, null];
    const { path, update, calls } = told;
    const { read: _read, ...others } = calls ?? {};
    return [
      kind,
      withoutUndefined({ path, update, ...(Object.keys(others).length > 0 && { calls: others }) }),
    ];
  });
  return {
    apis: Object.fromEntries(
      Object.entries(apis).map(([api, told]) => {
        const { prefix, mediaType, scopes } = told ?? {};
        return [api, withoutUndefined({ prefix, mediaType, scopes })];
      }),
    ),
    kinds: Object.fromEntries(fromCollection) as ContractProfile["kinds"],
  };
}

function withoutUndefined(bag: object): object {
  return Object.fromEntries(Object.entries(bag).filter(([, value]) => value !== undefined));
}

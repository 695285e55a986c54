import type { ContractProfile } from "../../../schema/contract/profile";
import { isRecord } from "../../values/records";
import type { ContractCheck } from "../check/check-contract";
import { WITHHELD } from "../check/disclosure";
import type { Correction } from "../check/finding";
import type { ContractReport, ReportedSetting } from "./contract-report";
import type { Names } from "./names";

/** Larger numbers are none of a profile's. */
const MOST = 10_000;

/** Verdicts, and what a check proposes, without its sentences: they hold paths, lengths and the like. */
export function reportCheck(
  { claims, corrections }: ContractCheck,
  names: Names,
): Pick<ContractReport, "claims" | "parts" | "corrections"> {
  return {
    claims: Object.fromEntries(claims.map(({ id, verdict }) => [id, verdict])),
    parts: claims.flatMap(({ id, parts = [] }) =>
      parts.map(({ name, verdict }) => ({ claim: id, name, verdict })),
    ),
    corrections: corrections.map((correction) => toSetting(correction, names)),
  };
}

/** A profile's settings, as far as they are on the allow-list or agreed to. */
export function reportProfile(profile: ContractProfile, names: Names): readonly ReportedSetting[] {
  return leavesOf(profile, []).map((leaf) => toSetting(leaf, names));
}

/** Each setting in a profile. */
export function leavesOf(part: unknown, path: readonly string[]): readonly Correction[] {
  if (part === undefined) return [];
  if (!isRecord(part)) return [{ path, value: part }];
  return Object.entries(part).flatMap(([key, value]) => leavesOf(value, [...path, key]));
}

/** Keys of a profile are this package's own. */
function toSetting({ path, value }: Correction, names: Names): ReportedSetting {
  return { setting: path.join("."), value: toTold(path, value, names) };
}

function toTold(path: readonly string[], value: unknown, names: Names): ReportedSetting["value"] {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isInteger(value) && Math.abs(value) <= MOST ? value : WITHHELD;
  // Hosts, prefixes, media types and scopes may be made for one customer.
  return typeof value === "string" && path[0] === "kinds" ? toToldText(path[2], value, names) : WITHHELD;
}

/** A text in the profile of a kind. */
function toToldText(setting: string | undefined, text: string, names: Names): string {
  if (setting === "update" || setting === "dataSources") return text;
  if (setting === "words") return names.word(text);
  return text.startsWith("/") ? names.path(text) : names.place(text);
}

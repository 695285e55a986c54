import type { ContractKindName } from "../../../schema/contract/kinds";
import type { Finding } from "../check/finding";
import type { Outcome } from "../check/outcome";

/** Types of JSON. */
export type TypeName = "string" | "number" | "boolean" | "null" | "list" | "map";

/** What values at one place look like. Nothing of it is a value: ranges are rounded, such as `9-16`. */
export interface Shape {
  /** The contract's name of the field that is here. */
  readonly field?: string;
  /** Number of values of each type; 9,999 stands for all above, too. */
  readonly types: Readonly<Partial<Record<TypeName, number>>>;
  /** Lengths of the strings. */
  readonly characters?: string;
  /** Digits of the numbers before the point. */
  readonly digits?: string;
  /** Words of a field of fixed words, in the contract's spelling, with their numbers. */
  readonly words?: Readonly<Record<string, number>>;
  /** Entries of the lists. */
  readonly items?: string;
  /** What the entries of the lists look like. */
  readonly each?: Shape;
  /** Keys of a map. */
  readonly keys?: string;
  /** By key: `{*}` for all that aren't told, `{name}` for the field that the contract calls so. */
  readonly below?: Readonly<Record<string, Shape>>;
}

/** What the reads of one kind of object tell. */
export interface KindReport {
  /** How often its list, or for signatures each read, ended in which way. */
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  /** How the read of one by its id ended; null where there was none. */
  readonly one: Outcome | null;
  /** Keys of a reply that hold lists. */
  readonly listKeys: readonly string[];
  readonly objects: number;
  readonly shape: Shape | null;
}

/** A setting of a profile. */
export interface ReportedSetting {
  /** Its place, such as `kinds.emailAddress.fields.name`. */
  readonly setting: string;
  /** `{*}` for what isn't told. */
  readonly value: string | number | boolean | null;
}

/** A part of a claim, such as a field, that isn't confirmed. */
export interface ReportedPart {
  readonly claim: string;
  readonly name: string;
  readonly verdict: Finding["verdict"];
}

/**
 * Report of a contract check that can be shared. It is built from an allow-list: this package's own words, names that
 * APIs give to such fields, types, counts and rounded ranges. No value of an account is in it.
 */
export interface ContractReport {
  readonly schema: "pulumi-vcc/contract-report/v1";
  /** Version of this package. */
  readonly packageVersion: string;
  readonly verdict: Finding["verdict"];
  readonly calls: number;
  /** True where the check ended before its end. */
  readonly isStopped: boolean;
  /** True where the person agreed to names that this package doesn't know. */
  readonly showsNames: boolean;
  /** What the contract profile says otherwise than what is built in. */
  readonly profile: readonly ReportedSetting[];
  /** Verdicts by the numbers of docs/contract.md. */
  readonly claims: Readonly<Record<string, Finding["verdict"]>>;
  readonly parts: readonly ReportedPart[];
  /** What the check proposes for the profile. */
  readonly corrections: readonly ReportedSetting[];
  readonly kinds: Readonly<Partial<Record<ContractKindName, KindReport>>>;
}

/** Levels of a finding, the worst first. */
export const LEVELS = ["error", "warning", "info"] as const;
export type Level = (typeof LEVELS)[number];

/** A kind of finding: the same id wherever it is told. */
export interface FindingRule {
  /** Level, unless it is set otherwise. */
  readonly level: Level;
  /** Other levels that single findings of it have, and when; none where all have the same. */
  readonly otherLevels?: string;
  /** The finding in general; a finding's own text names the values. */
  readonly meaning: string;
  /**
   * The finding in the verdict: a clause in which `{who}` is the mailbox or object, or how many; `{object}`
   * is what somebody changed outside the program; `{from}` and `{to}` are
   * the plans that take the mail before and after.
   */
  readonly headline: string;
  /** Finding of the opposite change, whose own mirror this one is; or why there is none, with other findings in `ticks`. */
  readonly mirror: string;
  /**
   * `lint`: a rule over a fleet, also where nothing changes, which `ignore` of the fleet file switches off; `file`: of the
   * fleet file itself, which nothing switches off; `change`: of a change or drift; `run`: of the preview, not of what it
   * would change.
   */
  readonly about: "lint" | "file" | "change" | "run";
}

/** The words of a finding. */
type Words = Pick<FindingRule, "meaning" | "headline" | "mirror" | "otherLevels">;

export const lint = <Own extends Exclude<Level, "info">>(level: Own, words: Words) =>
  ({ ...words, level, about: "lint" }) as const;
export const file = <Own extends Exclude<Level, "info">>(level: Own, words: Words) =>
  ({ ...words, level, about: "file" }) as const;
export const change = <Own extends Level>(level: Own, words: Words) =>
  ({ ...words, level, about: "change" }) as const;

export const run = <Own extends Level>(level: Own, words: Words) =>
  ({ ...words, level, about: "run" }) as const;

/** Reasons why a finding has no mirror. */
export const ITSELF = "the way back is the same finding, from and to exchanged";
export const GONE = "it ends without a trace: a report rates the change, and nothing is left to decide";

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
   * The finding in the verdict: a clause in which `{who}` is the mailbox or object, or how many; `{mailbox}` is the same,
   * and where that is a fleet file, a mailbox of it; `{object}` is what somebody changed outside the program; `{from}` and
   * `{to}` are the plans that take the mail before and after.
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
  /** Time of what it tells, where no run brings it: how VCC is `before` a run, or what is so `always`, whatever a run does. */
  readonly holds?: "before" | "always";
  /** True if mail goes elsewhere with it, though the outcome of a mailbox's mail may not tell so. */
  readonly movesMail?: boolean;
  /** True if it promises mail to a plan: nothing of it holds where VCC lacks the plan. */
  readonly needsPlan?: boolean;
  /** True for an edit outside the program, which leaves the object in place. */
  readonly isEdit?: boolean;
  /** Section of its own that tells it, so that 30 of a kind don't hide what else needs a decision. */
  readonly section?: "drift" | "credentials";
  /** Field of an inbox in a fleet file that it is about; without one, it is about the entry as a whole. */
  readonly field?: readonly [
    part: "emailAddress" | "credential" | "signature" | "mapping",
    ...rest: string[],
  ];
}

/** Properties of a finding that its entry gives. */
type Facts = Omit<FindingRule, "level" | "about">;

export const lint = <Own extends Exclude<Level, "info">>(level: Own, facts: Facts) =>
  ({ ...facts, level, about: "lint", holds: "always" }) as const;
export const file = <Own extends Exclude<Level, "info">>(level: Own, facts: Facts) =>
  ({ ...facts, level, about: "file", holds: "always" }) as const;
export const change = <Own extends Level>(level: Own, facts: Facts) =>
  ({ ...facts, level, about: "change" }) as const;

export const run = <Own extends Level>(level: Own, facts: Facts) =>
  ({ ...facts, level, about: "run", holds: "always" }) as const;

/** Reasons why a finding has no mirror. */
export const ITSELF = "the way back is the same finding, from and to exchanged";
export const GONE = "it ends without a trace: a report rates the change, and nothing is left to decide";

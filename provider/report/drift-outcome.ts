import type { Drift } from "../../schema/report/change-report";

type Outcome = NonNullable<Drift["outcome"]> | "null";

/** Words for what becomes of drift. */
const WORDS: Readonly<Record<Outcome, string>> = {
  putBack: "pulumi up --refresh makes it as the program says",
  kept: "it stays as VCC has it",
  adopted: "the program says the same by now",
  null: "whether the program says the same can't be told",
};
/** The same of an object that is gone: the program says nothing of its properties. */
const WORDS_OF_DELETION: Readonly<Partial<Record<Outcome, string>>> = {
  putBack: "pulumi up --refresh makes it again",
  adopted: "the program no longer has it either",
  null: "whether the program still has it can't be told",
};

/** The outcome of drift as a clause: `pulumi up --refresh makes it again`. */
export function describeOutcome({ cause, outcome }: Pick<Drift, "cause" | "outcome">): string {
  const key = outcome ?? "null";
  return (cause === "deleted" ? WORDS_OF_DELETION[key] : undefined) ?? WORDS[key];
}

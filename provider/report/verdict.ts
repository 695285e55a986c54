import { canonicalAddress } from "../../schema/canonical-address";
import { INTERACTION_PLAN_MAPPING } from "../../schema/interaction-plan-mapping";
import type {
  Change,
  ChangeReport,
  Drift,
  Finding,
  Mailbox,
  MailOutcome,
} from "../../schema/report/change-report";
import { FINDINGS, isCannotTell, type Level, worstLevel } from "../../schema/report/finding";
import { counted } from "../text/counted";
import { asJson } from "./findings/draft";
import { type Clause, clausesOf, nameOrCount } from "./verdict-clauses";
import { propertyWords, titleOf } from "./nouns";
import { isReached, receiverOf } from "../../schema/report/outcome";

type Verdict = ChangeReport["verdict"];

/** Clauses of a verdict: more of them nobody reads at a glance. Source: our choice. */
const MOST_CLAUSES = 5;

/** Question that a report answers: what a change brings, or what isn't as the program says. */
export type Question = "change" | "drift";

/** Parts of a report that a verdict rests on. */
export interface VerdictBasis {
  readonly question: Question;
  readonly findings: readonly Finding[];
  readonly mailboxes: readonly Mailbox[];
  readonly changes: readonly Change[];
  readonly drift: readonly Drift[];
  /** Resources of other kinds that change. */
  readonly others: ChangeReport["others"];
  readonly isComplete: boolean;
  /** False where the engine didn't ask VCC; null where there was nothing to ask about. */
  readonly isRefreshed: boolean | null;
}

const NOT_ASKED =
  "The program changes nothing of the stack's mail. VCC wasn't asked whether somebody edited it there.";
const NOTHING: Readonly<Record<Question, string>> = {
  change: "Nothing of the stack's mail changes.",
  drift: "The stack's mail is as the program says.",
};
const [OTHER, OTHERS] = ["resource of another kind", "resources of other kinds"];
const STAYS: ReadonlySet<MailOutcome> = new Set(["stays", "nobody"]);
/** Characters of a value within a verdict. Source: our choice. */
const LONGEST_VALUE = 40;

/** A sentence that a reviewer can sign, and the worst level. */
export function toVerdict(basis: VerdictBasis): Verdict {
  const known = basis.findings.filter((finding) => !isCannotTell(finding));
  const clauses = clausesOf(known, basis);
  if (known.length < basis.findings.length || !basis.isComplete) {
    const all = [...unreachedUntilUp(basis), ...clauses.map(({ text }) => text)];
    const rest = all.length === 0 ? "" : ` What is known: ${joined(all)}.`;
    return { level: "cannotTell", text: `${doubtOf(basis)}.${rest}` };
  }
  const level = worstLevel(known) ?? "info";
  if (clauses.length === 0) return withoutFindings(basis, level);
  if (basis.question === "drift") return { level, text: describeDrift(basis, clauses) };
  const isStill =
    basis.mailboxes.every(({ routing }) => STAYS.has(routing.outcome)) &&
    !known.some(({ id }) => FINDINGS[id].movesMail === true);
  const sentence = joined([
    ...unreachedUntilUp(basis),
    ...asked(basis),
    ...clauses.map(({ text }) => text),
    ...(isStill ? ["no mail goes elsewhere"] : []),
  ]);
  return { level, text: `${capital(sentence)}.` };
}

function doubtOf({ question, isComplete }: VerdictBasis): string {
  if (question === "drift")
    return isComplete
      ? "Part of what isn't as the program says can't be told"
      : "The preview didn't succeed, so what isn't as the program says is known in part";
  const what = isComplete
    ? "Part of this change can't be told"
    : "The preview didn't succeed, so the change is known in part";
  return `${what}: don't approve it as it is`;
}

/** What is so now, what the next run brings, and what is so whatever a run does, apart. */
function describeDrift(basis: VerdictBasis, clauses: readonly Clause[]): string {
  const textsOf = (time: "before" | "always" | undefined): string[] =>
    clauses.filter(({ id }) => FINDINGS[id].holds === time).map(({ text }) => text);
  const next = textsOf(undefined);
  const own = changesOfProgram(basis);
  const asks = next.length === 0 && own.length > 0 ? [describeChanges(own, basis.mailboxes)] : [];
  const sentences = [
    ["Not as the program says: ", [...unreachedUntilUp(basis), ...textsOf("before")]],
    ["With the next pulumi up --refresh: ", [...asks, ...next]],
    ["", textsOf("always")],
  ] as const;
  return sentences
    .filter(([, parts]) => parts.length > 0)
    .map(([beginning, parts]) => `${beginning}${beginning === "" ? capital(joined(parts)) : joined(parts)}.`)
    .join(" ");
}

/** Changes but for those that make again what somebody has deleted. */
function changesOfProgram({ changes, drift }: VerdictBasis): readonly Change[] {
  const deleted = new Set(
    drift.filter(({ cause }) => cause === "deleted").map(({ resource }) => titleOf(resource)),
  );
  return changes.filter(({ resource }) => !deleted.has(titleOf(resource)));
}

/** Mail that somebody's edit keeps from its plan, until a run puts it back. */
function unreachedUntilUp({ mailboxes, drift }: VerdictBasis): string[] {
  const edited = new Set(drift.map(({ mailbox }) => mailbox && canonicalAddress(mailbox)));
  const isShared = drift.some(
    ({ mailbox, resource }) => mailbox === null && resource.kind === INTERACTION_PLAN_MAPPING,
  );
  const unreached = mailboxes.filter(({ mailbox, routing: { before, after } }) => {
    const { kind } = receiverOf(before);
    const isOff = kind === "nobody" || kind === "notPulled";
    return isOff && isReached(receiverOf(after)) && (isShared || edited.has(canonicalAddress(mailbox)));
  });
  const names = unreached.map(({ mailbox }) => mailbox);
  return names.length === 0
    ? []
    : [`mail to ${nameOrCount(names, "mailboxes")} reaches nobody until the next pulumi up --refresh`];
}

/** What the program changes, where nothing is found but edits of somebody else: they don't stand for it. */
function asked({ findings, changes, mailboxes }: VerdictBasis): string[] {
  const isEdited = findings.every(({ id }) => FINDINGS[id].isEdit === true);
  return isEdited && changes.length > 0 ? [describeChanges(changes, mailboxes)] : [];
}

/** Verdict of a change that nothing is found about. */
function withoutFindings(
  { question, mailboxes, changes, drift, others, isRefreshed }: VerdictBasis,
  level: Level,
): Verdict {
  const otherCount = others.reduce((sum, { count }) => sum + count, 0);
  if (question === "drift" && changes.length === 0 && drift.length === 0 && otherCount > 0)
    return {
      level,
      text: `Not applied yet: changes of ${counted(otherCount, OTHER, OTHERS)}. ${NOTHING.drift}`,
    };
  if (changes.length === 0 && drift.length === 0)
    return { level: "none", text: isRefreshed === false ? NOT_ASKED : NOTHING[question] };
  if (changes.length === 0) {
    const edits = counted(drift.length, "difference", "differences");
    return {
      level,
      text: `The program changes nothing; ${edits} made outside of it ${drift.length === 1 ? "is" : "are"} told below.`,
    };
  }
  const what = describeChanges(changes, mailboxes);
  return {
    level,
    text: question === "drift" ? `Not applied yet: ${what}.` : `No mail goes elsewhere: ${what}.`,
  };
}

/** The changes of properties in one clause, and whose they are. */
function describeChanges(changes: readonly Change[], mailboxes: readonly Mailbox[]): string {
  const touched = mailboxes.filter(({ changes: own }) => own.length > 0);
  const inMailboxes = new Set(touched.flatMap(({ changes: own }) => own));
  const [apart, ...others] = new Set(
    changes.filter((change) => !inMailboxes.has(change)).map(({ resource }) => titleOf(resource)),
  );
  const [mailbox] = touched;
  const owners = [
    ...(mailbox === undefined
      ? []
      : [touched.length === 1 ? mailbox.mailbox : `${String(touched.length)} mailboxes`]),
    ...(apart === undefined
      ? []
      : [others.length === 0 ? `the ${apart}` : `${String(1 + others.length)} other objects`]),
  ];
  const where = owners.length === 0 ? "" : ` of ${owners.join(" and ")}`;
  return changeOf(changes, where) ?? `${String(changes.length)} properties${where} change`;
}

/** The change where all are the same: `priority of 12 mailboxes changes from 5000 to 6000`. */
function changeOf(changes: readonly Change[], where: string): string | undefined {
  const [first] = changes;
  const isSame =
    new Set(changes.map(({ property, from, to }) => JSON.stringify([property, from, to]))).size === 1;
  if (first === undefined || !isSame) return undefined;
  const { property, from, to } = first;
  const values = isPlain(from) && isPlain(to) ? ` from ${asJson(from)} to ${asJson(to)}` : "";
  return `${propertyWords(property)}${where} changes${values}`;
}

function isPlain(value: Change["from"]): boolean {
  return (
    typeof value === "number" ||
    typeof value === "boolean" ||
    (typeof value === "string" && value.length <= LONGEST_VALUE)
  );
}

function joined(clauses: readonly string[]): string {
  const more = clauses.length - MOST_CLAUSES;
  const rest = more > 0 ? [`${counted(more, "more kind of finding", "more kinds of findings")} below`] : [];
  return [...clauses.slice(0, MOST_CLAUSES), ...rest].join("; ");
}

function capital(sentence: string): string {
  // An address stays as it is.
  return /^[^\s@]*@/u.test(sentence) ? sentence : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}

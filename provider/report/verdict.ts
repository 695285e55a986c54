import type {
  Change,
  ChangeReport,
  Finding,
  Mailbox,
  MailOutcome,
  Routing,
} from "../../schema/report/change-report";
import { type FindingId, FINDING_IDS, FINDINGS, type Level, LEVELS } from "../../schema/report/finding";
import { quoted } from "./findings/draft";
import { propertyWords, titleOf } from "./nouns";
import { type Receiver, receiverOf } from "../../schema/report/outcome";

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
  readonly drift: number;
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
const STAYS: ReadonlySet<MailOutcome> = new Set(["stays", "nobody"]);
/** Findings that mail goes elsewhere, besides those that follow from its outcome. */
const MOVES_MAIL: ReadonlySet<FindingId> = new Set([
  "testing-changed",
  "mail-diverted",
  "credential-expired",
  "signed-in",
]);
const EDITS: ReadonlySet<FindingId> = new Set(["drift-edited", "drift-kept", "drift-adopted"]);
/** Characters of a value within a verdict. Source: our choice. */
const LONGEST_VALUE = 40;
const UNTOLD = "a plan that can't be told";

/** A sentence that a reviewer can sign, and the worst level. */
export function toVerdict(basis: VerdictBasis): Verdict {
  const known = basis.findings.filter(({ id }) => id !== "cannot-tell");
  const clauses = clausesOf(known, basis.mailboxes);
  if (known.length < basis.findings.length || !basis.isComplete) {
    const what = basis.isComplete
      ? "Part of this change can't be told"
      : "The preview didn't succeed, so the change is known in part";
    const rest = clauses.length === 0 ? "" : ` What is known: ${joined(clauses)}.`;
    return { level: "cannotTell", text: `${what}: don't approve it as it is.${rest}` };
  }
  const level = LEVELS.find((one) => known.some((finding) => finding.level === one)) ?? "info";
  if (clauses.length === 0) return withoutFindings(basis, level);
  const isStill =
    basis.question === "change" &&
    basis.mailboxes.every(({ routing }) => STAYS.has(routing.outcome)) &&
    !known.some(({ id }) => MOVES_MAIL.has(id));
  const sentence = joined([...asked(basis), ...clauses, ...(isStill ? ["no mail goes elsewhere"] : [])]);
  return {
    level,
    text: basis.question === "drift" ? `Not as the program says: ${sentence}.` : `${capital(sentence)}.`,
  };
}

/** What the program changes, where nothing is found but edits of somebody else: they don't stand for it. */
function asked({ findings, changes, mailboxes }: VerdictBasis): string[] {
  const isEdited = findings.every(({ id }) => EDITS.has(id));
  return isEdited && changes.length > 0 ? [describeChanges(changes, mailboxes)] : [];
}

/** Verdict of a change that nothing is found about. */
function withoutFindings(
  { question, mailboxes, changes, drift, isRefreshed }: VerdictBasis,
  level: Level,
): Verdict {
  if (changes.length === 0 && drift === 0)
    return { level: "none", text: isRefreshed === false ? NOT_ASKED : NOTHING[question] };
  if (changes.length === 0) {
    const edits = counted(drift, "difference", "differences");
    return {
      level,
      text: `The program changes nothing; ${edits} made outside of it ${drift === 1 ? "is" : "are"} told below.`,
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
  const values = isPlain(from) && isPlain(to) ? ` from ${quoted(from)} to ${quoted(to)}` : "";
  return `${propertyWords(property)}${where} changes${values}`;
}

function isPlain(value: Change["from"]): boolean {
  return (
    typeof value === "number" ||
    typeof value === "boolean" ||
    (typeof value === "string" && value.length <= LONGEST_VALUE)
  );
}

/** A clause for each kind of finding that needs a decision, the worst first; else for each that is for information. */
function clausesOf(findings: readonly Finding[], mailboxes: readonly Mailbox[]): string[] {
  const byMailbox = new Map(mailboxes.map((one) => [one.mailbox, one]));
  const [errors, warnings, infos] = LEVELS.map((level) =>
    FINDING_IDS.flatMap((id) => {
      const own = findings.filter((finding) => finding.id === id && finding.level === level);
      return own.length === 0 ? [] : [clauseOf(id, own, byMailbox)];
    }),
  );
  const decisions = [...(errors ?? []), ...(warnings ?? [])];
  return decisions.length === 0 ? (infos ?? []) : decisions;
}

function clauseOf(
  id: FindingId,
  findings: readonly Finding[],
  byMailbox: ReadonlyMap<string, Mailbox>,
): string {
  const subjects = new Map(findings.map(({ subject }) => [`${subject.kind} ${subject.name}`, subject]));
  const kinds = new Set([...subjects.values()].map(({ kind }) => kind));
  const nouns = kinds.size === 1 && kinds.has("mailbox") ? "mailboxes" : "objects";
  const known = findings.flatMap(({ subject }) => byMailbox.get(subject.name) ?? []);
  const whoOf = (names: readonly string[]): string =>
    names.length === 1 ? (names[0] ?? "") : `${String(names.length)} ${nouns}`;
  const words: Readonly<Record<string, string>> = {
    who: whoOf([...subjects.values()].map(({ name }) => name)),
    former: whoOf(known.flatMap(({ formerMailbox }) => formerMailbox ?? [])),
    from: plansOf(known.map(({ routing }) => mappedReceiverOf(routing.before))),
    to: plansOf(known.map(({ routing }) => mappedReceiverOf(routing.after))),
  };
  return FINDINGS[id].headline.replace(/\{(\w+)\}/gu, (_sign, word: string) => words[word] ?? "");
}

/** The plan that mail is led to, though VCC may not be signed in: a finding of its own tells that. */
function mappedReceiverOf(routing: Routing): Receiver {
  return receiverOf({ ...routing, isSignedIn: null });
}

/** The plan that takes the mail, or that there are several. */
function plansOf(receivers: readonly Receiver[]): string {
  const plans = new Set(
    receivers.map((one) =>
      one.kind === "plan"
        ? typeof one.plan === "string"
          ? `plan ${quoted(one.plan)}`
          : UNTOLD
        : one.kind === "untold"
          ? UNTOLD
          : "nobody",
    ),
  );
  const [first] = plans;
  return plans.size === 1 && first !== undefined ? first : "several plans";
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

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

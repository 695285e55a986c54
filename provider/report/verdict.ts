import type { ChangeReport, Finding, Mailbox } from "../../schema/report/change-report";
import { type FindingId, type Level, LEVELS } from "../../schema/report/finding";

type Verdict = ChangeReport["verdict"];

/** Sentences of the verdict by finding, the worst first. `who`: the mailbox, or how many. */
const SENTENCES: readonly (readonly [FindingId, (who: string, isOne: boolean) => string])[] = [
  ["mail-unrouted", (who) => `mail to ${who} reaches nobody any more`],
  ["unmapped-address", (who) => `mail to ${who} reaches nobody`],
  ["address-deleted", (who) => `VCC no longer pulls the mail of ${who}`],
  ["mailbox-replaced", (who) => `VCC no longer pulls the mail of ${who}, which another mailbox replaces`],
  ["credential-expired", (who) => `VCC isn't signed in to ${who}`],
  ["consent-needed", (who) => `a person has to sign in to ${who}`],
  ["mail-interrupted", (who) => `mail to ${who} reaches nobody for a while`],
  ["plan-changed", (who) => `mail to ${who} goes to another plan`],
  ["tied-priority", (who) => `mappings of ${who} tie`],
  ["testing-changed", (who) => `some senders' mail to ${who} goes to another plan`],
  ["drift-deleted", (who) => `what somebody deleted of ${who} is made again`],
  ["mail-routed", (who) => `mail to ${who} reaches somebody again`],
  ["signed-in", (who) => `VCC signs in to ${who} again`],
  ["address-created", (who, isOne) => `${who} ${isOne ? "is" : "are"} new`],
];

const MOST_SENTENCES = 4;

/** Parts of a report that a verdict rests on. */
export interface Judged {
  readonly findings: readonly Finding[];
  readonly mailboxes: readonly Mailbox[];
  readonly changes: number;
  readonly drift: number;
  readonly isComplete: boolean;
  /** False where the engine didn't ask VCC; null where there was nothing to ask about. */
  readonly isRefreshed: boolean | null;
}

const NOT_ASKED =
  "The program changes nothing of the stack's mail. VCC wasn't asked whether somebody edited it there.";

/** A sentence that a reviewer can sign, and the worst level. */
export function toVerdict(judged: Judged): Verdict {
  const known = judged.findings.filter(({ id }) => id !== "cannot-tell");
  const sentence = joined(known, new Map(judged.mailboxes.map((one) => [one.mailbox, one.formerMailbox])));
  if (known.length < judged.findings.length || !judged.isComplete) {
    const what = judged.isComplete
      ? "Part of this change can't be told"
      : "The preview didn't succeed, so the change is known in part";
    const rest = sentence === "" ? "" : ` What is known: ${sentence}.`;
    return { level: "cannotTell", text: `${what}: don't approve it as it is.${rest}` };
  }
  const level = LEVELS.find((one) => known.some((finding) => finding.level === one)) ?? "info";
  if (sentence !== "") return { level, text: `${capital(sentence)}.` };
  return quietVerdict(judged, level);
}

/** Verdict of a change that moves no mail. */
function quietVerdict({ findings, mailboxes, changes, drift, isRefreshed }: Judged, level: Level): Verdict {
  if (changes === 0 && drift === 0)
    return findings.length === 0
      ? { level: "none", text: isRefreshed === false ? NOT_ASKED : "Nothing of the stack's mail changes." }
      : { level, text: "No mail goes elsewhere." };
  if (changes === 0) {
    const edits = plural(drift, "difference", "differences");
    return {
      level,
      text: `The program changes nothing; ${edits} made outside of it ${drift === 1 ? "is" : "are"} told below.`,
    };
  }
  const touched = mailboxes.filter(({ changes: own }) => own.length > 0).length;
  const where = touched === 0 ? "" : ` of ${plural(touched, "mailbox", "mailboxes")}`;
  const what = `${plural(changes, "property", "properties")}${where} ${changes === 1 ? "changes" : "change"}`;
  return { level, text: `No mail goes elsewhere: ${what}.` };
}

function joined(findings: readonly Finding[], formerOf: ReadonlyMap<string, string | undefined>): string {
  const sentences = SENTENCES.flatMap(([id, say]) => {
    const names = new Set(
      findings
        .filter((one) => one.id === id && one.subject.kind !== "file")
        .map(({ subject }) => subject.name),
    );
    const [subject] = names;
    if (subject === undefined) return [];
    const first = (id === "mailbox-replaced" ? formerOf.get(subject) : undefined) ?? subject;
    const nouns =
      findings.find((finding) => finding.id === id)?.subject.kind === "mailbox" ? "mailboxes" : "objects";
    return [say(names.size === 1 ? first : `${names.size} ${nouns}`, names.size === 1)];
  });
  const more = sentences.length - MOST_SENTENCES;
  const rest = more > 0 ? [`${plural(more, "more kind", "more kinds")} of change below`] : [];
  return [...sentences.slice(0, MOST_SENTENCES), ...rest].join("; ");
}

function capital(sentence: string): string {
  // An address stays as it is.
  return /^[^\s@]*@/u.test(sentence) ? sentence : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

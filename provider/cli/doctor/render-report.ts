import { table } from "../console";
import { counted } from "../../text/counted";
import type { Check, DoctorOutput, Level, MailboxLine } from "../output";

const WORDS: Readonly<Record<Level, string>> = {
  fine: "ok",
  expiring: "expiring",
  unknown: "can't tell",
  broken: "broken",
};

/**
 * The report as a person reads it: checks of the account, the mailboxes, and below them what to do, each remedy once
 * and numbered, however many lines it concerns.
 */
export function renderDoctor(report: DoctorOutput): string {
  const notes = new Notes();
  const checks = [["CHECK", "RESULT", ""], ...report.checks.map((check) => checkRow(check, notes))];
  const mailboxes = [
    ["MAILBOX", "STATUS", "HEALTH", "DAYS LEFT", "CREDENTIAL", ""],
    ...report.mailboxes.map((line) => mailboxRow(line, notes)),
  ];
  const parts = [
    table(checks),
    ...(report.mailboxes.length === 0 ? [] : [table(mailboxes)]),
    ...notes.render(),
    renderSummary(report),
  ];
  return parts.join("\n\n");
}

function checkRow({ name, level, reason }: Check, notes: Notes): string[] {
  return [name, WORDS[level], notes.refer(reason)];
}

function mailboxRow(line: MailboxLine, notes: Notes): string[] {
  const { mailbox, status, health, daysLeft, credential, reason, warnings } = line;
  const numbers = [reason, ...warnings].map((text) => notes.refer(text)).filter((text) => text !== "");
  return [
    mailbox,
    status ?? "-",
    health,
    daysLeft === null ? "-" : String(daysLeft),
    credential === null
      ? "-"
      : [credential.provider, credential.method].filter((text) => text !== null).join(" "),
    numbers.join(" "),
  ];
}

function renderSummary({ stack, mailboxes, summary, exitCode }: DoctorOutput): string {
  const levels: readonly Level[] = ["fine", "expiring", "broken", "unknown"];
  const counts = levels
    .filter((level) => summary[level] > 0)
    .map((level) => `${summary[level]} ${WORDS[level]}`)
    .join(", ");
  const what = counted(mailboxes.length, "mailbox", "mailboxes", "No");
  const where = stack === null ? "" : ` (stack ${stack})`;
  return `${what}${where}${counts && `: ${counts}`}. Exit code ${exitCode}.`;
}

/** Texts by number, each once. */
class Notes {
  readonly #texts: string[] = [];

  refer(text: string | null): string {
    if (text === null) return "";
    if (!this.#texts.includes(text)) this.#texts.push(text);
    return `[${this.#texts.indexOf(text) + 1}]`;
  }

  render(): readonly string[] {
    if (this.#texts.length === 0) return [];
    return [this.#texts.map((text, index) => `[${index + 1}] ${text.replaceAll("\n", "\n    ")}`).join("\n")];
  }
}

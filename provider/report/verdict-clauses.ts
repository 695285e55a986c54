import type { Drift, Finding, Mailbox, Routing } from "../../schema/report/change-report";
import { type FindingId, FINDING_IDS, FINDINGS, LEVELS } from "../../schema/report/finding";
import { type Receiver, receiverOf } from "../../schema/report/outcome";
import { asJson } from "./findings/draft";
import { ruleOf } from "./findings/drift";
import { propertyWords, titleOf } from "./nouns";

const UNTOLD = "a plan that can't be told";

/** A kind of finding in words. */
export interface Clause {
  readonly id: FindingId;
  readonly text: string;
}

/** Parts of a report that name what findings are about. */
interface ClauseBasis {
  readonly mailboxes: readonly Mailbox[];
  readonly drift: readonly Drift[];
}

/** A clause for each kind of finding that needs a decision, the worst first; else for each that is for information. */
export function clausesOf(findings: readonly Finding[], basis: ClauseBasis): Clause[] {
  const byMailbox = new Map(basis.mailboxes.map((one) => [one.mailbox, one]));
  const [errors, warnings, infos] = LEVELS.map((level) =>
    FINDING_IDS.flatMap((id) => {
      const own = findings.filter((finding) => finding.id === id && finding.level === level);
      return own.length === 0 ? [] : [{ id, text: describeKind(id, own, byMailbox, basis.drift) }];
    }),
  );
  const decisions = [...(errors ?? []), ...(warnings ?? [])];
  return decisions.length === 0 ? (infos ?? []) : decisions;
}

function describeKind(
  id: FindingId,
  findings: readonly Finding[],
  byMailbox: ReadonlyMap<string, Mailbox>,
  drift: readonly Drift[],
): string {
  const subjects = new Map(findings.map(({ subject }) => [`${subject.kind} ${subject.name}`, subject]));
  const kinds = new Set([...subjects.values()].map(({ kind }) => kind));
  const nouns = kinds.size === 1 && kinds.has("mailbox") ? "mailboxes" : "objects";
  const known = findings.flatMap(({ subject }) => byMailbox.get(subject.name) ?? []);
  const named = [...subjects.values()];
  const who = nameOrCount(
    named.map(({ name }) => name),
    nouns,
  );
  const words: Readonly<Record<string, string>> = {
    who,
    // The check of a fleet tells of its mailboxes under the file.
    mailbox: nameOrCount(
      named.map(({ kind, name }) => (kind === "file" ? `a mailbox of ${name}` : name)),
      nouns,
    ),
    object: editedObject(
      drift.filter((one) => ruleOf(one) === id),
      who,
    ),
    former: nameOrCount(
      known.flatMap(({ formerMailbox }) => formerMailbox ?? []),
      nouns,
    ),
    from: plansOf(known.map(({ routing }) => mappedReceiverOf(routing.before))),
    to: destinationOf(known),
  };
  return FINDINGS[id].headline.replace(/\{(\w+)\}/gu, (_sign, word: string) => words[word] ?? "");
}

export function nameOrCount(names: readonly string[], nouns: string): string {
  return names.length === 1 ? (names[0] ?? "") : `${String(names.length)} ${nouns}`;
}

/** What somebody edited or deleted: the property and the object where it is one, else how many. */
function editedObject(drift: readonly Drift[], who: string): string {
  const titles = new Map(drift.map(({ resource }) => [titleOf(resource), resource]));
  const properties = new Set(drift.map(({ property }) => property));
  const mailboxes = new Set(drift.map(({ mailbox }) => mailbox));
  const [title, ...otherTitles] = titles.keys();
  const [property, ...otherProperties] = properties;
  const [mailbox, ...otherMailboxes] = mailboxes;
  if (title === undefined) return `an object of ${who}`;
  const whose = otherMailboxes.length > 0 ? "" : (mailbox ?? "");
  if (otherTitles.length > 0) return `${String(titles.size)} objects${whose === "" ? "" : ` of ${whose}`}`;
  const part =
    typeof property !== "string" || otherProperties.length > 0 ? "" : `the ${propertyWords(property)} of `;
  return `${part}the ${title}${whose === "" ? "" : ` (${whose})`}`;
}

/** The plan that mail is led to, and the mailboxes of which none arrives there. */
function destinationOf(mailboxes: readonly Mailbox[]): string {
  const plans = plansOf(mailboxes.map(({ routing }) => mappedReceiverOf(routing.after)));
  const signedOut = mailboxes.filter(({ routing }) => receiverOf(routing.after).kind === "signedOut");
  if (signedOut.length === 0) return plans;
  const whose = signedOut.length === mailboxes.length ? "" : `that of ${String(signedOut.length)} `;
  return `${plans} (${whose}once VCC is signed in)`;
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
          ? `plan ${asJson(one.plan)}`
          : UNTOLD
        : one.kind === "untold"
          ? UNTOLD
          : "nobody",
    ),
  );
  const [first] = plans;
  return plans.size === 1 && first !== undefined ? first : "several plans";
}

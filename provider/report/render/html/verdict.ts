import {
  type ChangeReport,
  type Mailbox,
  type MailOutcome,
  OUTCOMES,
} from "../../../../schema/report/change-report";
import { INCOMPLETE, describeCounts, levelWord } from "../words/report";
import { countedMailboxes } from "../words/resources";
import { mailFlowOf } from "../mail-flow";
import { OUTCOME_WORDS } from "../words/mail";
import { receiversOf } from "./routes";
import { type Markup, NOTHING, html } from "./markup";
import { named } from "./values";

/** Mailboxes that are named of each outcome: the first screen has to hold it. */
const MOST_NAMES = 3;

/** First screen of a report: the verdict, what happens to mail, and how much needs a decision. `omitted`: sentence on what was cut. */
export function verdict(report: ChangeReport, omitted: string | undefined): Markup {
  const { level, text } = report.verdict;
  const { basis, mailboxes } = report;
  return html`<section class="verdict ${level}" aria-labelledby="verdict-title">
    <h1 id="verdict-title">What happens to mail</h1>
    <p class="sentence">${text}</p>
    <p><span class="badge ${level}">${levelWord(level)}</span></p>
    ${basis.complete ? "" : html`<p class="note warning">${INCOMPLETE}</p>`}
    ${omitted === undefined ? "" : html`<p class="note warning">${omitted}</p>`}
    <p class="meta">${describeCounts(report)}</p>
    ${outcomes(basis.complete ? mailboxes : mailboxes.filter(({ routing }) => !isQuiet(routing)))}
  </section>`;
}

/** True of mail that a preview doesn't move, as far as it came. */
function isQuiet({ outcome }: Mailbox["routing"]): boolean {
  return outcome === "stays" || outcome === "nobody";
}

function outcomes(mailboxes: readonly Mailbox[]): Markup {
  if (mailboxes.length === 0) return NOTHING;
  return html`<ul class="outcomes">
      ${OUTCOMES.map((outcome) =>
        outcomeGroup(
          outcome,
          mailboxes.filter(({ routing }) => routing.outcome === outcome),
        ),
      )}
    </ul>
    <p class="legend meta">
      A plan is the interaction plan of VCC that takes a mailbox’s mail and leads it to people.
    </p>`;
}

function outcomeGroup(outcome: MailOutcome, mailboxes: readonly Mailbox[]): Markup {
  if (mailboxes.length === 0) return NOTHING;
  const rest = mailboxes.length - MOST_NAMES;
  return html`<li class="${outcome}">
    <p>${OUTCOME_WORDS[outcome]}: ${countedMailboxes(mailboxes.length)}</p>
    <ul>
      ${mailboxes.slice(0, MOST_NAMES).map((mailbox) => html`<li>${outcomeLine(mailbox)}</li>`)}
      ${rest > 0 ? html`<li class="meta">and ${rest} more</li>` : ""}
    </ul>
  </li>`;
}

function outcomeLine(mailbox: Mailbox): Markup {
  const { moves } = mailFlowOf(mailbox);
  if (moves.length === 0) return named(mailbox.mailbox);
  return html`${moves.map((move, index) => [index > 0 ? "; " : "", html`${named(move.mailbox ?? mailbox.mailbox)}: ${receiversOf(move)}`])}`;
}

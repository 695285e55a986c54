import type { ChangeReport, Mailbox } from "../../../schema/report/change-report";
import { describeDestination } from "./route-words";
import { asLine } from "./values";
import { countedMailboxes } from "./words";

/** Mailboxes in a picture; more of them can't be read. */
const MOST_MAILBOXES = 20;
const LONGEST_LABEL = 60;

/** Picture of the routing before and after, of the mailboxes whose mail goes elsewhere. */
export interface RoutingPicture {
  readonly lines: readonly string[];
  /** Sentence on the mailboxes that are missing; undefined where none is. */
  readonly cut: string | undefined;
}

/** Undefined where all mail goes where it went. */
export function drawRouting({ mailboxes }: ChangeReport): RoutingPicture | undefined {
  const moved = mailboxes.filter(isMoved);
  if (moved.length === 0) return undefined;
  const shown = moved.slice(0, MOST_MAILBOXES);
  const plans = new Map<string, string>();
  const nodeOf = (destination: string): string => {
    const known = plans.get(destination) ?? `p${String(plans.size)}`;
    plans.set(destination, known);
    return known;
  };
  const edges = shown.flatMap(({ mailbox, routing }, index) => {
    const id = `m${String(index)}`;
    return [
      `  ${id}["${label(mailbox)}"]`,
      `  ${id} -. before .-> ${nodeOf(describeDestination(routing.before))}`,
      `  ${id} == after ==> ${nodeOf(describeDestination(routing.after))}`,
    ];
  });
  const nodes = [...plans].map(([destination, id]) => `  ${id}(["${label(destination)}"])`);
  return {
    lines: ["flowchart LR", ...edges, ...nodes],
    cut:
      moved.length > shown.length
        ? `The picture shows ${String(shown.length)} of ${countedMailboxes(moved.length)}.`
        : undefined,
  };
}

function isMoved({ routing }: Mailbox): boolean {
  return describeDestination(routing.before) !== describeDestination(routing.after);
}

/** Text of a node: whatever Mermaid might obey is spelt by its number, as in `#64;`. */
function label(text: string): string {
  const line = asLine(text);
  const characters = [...line];
  const cut = characters.length > LONGEST_LABEL ? [...characters.slice(0, LONGEST_LABEL), "…"] : characters;
  return cut
    .map((character) =>
      /^[\p{L}\p{N} .…]$/u.test(character) ? character : `#${String(character.codePointAt(0) ?? 0)};`,
    )
    .join("");
}

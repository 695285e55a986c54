import type { ChangeReport, Route, Routing } from "../../../schema/report/change-report";
import { movedMail } from "./moved-mail";
import { NOBODY } from "./words/mail";
import { asLine } from "../../text/in-sentence";
import { describeValue } from "./words/values";
import { countedMailboxes } from "./words/resources";

const LONGEST_LABEL = 60;
/** Lines and characters of a picture, below the 500 edges and 50,000 characters at which Mermaid gives up. */
const MOST_LINES = 400;
const LONGEST_PICTURE = 40_000;

/** Picture of the routing before and after, of the mailboxes whose mail goes elsewhere. */
export interface RoutingPicture {
  readonly lines: readonly string[];
  /** Sentence on the mailboxes that are missing; undefined where none is. */
  readonly cut: string | undefined;
}

/** Undefined where all mail goes where it went. */
export function drawRouting(report: ChangeReport): RoutingPicture | undefined {
  const { shown, all } = movedMail(report);
  if (all === 0) return undefined;
  const plans = new Map<string, string>();
  const nodeOf = (destination: string): string => {
    const known = plans.get(destination) ?? `p${String(plans.size)}`;
    plans.set(destination, known);
    return known;
  };
  const edges = shown.flatMap(({ mailbox, from, to }, index) => {
    const id = `m${String(index)}`;
    return [
      `  ${id}["${label(mailbox)}"]`,
      `  ${id} -. before .-> ${nodeOf(from)}`,
      `  ${id} == after ==> ${nodeOf(to)}`,
    ];
  });
  const nodes = [...plans].map(([destination, id]) => `  ${id}(["${label(destination)}"])`);
  return {
    lines: ["flowchart LR", ...edges, ...nodes],
    cut:
      all > shown.length
        ? `The picture shows ${String(shown.length)} of ${countedMailboxes(all)}.`
        : undefined,
  };
}

/** A mailbox with the mappings that name it. */
export interface RoutedMailbox {
  readonly mailbox: string;
  readonly routing: Routing;
}

/**
 * Picture of where mail goes: from mailboxes over mappings to plans. The thick arrow leads to the mapping that takes the
 * mail, a thin one to those that may, a dotted one to those that get nothing, and to plans under test.
 */
export function drawRoutes(mailboxes: readonly RoutedMailbox[]): RoutingPicture {
  const lines = ["flowchart LR"];
  const ids = new Map<string, string>();
  let [length, shown] = [0, 0];
  for (const mailbox of mailboxes) {
    const added = drawMailbox(mailbox, `m${String(shown)}`, ids);
    length += added.join("\n").length;
    if (lines.length + added.length > MOST_LINES || length > LONGEST_PICTURE) break;
    lines.push(...added);
    shown += 1;
  }
  const isCut = shown < mailboxes.length;
  return {
    lines,
    cut: isCut
      ? `The picture shows ${String(shown)} of ${countedMailboxes(mailboxes.length)}: more don't fit.`
      : undefined,
  };
}

/** Node and edges of a mailbox, with the nodes that come with it. `ids`: of the mappings and plans that are drawn. */
function drawMailbox({ mailbox, routing }: RoutedMailbox, id: string, ids: Map<string, string>): string[] {
  const { routes, winner, isCertain } = routing;
  const own = `  ${id}["${label(mailbox)}"]`;
  if (routes.length === 0) {
    const nobody = drawPlan(NOBODY, ids);
    return [own, ...nobody.lines, `  ${id} --> ${nobody.id}`];
  }
  const ways = routes.flatMap((route) => {
    const mapping = drawMapping(route, ids);
    const loses = isCertain ? route.mapping !== winner : route.rank > 1;
    const arrow = loses ? "-.->" : isCertain ? "==>" : "-->";
    const priority = label(`priority ${describeValue(route.priority)}`);
    return [...mapping.lines, `  ${id} ${arrow}|"${priority}"| ${mapping.id}`];
  });
  return [own, ...ways];
}

/** A node, and the lines that it takes; none where it is drawn already. */
interface DrawnNode {
  readonly id: string;
  readonly lines: readonly string[];
}

function drawMapping({ mapping, plan, testing }: Route, ids: Map<string, string>): DrawnNode {
  const known = ids.get(`mapping ${mapping}`);
  if (known !== undefined) return { id: known, lines: [] };
  const id = `r${String(ids.size)}`;
  ids.set(`mapping ${mapping}`, id);
  const main = drawPlan(`plan ${describeValue(plan)}`, ids);
  const lines = [`  ${id}("${label(mapping)}")`, ...main.lines, `  ${id} --> ${main.id}`];
  if (testing === null) return { id, lines };
  const tested = drawPlan(`plan ${describeValue(testing.plan)}`, ids);
  const senders = label(`mail of ${testing.senders.map(describeValue).join(", ") || "no sender"}`);
  return { id, lines: [...lines, ...tested.lines, `  ${id} -.->|"${senders}"| ${tested.id}`] };
}

function drawPlan(destination: string, ids: Map<string, string>): DrawnNode {
  const known = ids.get(`to ${destination}`);
  if (known !== undefined) return { id: known, lines: [] };
  const id = `p${String(ids.size)}`;
  ids.set(`to ${destination}`, id);
  return { id, lines: [`  ${id}(["${label(destination)}"])`] };
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

import { canonicalAddress } from "../../../schema/canonical-address";
import { enumerate } from "../../fleet/problem";
import { describeName } from "../../text/in-sentence";
import { rank, type Ranking } from "../../report/routing/rank";
import type { RoutableMapping, RoutingFacts } from "./routing-facts";

/** A mail that somebody asks about. `from`: undefined for any sender that has no testing plan. */
export interface Mail {
  readonly to: string;
  readonly from: string | undefined;
}

/** A mail with the mapping that takes it and the plan that it goes to, as far as that can be told. */
export interface RoutedMail {
  readonly winner: RoutableMapping | undefined;
  /** Undefined where nobody can tell. */
  readonly plan: string | undefined;
  readonly isTesting: boolean;
  /** Reasons why something of it can't be told. */
  readonly doubts: readonly string[];
}

/** A mail that nobody takes. */
export const UNROUTED_MAIL: RoutedMail = {
  winner: undefined,
  plan: undefined,
  isTesting: false,
  doubts: [],
};

/** Works out which mapping takes a mail, and its plan. */
export function toRoutedMail(
  mail: Mail,
  ranking: Ranking<RoutableMapping>,
  { mappings, unreadMappings }: RoutingFacts,
  key: string,
): RoutedMail {
  const named = ranking.mappings.map(({ mapping }) => mapping);
  // The rest asks whether one more mapping would change who wins.
  const rivals = mappings.filter(
    (mapping) =>
      !mapping.areMailboxesKnown &&
      !mapping.mailboxes.has(key) &&
      (ranking.winner === undefined || rank([...named, mapping]).winner !== ranking.winner),
  );
  const doubts = [...unreadMappings, ...rankDoubts(ranking), ...rivalDoubts(rivals)];
  const { winner } = ranking;
  if (doubts.length > 0 || winner === undefined) return { ...UNROUTED_MAIL, doubts };
  return planFor(mail, winner);
}

function rankDoubts({ doubt, mappings, tied }: Ranking<RoutableMapping>): string[] {
  if (doubt === undefined) return [];
  const untold = mappings.flatMap(({ mapping }) =>
    typeof mapping.priority === "number" ? [] : [describeName(mapping.name)],
  );
  if (untold.length > 0) return [`VCC doesn't tell the priority of ${enumerate(untold)}.`];
  const names = tied.map(({ name }) => describeName(name));
  return [
    `The mappings ${enumerate(names)} have the same priority, ${String(tied[0]?.priority)}: VCC follows the one that was modified last, which isn't told here. Give one of them another priority.`,
  ];
}

function rivalDoubts(rivals: readonly RoutableMapping[]): string[] {
  if (rivals.length === 0) return [];
  const names = enumerate(rivals.map(({ name }) => describeName(name)));
  return [`VCC doesn't tell the addresses of ${names}, which may take the mail.`];
}

function planFor({ from }: Mail, winner: RoutableMapping): RoutedMail {
  const { name, plan, testing } = winner;
  const senders = from === undefined || testing === undefined ? [] : testing.senders;
  const untold = senders.some((sender) => typeof sender !== "string");
  const isTesting = senders.some(
    (sender) => typeof sender === "string" && canonicalAddress(sender) === canonicalAddress(from ?? ""),
  );
  if (untold && !isTesting) {
    const doubt = `VCC doesn't tell whether the mapping ${describeName(name)} has a testing plan for this sender.`;
    return { winner, plan: undefined, isTesting, doubts: [doubt] };
  }
  const taking = isTesting ? testing?.plan : plan;
  if (typeof taking === "string") return { winner, plan: taking, isTesting, doubts: [] };
  const doubt = `VCC doesn't tell the ${isTesting ? "testing plan" : "plan"} of the mapping ${describeName(name)}.`;
  return { winner, plan: undefined, isTesting, doubts: [doubt] };
}

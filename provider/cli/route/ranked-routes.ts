import { describeName } from "../../text/in-sentence";
import { rank, type Ranking } from "../../report/routing/rank";
import type { RankedRoute } from "../output";
import type { RoutableMapping } from "./routing-facts";

/** The mappings of a mailbox in the order in which VCC asks them, each with what decides about it. */
export function rankedRoutes(
  { mappings }: Ranking<RoutableMapping>,
  winner: RoutableMapping | undefined,
): RankedRoute[] {
  const inOrder = mappings.map(({ mapping }) => mapping);
  return mappings.map(({ mapping, rank: place }) => {
    const { name, id, plan, priority, testing, modifiedMs } = mapping;
    return {
      rank: place,
      mapping: name,
      id,
      plan: textOf(plan),
      priority: typeof priority === "number" ? priority : null,
      testing: testing === undefined ? null : { plan: textOf(testing.plan), senders: sendersOf(testing) },
      modifiedAt: modifiedMs === undefined ? null : new Date(modifiedMs).toISOString(),
      ...judge(mapping, inOrder, winner),
    };
  });
}

/** One that a single other mapping is certain to win over gets nothing, whatever else can't be told. */
function judge(
  mapping: RoutableMapping,
  others: readonly RoutableMapping[],
  winner: RoutableMapping | undefined,
): Pick<RankedRoute, "comesFirst" | "reason"> {
  const better = others.find((other) => other !== mapping && rank([mapping, other]).winner === other);
  if (better !== undefined) {
    const because = better.priority === mapping.priority ? "was modified later" : "has a higher priority";
    return { comesFirst: "no", reason: `${describeName(better.name)} ${because}` };
  }
  if (mapping === winner) return { comesFirst: "yes", reason: whyFirst(mapping, others) };
  if (typeof mapping.priority !== "number" && others.length > 1)
    return { comesFirst: "perhaps", reason: "VCC doesn't tell its priority" };
  const isTied = others.some((other) => other !== mapping && other.priority === mapping.priority);
  return {
    comesFirst: "perhaps",
    reason: isTied ? "of one priority, VCC follows the one modified last" : "another mapping may come first",
  };
}

function whyFirst({ priority }: RoutableMapping, others: readonly RoutableMapping[]): string {
  if (others.length === 1) return "no other mapping names the address";
  const tied = others.filter((other) => other.priority === priority);
  return tied.length > 1
    ? "it was modified last of those with the highest priority"
    : "it has the highest priority";
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function sendersOf({ senders }: NonNullable<RoutableMapping["testing"]>): readonly string[] | null {
  const known = senders.filter((sender) => typeof sender === "string");
  return known.length === senders.length ? known : null;
}

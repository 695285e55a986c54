import type { Routing } from "../../../schema/report/change-report";
import { toShown } from "../shown-value";
import type { StackNames } from "../stack-names";
import type { Ranking } from "./rank";

/** A ranking as a report has it. */
export function toRouting(
  { mappings, winner, isCertain }: Ranking,
  isPulled: boolean | undefined,
  names: StackNames,
): Routing {
  return {
    isPulled: isPulled ?? null,
    routes: mappings.map(({ mapping: { name, plan, priority, testing }, rank }) => ({
      mapping: name,
      plan: toShown(plan, [], names),
      priority: toShown(priority, [], names),
      testing:
        testing === undefined
          ? null
          : {
              plan: toShown(testing.plan, [], names),
              senders: testing.senders.map((sender) => toShown(sender, [], names)),
            },
      rank,
    })),
    winner: winner?.name ?? null,
    isCertain,
  };
}

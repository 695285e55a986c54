import type { Routing } from "../../../schema/report/change-report";
import { toShown } from "../shown-value";
import type { Ranking } from "./rank";

/** A ranking as a report has it. */
export function toRouting({ mappings, winner, isCertain }: Ranking, isPulled: boolean | undefined): Routing {
  return {
    isPulled: isPulled ?? null,
    routes: mappings.map(({ mapping: { name, plan, priority, testing }, rank }) => ({
      mapping: name,
      plan: toShown(plan),
      priority: toShown(priority),
      testing:
        testing === undefined
          ? null
          : {
              plan: toShown(testing.plan),
              senders: testing.senders.map((sender) => toShown(sender)),
            },
      rank,
    })),
    winner: winner?.name ?? null,
    isCertain,
  };
}

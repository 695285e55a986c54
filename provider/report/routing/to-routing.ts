import type { Routing } from "../../../schema/report/change-report";
import { toShown } from "../shown-value";
import type { Ranking } from "./rank";

/** True if VCC has the address of a mailbox, and is signed in to it; undefined where nobody can tell. */
export interface Pull {
  readonly isPulled: boolean | undefined;
  readonly isSignedIn: boolean | undefined;
}

/** A ranking as a report has it. */
export function toRouting({ mappings, winner, doubt }: Ranking, { isPulled, isSignedIn }: Pull): Routing {
  return {
    isPulled: isPulled ?? null,
    isSignedIn: isSignedIn ?? null,
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
    isCertain: doubt === undefined,
  };
}

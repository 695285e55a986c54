import { INTERACTION_PLANS } from "../../../schema/interaction-plan-mapping";
import type { Account } from "../account/account";
import { type ApiRoute, listReply } from "../http/api-route";

/** Interaction plans: a list and nothing else. Source: documented. */
export function planRoutes({ store }: Account): readonly ApiRoute[] {
  return [
    {
      method: "GET",
      path: INTERACTION_PLANS.path,
      run: (call) => listReply("interactionPlans", store.plans.list(call.readAt), call.query),
    },
  ];
}

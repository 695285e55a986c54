import { INTERACTION_PLAN_MAPPINGS, INTERACTION_PLANS } from "../../../schema/interaction-plan-mapping";
import type { Kind } from "../kind";
import { interactionPlanMapping } from "./handler";

export const interactionPlanMappingKind: Kind<"InteractionPlanMapping"> = {
  resource: interactionPlanMapping,
  module: "interaction-plan-mapping",
  lists: [INTERACTION_PLAN_MAPPINGS, INTERACTION_PLANS],
};

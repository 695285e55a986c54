import { INTERACTION_PLAN_MAPPINGS, INTERACTION_PLANS } from "../../../schema/interaction-plan-mapping";
import type { Kind } from "../kind";
import { exported } from "./exported";
import { interactionPlanMapping } from "./handler";
import { simulatedMapping } from "./simulated";

export const interactionPlanMappingKind: Kind<"InteractionPlanMapping", "mappings", typeof simulatedMapping> =
  {
    resource: interactionPlanMapping,
    module: "interaction-plan-mapping",
    lists: [INTERACTION_PLAN_MAPPINGS, INTERACTION_PLANS],
    simulated: simulatedMapping,
    exported,
  };

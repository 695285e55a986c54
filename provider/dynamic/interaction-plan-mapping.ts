import { createDynamicHandler } from "../hosts/pulumi-handler";
import { interactionPlanMapping } from "../kinds/interaction-plan-mapping/handler";

// Named in every user's state, so this module and its exports stay for ever.
const handler = createDynamicHandler(interactionPlanMapping);
const { configure, check, diff, create, read, update, delete: remove } = handler;
export { check, configure, create, diff, read, remove as delete, update };

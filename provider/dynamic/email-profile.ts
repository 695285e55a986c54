import { createDynamicHandler } from "../hosts/pulumi-handler";
import { emailProfile } from "../kinds/email-profile/handler";

// Named in every user's state, so this module and its exports stay for ever.
const { configure, check, diff, create, read, update, delete: remove } = createDynamicHandler(emailProfile);
export { check, configure, create, diff, read, remove as delete, update };

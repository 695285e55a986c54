import { createDynamicHandler } from "../hosts/pulumi-handler";
import { emailAddress } from "../kinds/email-address/handler";

// Named in every user's state, so this module and its exports stay for ever.
const { configure, check, diff, create, read, update, delete: remove } = createDynamicHandler(emailAddress);
export { check, configure, create, diff, read, remove as delete, update };

import { createDynamicHandler } from "../hosts/pulumi-handler";
import { emailSignature } from "../kinds/email-signature/handler";

// Named in every user's state, so this module and its exports stay for ever.
const { configure, check, diff, create, read, update, delete: remove } = createDynamicHandler(emailSignature);
export { check, configure, create, diff, read, remove as delete, update };

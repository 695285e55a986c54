import { createStackIdentityHandler } from "../hosts/pulumi-handler";

// Named in every user's state, so this module and its exports stay for ever.
const { configure, check, diff, create, read, update, delete: remove } = createStackIdentityHandler();
export { check, configure, create, diff, read, remove as delete, update };

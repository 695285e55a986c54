import * as z from "zod";
import { rule } from "../rule";

const error = rule("true or false", "Leave it out for false.");

/** Fields for what happens to an entry's objects in VCC when the entry leaves the file. */
export const PROTECTION = {
  protect: z
    .boolean({ error })
    .optional()
    .describe("True if Pulumi refuses to delete it, also when it leaves the file. Default: false."),
  keepInVcc: z
    .boolean({ error })
    .optional()
    .describe("True if it stays in VCC, unmanaged, when it leaves the file. Default: false."),
};

import * as z from "zod";
import { mapRules, rule } from "../rule";

/** Variables that every file has, so that none can be declared with their names. */
export const BUILT_IN_VARIABLES = ["environment", "inbox"] as const;

const VariableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/u)
  .refine((name) => !(BUILT_IN_VARIABLES as readonly string[]).includes(name));

const VariableValue = z.union([z.string(), z.number(), z.boolean()], {
  error: rule("text, a number or a boolean", "Variables hold no lists, maps or nulls."),
});

/** Values by name, for `${name}` in the file and `{{ name }}` in templates. */
export const Variables = z.record(VariableName, VariableValue, {
  error: mapRules(
    rule(
      `a variable's name of letters, digits and underscores, no digit first, and not ${BUILT_IN_VARIABLES.join(" or ")}`,
      "Rename it.",
    ),
    rule("a map of variables", "Write it as { name: value }."),
  ),
});
export type Variables = z.infer<typeof Variables>;

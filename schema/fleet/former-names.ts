import * as z from "zod";
import { rule, someText, strictFields } from "../rule";

/** Former name of an entry that is one resource. */
export const FormerName = someText(
  rule("the name that the resource had in the program", "Leave it out where the name is the same."),
);

/** Names that the resources of an inbox had before it stood in the file: one for all, or one each. */
export const FormerNames = z.union(
  [
    FormerName,
    strictFields(
      {
        inbox: FormerName.optional(),
        address: FormerName.optional(),
        signature: FormerName.optional(),
        profile: FormerName.optional(),
        mapping: FormerName.optional(),
      },
      "former names",
    ),
  ],
  { error: rule("a former name, or a map of former names", "Write it as { address: name, mapping: name }.") },
);

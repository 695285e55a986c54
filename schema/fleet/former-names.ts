import * as z from "zod";
import { rule, someText, strictFields } from "../rule";

/** Former name of an entry that is one resource. */
export const FormerName = someText(
  rule("the name that the resource had in the program", "Leave it out where the name is the same."),
);

const FormerNamesByPart = strictFields(
  {
    inbox: FormerName.optional(),
    address: FormerName.optional(),
    signature: FormerName.optional(),
    profile: FormerName.optional(),
    mapping: FormerName.optional(),
  },
  "former names",
);

/** Kinds of resources that an inbox is made of, by which a former name may be told. */
export const INBOX_PARTS = FormerNamesByPart.keyof().options;

/** Names that the resources of an inbox had before it stood in the file: one for all, or one each. */
export const FormerNames = z.union([FormerName, FormerNamesByPart], {
  error: rule("a former name, or a map of former names", "Write it as { address: name, mapping: name }."),
});

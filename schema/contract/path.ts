import * as z from "zod";
import { rule } from "../rule";

const LONGEST_PATH = 500;
/** A placeholder, such as `{accountKey}`. */
export const PLACEHOLDER = /\{([A-Za-z][A-Za-z0-9]*)\}/gu;
const SEGMENT = "(?:[\\w.~-]|\\{[A-Za-z][A-Za-z0-9]*\\})+";
const PATH = new RegExp(`^(?:/${SEGMENT})+$`, "u");

const pathRule = rule(
  "a path such as /channels/email/addresses: segments of letters, digits, . _ ~ - and {placeholders}, each behind a /",
  "Write it without the host, the query and a / at its end.",
);
const Path = z
  .string({ error: pathRule })
  .max(LONGEST_PATH, { error: pathRule })
  .regex(PATH, { error: pathRule })
  .refine((path) => !/\/\.{1,2}(?:\/|$)/u.test(path), { error: pathRule });

const partPathRule = rule(
  "a path with {id} where the id of the address stands",
  "Write it whole, as /channels/email/addresses/{id}/signature.",
);
/** Path of what belongs to an object. */
export const PartPath = Path.refine((path) => path.split("{id}").length === 2, { error: partPathRule });
/** Path of a list, or what stands before all paths. */
export const ListPath = Path.refine((path) => !path.includes("{id}"), {
  error: rule("the path of the list, without {id}", "An object's id is appended to it."),
});

import type * as z from "zod";
import { type FieldError, invalidFields } from "./api-error";

/** The body as its schema types it. Error: 400 that names every broken field. */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const result = schema.safeParse(body);
  if (!result.success) throw invalidFields(result.error.issues.flatMap(toFieldErrors));
  return result.data;
}

function toFieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code !== "unrecognized_keys") return [{ message: issue.message, path: issue.path.join(".") }];
  return issue.keys.map((key) => ({ message: "Unknown field.", path: [...issue.path, key].join(".") }));
}

/** The text as JSON. Error: 400 on the whole body. */
export function parseJson(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw invalidFields([{ message: "The body is not JSON.", path: "" }]);
  }
}

/** The fields that a body sent, without those it left out. */
export function sentFields<Body extends object>(
  body: Body,
): { [Key in keyof Body]?: Exclude<Body[Key], undefined> } {
  const sent = Object.entries(body).filter(([, value]) => value !== undefined);
  return Object.fromEntries(sent) as { [Key in keyof Body]?: Exclude<Body[Key], undefined> };
}

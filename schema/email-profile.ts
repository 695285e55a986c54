import * as z from "zod";
import { Adopt, Description, UniqueName } from "./fields";
import { Content, Id, orEmpty, Told } from "./foreign";
import { contentRule, strictFields } from "./rule";

const Setting = z.union([z.string(), z.number(), z.boolean()], {
  error: contentRule("text, a number or a boolean", "Settings hold no lists, maps or nulls."),
});

/** What a program declares. The meaning of each field is told at `EmailProfileArgs`. */
export const EmailProfileInputs = strictFields(
  {
    name: UniqueName,
    description: Description.optional(),
    settings: z
      .record(z.string(), Setting, { error: contentRule("a map of settings", "Write it as { key: value }.") })
      .optional(),
    adopt: Adopt.optional(),
  },
  "the arguments of an EmailProfile",
);
export type EmailProfileInputs = z.infer<typeof EmailProfileInputs>;

export interface EmailProfileState extends EmailProfileInputs {
  readonly description: string;
  readonly settings: Record<string, string | number | boolean>;
  readonly updatedAt: string;
}

/** The profile on the wire. Source: assumed. */
export const EmailProfileDto = z.object({
  id: Id,
  name: orEmpty(Content),
  description: orEmpty(Content),
  settings: z
    .record(Content, z.union([Content, z.number(), z.boolean()]))
    .nullish()
    .transform((settings) => settings ?? {}),
  createdAt: orEmpty(Told),
  updatedAt: orEmpty(Told),
});
export type EmailProfileDto = z.infer<typeof EmailProfileDto>;

/** What `PATCH` takes; `null` clears. */
export interface EmailProfilePatch {
  readonly name?: string;
  readonly description?: string;
  readonly settings?: Record<string, string | number | boolean>;
}

/** What `POST` takes. */
export interface EmailProfilePost extends EmailProfilePatch {
  readonly name: string;
}

import * as z from "zod";
import { Adopt, Description, isUsableKey, UniqueName } from "./fields";
import { Content, Id, mapOf, Name, orEmpty, orUntold, Time } from "./foreign";
import { contentRule, harmless, rule, strictFields } from "./rule";

const Setting = z.union([harmless(z.string()), z.number(), z.boolean()], {
  error: contentRule("text, a number or a boolean", "Settings hold no lists, maps or nulls."),
});

const settingsRule = contentRule("a map of settings", "Write it as { key: value }.");
const settingKeyRule = rule(
  "a setting's key on one line, without control characters and commands to CI systems, other than toString",
  "Rename the key.",
);
const Settings = z.record(z.string().refine(isUsableKey), Setting, {
  error: (issue) => (issue.code === "invalid_key" ? settingKeyRule(issue) : settingsRule(issue)),
});

/** What a program declares. The meaning of each field is told at `EmailProfileArgs`. */
export const EmailProfileInputs = strictFields(
  {
    name: UniqueName,
    description: Description.optional(),
    settings: Settings.optional(),
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
  name: orEmpty(Name),
  description: orUntold(Content, ""),
  settings: orUntold(mapOf(z.union([Content, z.number(), z.boolean()])), {}),
  createdAt: orEmpty(Time),
  updatedAt: orEmpty(Time),
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

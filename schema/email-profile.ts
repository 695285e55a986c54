import * as z from "zod";
import type { ObjectEndpoint } from "./endpoint";
import { Adopt, Description, isUsableKey, UniqueName } from "./fields";
import { Content, Id, mapOf, Name, orEmpty, orUntold, Time } from "./foreign";
import { type Completed, content, contentRule, harmless, rule, strictFields, withDefault } from "./rule";

const Setting = z.union([harmless(z.string()), z.number(), z.boolean()], {
  error: contentRule("text, a number or a boolean", "Settings hold no lists, maps or nulls."),
});

const settingsRule = contentRule("a map of settings", "Write it as { key: value }.");
const settingKeyRule = rule(
  "a setting's key on one line, without control characters and commands to CI systems, other than toString",
  "Rename the key.",
);
const Settings = content(
  z.record(z.string().refine(isUsableKey), Setting, {
    error: (issue) => (issue.code === "invalid_key" ? settingKeyRule(issue) : settingsRule(issue)),
  }),
);

/** Inputs that a program declares. The meaning of each field is told at `EmailProfileArgs`. */
export const EmailProfileInputs = strictFields(
  {
    name: UniqueName,
    description: withDefault(Description, ""),
    settings: withDefault(Settings, {}),
    adopt: Adopt.optional(),
  },
  "the arguments of an EmailProfile",
);
export type EmailProfileInputs = z.infer<typeof EmailProfileInputs>;

/** Inputs as check completes them. */
export type EmailProfileDesired = Completed<typeof EmailProfileInputs>;

export type EmailProfileState = EmailProfileDesired & {
  readonly updatedAt: string;
};

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

/** A profile's content, as `POST` takes it; a `PATCH` carries what changes. */
export interface EmailProfileBody {
  readonly name: string;
  readonly description: string;
  readonly settings: Record<string, string | number | boolean>;
}

/** The class of profiles, as Pulumi knows it. */
export const EMAIL_PROFILE = "EmailProfile";

/** The calls for profiles: docs/contract.md#profiles. Source: assumed. */
export const EMAIL_PROFILES: ObjectEndpoint<EmailProfileDto, EmailProfileBody> = {
  kind: "emailProfile",
  api: "email",
  noun: "email profile",
  plural: "email profiles",
  path: "/channels/email/profiles",
  listKey: "profiles",
  idKey: "id",
  nameKey: "name",
  dto: EmailProfileDto,
  labelOf: ({ name }) => name,
};

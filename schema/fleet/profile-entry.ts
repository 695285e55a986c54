import type * as z from "zod";
import { EmailProfileInputs } from "../email-profile";
import { rule, someText, strictFields } from "../rule";
import { FormerName } from "./former-names";
import { withSorts } from "./parts";
import { PROTECTION } from "./protection";

const { name, description, settings, adopt } = EmailProfileInputs.shape;

const PROFILE = {
  fromId: reference("id"),
  fromName: reference("name"),
  name: name.optional().describe("Name in VCC, 1 to 128 characters, unique. Default: generated."),
  description: description.describe("Purpose of the profile: at most 500 characters."),
  settings: settings.describe("Settings as text, numbers and booleans, stored as given."),
  adopt: adopt.describe(
    "When first applied, takes over an existing profile: true the one of this name, or its id.",
  ),
};

/** A profile of one inbox, which decides about its protection and former names. */
export const OwnProfileEntry = ofTwoSorts(strictFields(PROFILE, "a profile"));

/** A profile that the file manages, or one that exists in VCC and is only referred to. */
export const ProfileEntry = ofTwoSorts(
  strictFields(
    {
      ...PROFILE,
      formerNames: FormerName.optional().describe("Name of the EmailProfile before it stood in this file."),
      ...PROTECTION,
    },
    "a profile",
  ),
);
export type OwnProfileEntry = z.infer<typeof OwnProfileEntry>;
export type ProfileEntry = z.infer<typeof ProfileEntry>;

function reference(by: "id" | "name") {
  return someText(rule(`the ${by} of a profile in VCC`, "Leave it out to have the profile made."))
    .optional()
    .describe(`${by === "id" ? "Id" : "Name"} of a profile that exists in VCC and is managed elsewhere.`);
}

/** A profile that is only referred to has nothing to inherit from a managed one, nor gives it anything. */
function ofTwoSorts<Entry extends z.ZodType<object>>(entry: Entry): Entry {
  return withSorts(entry.superRefine(referenceAlone), (map) => ({ isReference: isProfileReference(map) }));
}

/** True if a profile is managed elsewhere, and only referred to. */
export function isProfileReference({
  fromId,
  fromName,
}: {
  readonly fromId?: unknown;
  readonly fromName?: unknown;
}): boolean {
  return fromId !== undefined || fromName !== undefined;
}

function referenceAlone(profile: object, context: z.core.$RefinementCtx): void {
  const keys = Object.keys(profile);
  if (!isProfileReference(profile) || keys.length === 1) return;
  context.addIssue({
    code: "custom",
    message:
      `fromId or fromName alone, or neither, got ${keys.join(", ")}. ` +
      "A profile that is only referred to has no other properties: keep the reference, or the properties.",
  });
}

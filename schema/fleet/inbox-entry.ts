import * as z from "zod";
import { EmailAddressInputs } from "../email-address";
import { rule, strictFields } from "../rule";
import { entryReference } from "./entry-name";
import { FormerNames } from "./former-names";
import { IgnoredRules } from "./lint-rule";
import { MappingEntry } from "./mapping-entry";
import { withSorts } from "./parts";
import { OwnProfileEntry } from "./profile-entry";
import { PROTECTION } from "./protection";
import { SignatureEntry } from "./signature-entry";

const address = EmailAddressInputs.shape;

/** An inbox, after environment, defaults and variables: its address with everything that belongs to it. */
export const InboxEntry = strictFields(
  {
    emailAddress: address.emailAddress.describe(
      "The mailbox; unique in the account. A change replaces the address.",
    ),
    name: address.name.optional().describe("Name in VCC, 1 to 128 characters, unique. Default: generated."),
    description: address.description.describe("Purpose of the address: at most 500 characters."),
    serviceNameForReports: address.serviceNameForReports.describe(
      "Grouping in reports. Default: reportingGroup.",
    ),
    dataSources: address.dataSources.describe("Set on each interaction; keys without ( ) $ :"),
    credential: withSorts(
      address.credential.describe("Sign-in of VCC to the mailbox. Default: a person signs in."),
      ({ provider, method }) => ({ provider, method }),
    ),
    profile: z
      .union([entryReference("a profile"), OwnProfileEntry], {
        error: rule(
          "the name of a profile of this file, or a profile's properties",
          "Leave it out for none.",
        ),
      })
      .optional()
      .describe("Name of one of the file's profiles, or a profile of the inbox's own."),
    signature: SignatureEntry.optional().describe("HTML that VCC appends to replies."),
    mapping: MappingEntry.optional().describe("Leads the inbox's mail to an interaction plan."),
    adopt: address.adopt.describe(
      "When first applied: true takes over the whole inbox that this mailbox has, address, signature and mapping; an id the address alone.",
    ),
    ignore: IgnoredRules.optional().describe(
      "Rules that don't apply to this inbox, each with the reason, and perhaps a last day.",
    ),
    formerNames: FormerNames.optional().describe("Names of the resources before they stood in this file."),
    ...PROTECTION,
  },
  "an inbox",
);
export type InboxEntry = z.infer<typeof InboxEntry>;

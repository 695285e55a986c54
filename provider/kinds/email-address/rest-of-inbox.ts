import type { EmailAddressDto } from "../../../schema/email-address";
import type { Context } from "../../ports";
import { getSignature } from "../email-signature/calls";
import { nameMappings, seenMappingsNaming } from "../interaction-plan-mapping/by-mailbox";
import { VccError, undefinedIfNotFound } from "../../errors";

/**
 * Sentence on what else belongs to the inbox of an address that isn't this stack's, so that all of it can be taken over
 * at once. Empty where there is nothing, or where it can't be read.
 */
export async function restOfInbox(context: Context, { id, emailAddress }: EmailAddressDto): Promise<string> {
  try {
    const mappings = await seenMappingsNaming(context, emailAddress);
    const signature = await getSignature(context.api, id).catch(undefinedIfNotFound);
    const parts = [
      ...(signature === undefined ? [] : ["a signature"]),
      ...(mappings.length === 0 ? [] : [`the mappings ${nameMappings(mappings)}`]),
    ];
    if (parts.length === 0) return "";
    return `It has ${parts.join(" and ")}: adopt: true on an Inbox, or in a fleet file, takes over the whole inbox.`;
  } catch (error) {
    if (error instanceof VccError) return "";
    throw error;
  }
}

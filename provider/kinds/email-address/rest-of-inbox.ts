import type { EmailAddressDto } from "../../../schema/email-address";
import type { InteractionPlanMappingDto } from "../../../schema/interaction-plan-mapping";
import { undefinedIfNotFound } from "../../consistency/absence";
import { sameAddress } from "../../values/equality";
import type { Context } from "../../ports";
import { VccError } from "../../errors";

/** The mappings that name a mailbox. */
export function mappingsNaming(
  mailbox: string,
  mappings: readonly InteractionPlanMappingDto[],
): readonly InteractionPlanMappingDto[] {
  return mappings.filter(({ toAddresses = [] }) =>
    toAddresses.some((address) => sameAddress(address, mailbox)),
  );
}

/** Mappings as a person can find them. */
export function nameMappings(mappings: readonly InteractionPlanMappingDto[]): string {
  return mappings.map(({ mappingName, mappingId }) => `"${mappingName}" (${mappingId})`).join(", ");
}

/**
 * One sentence on what else belongs to the inbox of an address that isn't this stack's, so that all of it can be taken
 * over at once. Empty where there is nothing, or where it can't be read.
 */
export async function restOfInbox(
  { api, seen }: Context,
  { id, emailAddress }: EmailAddressDto,
): Promise<string> {
  try {
    const mappings = await seen.mappings.naming(emailAddress);
    const signature = await api.signatures.get(id).catch(undefinedIfNotFound);
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

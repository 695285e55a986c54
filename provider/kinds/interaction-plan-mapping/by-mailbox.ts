import { canonicalAddress } from "../../../schema/canonical-address";
import {
  INTERACTION_PLAN_MAPPINGS,
  type InteractionPlanMappingDto,
} from "../../../schema/interaction-plan-mapping";
import type { Context, ObjectIndex } from "../../ports";
import { sameAddress } from "../../values/equality";

const BY_MAILBOX: ObjectIndex<InteractionPlanMappingDto> = {
  keysOf: ({ toAddresses = [] }) => toAddresses.map(canonicalAddress),
};

/** The mappings that name a mailbox, as this run knows them. */
export async function seenMappingsNaming(
  { seen }: Pick<Context, "seen">,
  mailbox: string,
): Promise<readonly InteractionPlanMappingDto[]> {
  return seen.of(INTERACTION_PLAN_MAPPINGS).find(BY_MAILBOX, canonicalAddress(mailbox));
}

/** The mappings of a list that name a mailbox. */
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

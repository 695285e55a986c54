import { canonicalAddress } from "../../schema/canonical-address";
import type {
  InteractionPlanDto,
  InteractionPlanMappingDto,
  InteractionPlanMappingInputs,
} from "../../schema/interaction-plan-mapping";
import { fromDataSourceDtos } from "../kinds/data-sources";
import { planIdOf } from "../kinds/interaction-plan-mapping/plans";
import { hasErrorCode } from "../errors";

/** The addresses of an export by mailbox in lower case. */
export type FoundAddresses = ReadonlyMap<string, { readonly name: string; readonly emailAddress: string }>;

interface MappingParts {
  readonly args: InteractionPlanMappingInputs;
  /** Names of the addresses that are in the export. */
  readonly inboxes: readonly string[];
  /** Mailboxes that are not. */
  readonly outsiders: readonly string[];
}

/** A mapping as a program declares it: plans by name where that says which one, addresses in the program's spelling. */
export function toMappingArgs(
  dto: InteractionPlanMappingDto,
  plans: readonly InteractionPlanDto[],
  found: FoundAddresses,
): MappingParts {
  const { toAddresses = [] } = dto;
  const inside = toAddresses.flatMap((address) => found.get(canonicalAddress(address)) ?? []);
  inside.sort((a, b) => (a.name < b.name ? -1 : 1));
  const outsiders = toAddresses.filter((address) => !found.has(canonicalAddress(address))).sort();
  const dataSources = fromDataSourceDtos(dto.dataSources);
  const args: InteractionPlanMappingInputs = {
    interactionPlan: planName(dto.interactionPlanId ?? "", plans),
    addresses: [...inside.map(({ emailAddress }) => emailAddress), ...outsiders],
    name: dto.mappingName,
    ...(dto.mappingDescription && { description: dto.mappingDescription }),
    ...(Object.keys(dataSources).length > 0 && { dataSources }),
    // Also the default: who reads the file compares ranks. One that VCC doesn't tell is left as it is.
    ...(typeof dto.priority === "number" && { priority: dto.priority }),
    ...(dto.testing && {
      testing: {
        interactionPlan: planName(dto.testing.interactionPlanId, plans),
        fromAddresses: [...dto.testing.fromAddresses].sort(),
      },
    }),
  };
  return { args, inboxes: inside.map(({ name }) => name), outsiders };
}

/** The plan's name, or its GUID where the provider would not find this very plan by the name. */
function planName(id: string, plans: readonly InteractionPlanDto[]): string {
  const name = plans.find(({ interactionPlanId }) => interactionPlanId === id)?.interactionPlanName;
  if (name === undefined || name === "") return id;
  try {
    return planIdOf(plans, name, "interactionPlan") === id ? name : id;
  } catch (error) {
    if (!hasErrorCode(error, "VCC_PLAN_AMBIGUOUS", "VCC_PLAN_NOT_FOUND")) throw error;
    return id;
  }
}

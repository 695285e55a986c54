import {
  type InteractionPlanMappingBody,
  type InteractionPlanMappingDesired,
  type InteractionPlanMappingDto,
  InteractionPlanMappingInputs,
  type InteractionPlanMappingState,
  type PlanIds,
} from "../../../schema/interaction-plan-mapping";
import { canonicalAddress } from "../../../schema/canonical-address";
import { isGuid } from "../../../schema/fields";
import { defaultsOf } from "../../../schema/rule";
import type { StoredMetadata } from "../../lifecycle/stored-metadata";
import { type Equality, sameAddress, sameTextIgnoringCase, sameValue } from "../../values/equality";
import type { Equalities, ReadBody } from "../../consistency/patch";
import { isRecord, withoutUndefined } from "../../values/records";
import { fromDataSourceDtos, toDataSourceDtos } from "../data-sources";

/** A mapping as a program wants it, with the ids of the plans that it names. */
export type WantedMapping = InteractionPlanMappingDesired & StoredMetadata & Partial<PlanIds>;

/** Plan names are compared exactly, GUIDs without case. */
export const samePlan: Equality = (a, b) =>
  typeof a === "string" && isGuid(a) ? sameTextIgnoringCase(a, b) : sameValue(a, b);

export const sameTesting: Equality = (a, b) => {
  if (!isTesting(a) || !isTesting(b)) return sameValue(a, b);
  return samePlan(a.interactionPlan, b.interactionPlan) && sameAddress(a.fromAddresses, b.fromAddresses);
};

/** Equality of a mapping's keys: VCC may spell and order addresses in its own way. */
export const SAME_BODY: Equalities<InteractionPlanMappingBody> = {
  toAddresses: sameAddress,
  testing: (a, b) => {
    if (!isTestingBody(a) || !isTestingBody(b)) return sameValue(a, b);
    return a.interactionPlanId === b.interactionPlanId && sameAddress(a.fromAddresses, b.fromAddresses);
  },
};

/** Body of the mapping as far as VCC tells it. */
export function readBody(found: InteractionPlanMappingDto): ReadBody<InteractionPlanMappingBody> {
  return {
    mappingName: found.mappingName,
    mappingDescription: found.mappingDescription,
    interactionPlanId: found.interactionPlanId,
    toAddresses: found.toAddresses,
    dataSources: found.dataSources && toDataSourceDtos(fromDataSourceDtos(found.dataSources)),
    priority: found.priority ?? undefined,
    testing: found.testing,
  };
}

const DEFAULTS = defaultsOf(InteractionPlanMappingInputs);

/** The mapping's content as VCC carries it. */
export function toBody(wanted: WantedMapping): InteractionPlanMappingBody {
  const { testing, testingInteractionPlanId } = wanted;
  return {
    mappingName: wanted.name,
    mappingDescription: wanted.description,
    interactionPlanId: wanted.interactionPlanId ?? "",
    toAddresses: inOrder(wanted.addresses),
    dataSources: toDataSourceDtos(wanted.dataSources),
    priority: wanted.priority,
    testing:
      testing === undefined || testingInteractionPlanId === undefined
        ? null
        : { interactionPlanId: testingInteractionPlanId, fromAddresses: inOrder(testing.fromAddresses) },
  };
}

/** Sorts a set of addresses, so that equal sets have equal orders. */
function inOrder(addresses: readonly string[]): string[] {
  const keys = new Map(addresses.map((address) => [address, canonicalAddress(address)]));
  const keyOf = (address: string) => keys.get(address) ?? address;
  return addresses.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

interface WrittenPlan {
  readonly reference: string;
  readonly id: string | undefined;
}

type PlanReferenceOf = (planId: string, written: WrittenPlan | undefined) => string;

/** The state, in the program's spelling of plans and addresses wherever that means the same. */
export function toState(
  dto: InteractionPlanMappingDto,
  known: WantedMapping | undefined,
  referenceOf: PlanReferenceOf,
): InteractionPlanMappingState {
  const { interactionPlanId = known?.interactionPlanId ?? "", toAddresses = known?.addresses ?? [] } = dto;
  return {
    interactionPlan: referenceOf(
      interactionPlanId,
      known && { reference: known.interactionPlan, id: known.interactionPlanId },
    ),
    addresses: known && sameAddress(known.addresses, toAddresses) ? known.addresses : [...toAddresses],
    interactionPlanId,
    ...contentOf(dto, known),
    ...testingOf(dto, known, referenceOf),
    updatedAt: dto.updatedAt,
  };
}

/** Managed properties of a mapping; those that VCC doesn't tell are as in `known`. */
function contentOf(
  { mappingName, mappingDescription, dataSources, priority }: InteractionPlanMappingDto,
  known: typeof DEFAULTS = DEFAULTS,
) {
  return {
    name: mappingName,
    description: mappingDescription ?? known.description,
    dataSources: dataSources === undefined ? known.dataSources : fromDataSourceDtos(dataSources),
    priority: priority ?? known.priority,
  };
}

type Testing = Pick<WantedMapping, "testing" | "testingInteractionPlanId">;

function testingOf(
  { testing: told }: InteractionPlanMappingDto,
  { testing, testingInteractionPlanId: id }: Testing = {},
  referenceOf: PlanReferenceOf,
): Testing {
  if (told === undefined) return withoutUndefined({ testing, testingInteractionPlanId: id });
  if (told === null) return {};
  const interactionPlan = referenceOf(
    told.interactionPlanId,
    testing && { reference: testing.interactionPlan, id },
  );
  const fresh = { interactionPlan, fromAddresses: told.fromAddresses };
  return {
    testing: testing !== undefined && sameTesting(testing, fresh) ? testing : fresh,
    testingInteractionPlanId: told.interactionPlanId,
  };
}

function isTestingBody(value: unknown): value is { interactionPlanId: unknown; fromAddresses: unknown } {
  return isRecord(value) && "interactionPlanId" in value && "fromAddresses" in value;
}

function isTesting(value: unknown): value is { interactionPlan: unknown; fromAddresses: unknown } {
  return isRecord(value) && "interactionPlan" in value && "fromAddresses" in value;
}

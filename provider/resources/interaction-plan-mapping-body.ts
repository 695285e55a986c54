import type {
  InteractionPlanMappingDto,
  InteractionPlanMappingInputs,
  InteractionPlanMappingPost,
  InteractionPlanMappingState,
} from "../../schema/interaction-plan-mapping";
import { canonicalAddress } from "../../schema/canonical-address";
import { isGuid } from "../../schema/fields";
import { DEFAULT_PRIORITY } from "../../schema/limits";
import type { Bookkeeping } from "../core/bookkeeping";
import { type Equality, sameAddressSet, sameTextIgnoringCase, sameValue } from "../core/equality";
import { changedKeys } from "../core/write-once";
import { fromDataSourceDtos, toDataSourceDtos } from "./data-sources";

export interface PlanIds {
  readonly plan: string;
  readonly testing: string | undefined;
}

export interface KnownPlans {
  readonly interactionPlanId?: string | undefined;
  readonly testingInteractionPlanId?: string | undefined;
}

export function withIds(
  { adopt: _adopted, __generatedName: _name, ...inputs }: InteractionPlanMappingInputs & Bookkeeping,
  { plan, testing }: PlanIds,
): InteractionPlanMappingInputs & KnownPlans {
  return { ...inputs, interactionPlanId: plan, testingInteractionPlanId: testing };
}

/** Plan names are compared exactly, GUIDs without case. */
export const samePlan: Equality = (a, b) =>
  typeof a === "string" && isGuid(a) ? sameTextIgnoringCase(a, b) : sameValue(a, b);

export const sameTesting: Equality = (a, b) => {
  if (!isTesting(a) || !isTesting(b)) return sameValue(a, b);
  return samePlan(a.interactionPlan, b.interactionPlan) && sameAddressSet(a.fromAddresses, b.fromAddresses);
};

/** What a `PATCH` has to carry to make the mapping as wanted. */
export function differences(
  found: InteractionPlanMappingDto,
  wanted: InteractionPlanMappingPost,
  known?: { readonly priority?: number | undefined },
): Partial<InteractionPlanMappingPost> {
  const plan = found.interactionPlanId;
  const testing = found.testing?.interactionPlanId;
  const present = toBody(fromDto(found, { plan, testingPlan: testing, known }), { plan, testing });
  return changedKeys(present, wanted);
}

/** The mapping's content as VCC carries it, in one spelling, so that two of them can be compared key by key. */
export function toBody(inputs: InteractionPlanMappingInputs, ids: PlanIds): InteractionPlanMappingPost {
  const { name, description = "", addresses, dataSources, priority = DEFAULT_PRIORITY, testing } = inputs;
  return {
    mappingName: name,
    mappingDescription: description,
    interactionPlanId: ids.plan,
    toAddresses: canonicalAddresses(addresses),
    dataSources: toDataSourceDtos(dataSources),
    priority,
    testing:
      testing === undefined || ids.testing === undefined
        ? null
        : { interactionPlanId: ids.testing, fromAddresses: canonicalAddresses(testing.fromAddresses) },
  };
}

function canonicalAddresses(addresses: readonly string[]): string[] {
  return addresses.map((address) => canonicalAddress(address)).sort();
}

interface WrittenPlan {
  readonly reference: string;
  readonly id: string | undefined;
}

type PlanReferenceOf = (planId: string, written: WrittenPlan | undefined) => string;

/** After a write of ours, a plan is what the program just called it; no need to ask for its name. */
export const asWritten: PlanReferenceOf = (planId, written) =>
  written?.id === planId ? written.reference : planId;

/** The state, in the program's spelling of plans and addresses wherever that means the same. */
export function toState(
  dto: InteractionPlanMappingDto,
  known: (InteractionPlanMappingInputs & KnownPlans) | undefined,
  referenceOf: PlanReferenceOf,
): InteractionPlanMappingState {
  const testingId = dto.testing?.interactionPlanId;
  const plan = referenceOf(
    dto.interactionPlanId,
    known && { reference: known.interactionPlan, id: known.interactionPlanId },
  );
  const testingPlan =
    testingId &&
    referenceOf(
      testingId,
      known?.testing && { reference: known.testing.interactionPlan, id: known.testingInteractionPlanId },
    );
  const fresh = fromDto(dto, { plan, testingPlan, known });
  return withoutUndefined({
    ...fresh,
    addresses: sameAddressSet(known?.addresses, fresh.addresses) && known ? known.addresses : fresh.addresses,
    testing: sameTesting(known?.testing, fresh.testing) ? known?.testing : fresh.testing,
    interactionPlanId: dto.interactionPlanId,
    testingInteractionPlanId: testingId,
    updatedAt: dto.updatedAt,
  });
}

interface Interpretation {
  /** How to refer to the plans. */
  readonly plan: string;
  readonly testingPlan: string | undefined;
  /** What was last known of the mapping. */
  readonly known: Partial<InteractionPlanMappingInputs> | undefined;
}

/** What VCC doesn't tell is no difference from what was last known. */
function fromDto(dto: InteractionPlanMappingDto, { plan, testingPlan, known }: Interpretation) {
  return {
    interactionPlan: plan,
    addresses: dto.toAddresses,
    name: dto.mappingName,
    description: dto.mappingDescription,
    dataSources: fromDataSourceDtos(dto.dataSources),
    priority: dto.priority ?? known?.priority ?? DEFAULT_PRIORITY,
    ...(dto.testing && testingPlan
      ? { testing: { interactionPlan: testingPlan, fromAddresses: dto.testing.fromAddresses } }
      : {}),
  };
}

function isTesting(value: unknown): value is { interactionPlan: unknown; fromAddresses: unknown } {
  return (
    typeof value === "object" && value !== null && "interactionPlan" in value && "fromAddresses" in value
  );
}

/** The state as it is stored: JSON knows no `undefined`. */
export function withoutUndefined(state: object): InteractionPlanMappingState {
  const present = Object.entries(state).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as unknown as InteractionPlanMappingState;
}

import {
  type InteractionPlanMappingDto,
  InteractionPlanMappingInputs,
  type InteractionPlanMappingPost,
  type InteractionPlanMappingState,
} from "../../schema/interaction-plan-mapping";
import { DEFAULT_PRIORITY } from "../../schema/limits";
import type { Bookkeeping } from "../core/bookkeeping";
import { requireUnlisted } from "../core/absence";
import { createOnce } from "../core/create-once";
import { uniqueValues } from "../core/handovers";
import { defineResource } from "../core/definition";
import { type Equality, sameAddressSet, sameTextIgnoringCase, sameValue } from "../core/equality";
import { canonicalAddress } from "../../schema/canonical-address";
import { isGuid } from "../../schema/fields";
import { changedKeys, deleteOnce, isEmpty, patchOnce } from "../core/write-once";
import type { Context } from "../core/ports";
import { readSettled } from "../core/settled-read";
import { adoptable } from "./adoptable";
import { fromDataSourceDtos, toDataSourceDtos } from "./data-sources";
import { planIdOf, planReference } from "./plans";

/** Plan names are compared exactly, GUIDs without case. */
const samePlan: Equality = (a, b) =>
  typeof a === "string" && isGuid(a) ? sameTextIgnoringCase(a, b) : sameValue(a, b);

const sameTesting: Equality = (a, b) => {
  if (!isTesting(a) || !isTesting(b)) return sameValue(a, b);
  return samePlan(a.interactionPlan, b.interactionPlan) && sameAddressSet(a.fromAddresses, b.fromAddresses);
};

type Desired = InteractionPlanMappingInputs & Bookkeeping;

export const interactionPlanMapping = defineResource<Desired, InteractionPlanMappingState>({
  kind: "InteractionPlanMapping",
  inputs: InteractionPlanMappingInputs,
  defaults: { description: "", dataSources: {}, priority: DEFAULT_PRIORITY },
  equal: { interactionPlan: samePlan, addresses: sameAddressSet, testing: sameTesting },
  desires: [],
  replaceOn: [],
  // The engine asks with unknown addresses whether the mapping must go before an address that it names is deleted.
  replaceOnUnknown: ["addresses"],
  deleteBeforeReplace: () => true,
  unique: ["name"],
  nameSeeds: [],

  async create(context, desired) {
    const body = toBody(desired, await planIds(context, desired, undefined));
    const { adopt } = desired;
    const isAdopted = adopt !== undefined && !context.claims.has("InteractionPlanMapping", adopt);
    const dto = isAdopted
      ? await adoptMapping(context, adopt, body)
      : await createMapping(context, desired, body);
    return { id: dto.mappingId, state: toState(dto, { ...desired, ...idsOf(dto) }, asWritten) };
  },

  async read(context, id, prior) {
    const { mappings } = context.api;
    const dto = await readSettled(context, {
      fromList: async () => (await mappings.list()).find((mapping) => mapping.mappingId === id),
      get: () => mappings.get(id),
      times: ({ updatedAt }) => [updatedAt],
      knownTimes: [prior?.updatedAt],
      confirmGone: () => confirmGone(context, id),
    });
    if (dto === undefined) return undefined;
    const plans = await context.api.plans.list();
    return toState(dto, prior, (planId, written) => planReference(plans, planId, written));
  },

  async update(context, id, prior, desired) {
    const ids = await planIds(context, desired, prior);
    const before = toBody(prior, { plan: prior.interactionPlanId, testing: prior.testingInteractionPlanId });
    const patch = changedKeys(before, toBody(desired, ids));
    const { adopt: _adopted, __generatedName: _name, ...inputs } = desired;
    const known = { ...inputs, interactionPlanId: ids.plan, testingInteractionPlanId: ids.testing };
    // Renaming a plan in VCC, then in the program, comes here with nothing to send.
    if (isEmpty(patch)) return withoutUndefined({ ...prior, ...known });
    return toState(await patchMapping(context, id, patch, toBody(desired, ids)), known, asWritten);
  },

  async delete(context, id) {
    const { mappings } = context.api;
    await deleteOnce({ delete: () => mappings.delete(id), confirmGone: () => confirmGone(context, id) });
  },
});

/** Error: where the list of mappings still shows it. */
async function confirmGone(context: Context, id: string): Promise<void> {
  const isListed = async () => (await context.api.mappings.listFresh()).some((dto) => dto.mappingId === id);
  await requireUnlisted(context, `the mapping ${id}`, isListed);
}

interface PlanIds {
  readonly plan: string;
  readonly testing: string | undefined;
}

interface KnownPlans {
  readonly interactionPlanId?: string | undefined;
  readonly testingInteractionPlanId?: string | undefined;
}

function idsOf(dto: InteractionPlanMappingDto): KnownPlans {
  return {
    interactionPlanId: dto.interactionPlanId,
    testingInteractionPlanId: dto.testing?.interactionPlanId,
  };
}

/** Ids of the plans that the program names. One that it named before keeps its id, without a call. */
async function planIds(
  { api }: Context,
  desired: InteractionPlanMappingInputs,
  prior: InteractionPlanMappingState | undefined,
): Promise<PlanIds> {
  const resolve = async (reference: string, property: string, before?: string, id?: string) =>
    id !== undefined && samePlan(before, reference)
      ? id
      : planIdOf(await api.plans.list(), reference, property);
  const { testing } = desired;
  return {
    plan: await resolve(
      desired.interactionPlan,
      "interactionPlan",
      prior?.interactionPlan,
      prior?.interactionPlanId,
    ),
    testing:
      testing &&
      (await resolve(
        testing.interactionPlan,
        "testing.interactionPlan",
        prior?.testing?.interactionPlan,
        prior?.testingInteractionPlanId,
      )),
  };
}

async function createMapping(
  context: Context,
  desired: Desired,
  body: InteractionPlanMappingPost,
): Promise<InteractionPlanMappingDto> {
  return createOnce(context, {
    kind: "InteractionPlanMapping",
    unique: uniqueValues(interactionPlanMapping, desired),
    post: (onSend) => context.api.mappings.create(body, onSend),
    seen: context.seen.mappings,
    listFresh: () => context.api.mappings.listFresh(),
    collides: ({ mappingName }) => mappingName === desired.name,
    isEqual: (dto) => isEmpty(differences(dto, body, body)),
    // The published body has no time of creation.
    madeAt: ({ updatedAt }) => updatedAt,
    describe: ({ mappingId, mappingName }) => ({ what: `The mapping "${mappingName}"`, id: mappingId }),
  });
}

async function adoptMapping(
  context: Context,
  id: string,
  wanted: InteractionPlanMappingPost,
): Promise<InteractionPlanMappingDto> {
  const found = await adoptable("mapping", id, () => context.api.mappings.get(id));
  const patch = differences(found, wanted);
  return isEmpty(patch) ? found : patchMapping(context, id, patch, wanted);
}

async function patchMapping(
  context: Context,
  id: string,
  patch: Partial<InteractionPlanMappingPost>,
  wanted: InteractionPlanMappingPost,
): Promise<InteractionPlanMappingDto> {
  const { mappings } = context.api;
  return patchOnce(context, {
    kind: "InteractionPlanMapping",
    unique: uniqueValues(interactionPlanMapping, { name: wanted.mappingName }),
    patch: () => mappings.patch(id, patch),
    get: () => mappings.get(id),
    isDone: (dto) => isEmpty(differences(dto, wanted, wanted)),
  });
}

/** What a `PATCH` has to carry to make the mapping as wanted. */
function differences(
  found: InteractionPlanMappingDto,
  wanted: InteractionPlanMappingPost,
  known?: { readonly priority?: number | undefined },
) {
  const plan = found.interactionPlanId;
  const testing = found.testing?.interactionPlanId;
  const present = toBody(fromDto(found, { plan, testingPlan: testing, known }), { plan, testing });
  return changedKeys(present, wanted);
}

/** The mapping's content as VCC carries it, in one spelling, so that two of them can be compared key by key. */
function toBody(inputs: InteractionPlanMappingInputs, ids: PlanIds): InteractionPlanMappingPost {
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
const asWritten: PlanReferenceOf = (planId, written) => (written?.id === planId ? written.reference : planId);

/** The state, in the program's spelling of plans and addresses wherever that means the same. */
function toState(
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

function withoutUndefined(state: object): InteractionPlanMappingState {
  const present = Object.entries(state).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as unknown as InteractionPlanMappingState;
}

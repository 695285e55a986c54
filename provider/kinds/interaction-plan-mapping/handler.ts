import {
  type InteractionPlanMappingDto,
  InteractionPlanMappingInputs,
  type InteractionPlanMappingPost,
  type InteractionPlanMappingState,
} from "../../../schema/interaction-plan-mapping";
import { DEFAULT_PRIORITY } from "../../../schema/limits";
import { type Bookkeeping, keepingName } from "../../lifecycle/stored-metadata";
import { requireUnlisted } from "../../consistency/absence";
import { createOnce } from "../../consistency/create-once";
import { uniqueValues } from "../../lifecycle/handovers";
import { defineResource } from "../../lifecycle/definition";
import { sameAddressSet } from "../../values/equality";
import { mergeChanges } from "../../values/three-way";
import {
  changedKeys,
  deleteOnce,
  isEmpty,
  patchOnce,
  sharedKeys,
  statedKeys,
} from "../../consistency/write-once";
import type { Context } from "../../ports";
import { readSettled } from "../../consistency/settled-read";
import { ConflictError } from "../../errors";
import { adoptable, adoptionOf, sayWhatChanges, warnOfOtherStack } from "../adoption";
import { requireRoomForSuccessor } from "../email-address/deletion";
import { findMapping, requireNoOtherMail } from "./find-mapping";
import {
  DEFAULT_BODY,
  differences,
  type PlanIds,
  SAME_BODY,
  samePlan,
  sameTesting,
  toBody,
  toldOf,
  toState,
  withIds,
  withoutUndefined,
} from "./body";
import { spelledAsInVcc } from "./mailbox-spelling";
import { planIdOf, planReference } from "./plans";
import { warnOfRivals } from "./rivals";

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
    const ids = await planIds(context, desired, undefined);
    // What this run has deleted itself, as it had to go before an address that it named, is made again.
    const isDeleted = context.claims.wasDeleted("InteractionPlanMapping", String(desired.adopt));
    const adopt = isDeleted ? undefined : adoptionOf(desired);
    const adopted = adopt === undefined ? undefined : await adoptMapping(context, adopt, desired, ids);
    const dto = adopted ?? (await createMapping(context, desired, await sentBody(context, desired, ids)));
    await warnOfRivals(context, dto, desired.addresses);
    return { id: dto.mappingId, state: await writtenState(context, dto, withIds(desired, ids)) };
  },

  async read(context, id, prior) {
    const dto = await readMapping(context, id, prior, () => context.api.mappings.list());
    if (dto === undefined) return undefined;
    const plans = await context.api.plans.list();
    return toState(dto, prior, (planId, written) => planReference(plans, planId, written));
  },

  async update(context, id, prior, desired) {
    const ids = await planIds(context, desired, prior);
    const before = toBody(prior, { plan: prior.interactionPlanId, testing: prior.testingInteractionPlanId });
    // Renaming a plan in VCC, then in the program, comes here with nothing to send.
    const shown = changedKeys(before, toBody(desired, ids), SAME_BODY);
    if (isEmpty(shown))
      return { state: withoutUndefined({ ...prior, ...withIds(desired, ids) }), asked: desired };
    // What is in VCC already is not sent: it would make this mapping the one modified last, which wins ties.
    const found =
      (await readMapping(context, id, prior, () => context.seen.mappings.objects())) ??
      (await context.api.mappings.get(id));
    const present = await writtenState(context, found, prior);
    // Somebody may have added an address by hand: its mail isn't unrouted by a change that doesn't name it.
    const asked = mergeChanges(["addresses", "dataSources", "testing"], {
      from: prior,
      to: desired,
      present,
    });
    const askedIds = { ...ids, testing: testingIdOf(asked, desired, ids, found) };
    const patch = sharedKeys(differences(found, await sentBody(context, asked, askedIds), before), shown);
    const dto = isEmpty(patch) ? found : await patchMapping(context, id, patch, asked);
    await warnOfRivals(context, dto, asked.addresses);
    return { state: await writtenState(context, dto, withIds(asked, askedIds)), asked };
  },

  async delete(context, id, { addresses }) {
    const { mappings } = context.api;
    for (const mailbox of addresses) await requireRoomForSuccessor(context, mailbox);
    await deleteOnce({ delete: () => mappings.delete(id), confirmGone: () => confirmGone(context, id) });
  },
});

/** The mapping as it is sent: its addresses in the spelling in which VCC knows them. */
async function sentBody(
  context: Context,
  inputs: InteractionPlanMappingInputs,
  ids: PlanIds,
): Promise<InteractionPlanMappingPost> {
  return {
    ...toBody(inputs, ids),
    toAddresses: await spelledAsInVcc(context, toBody(inputs, ids).toAddresses),
  };
}

/** Id of the testing plan that is asked for: the program's, or the one that VCC has. */
function testingIdOf(
  asked: Desired,
  desired: Desired,
  ids: PlanIds,
  found: InteractionPlanMappingDto,
): string | undefined {
  if (asked.testing === undefined) return undefined;
  const isOurs = samePlan(asked.testing.interactionPlan, desired.testing?.interactionPlan);
  return isOurs ? ids.testing : found.testing?.interactionPlanId;
}

/** After a write of ours, a plan is what the program just called it; only of another one is the name asked for. */
async function writtenState(
  { api }: Context,
  dto: InteractionPlanMappingDto,
  known: ReturnType<typeof withIds>,
): Promise<InteractionPlanMappingState> {
  const isKnown = (id: string | undefined) =>
    id === undefined || id === known.interactionPlanId || id === known.testingInteractionPlanId;
  const areKnown = isKnown(dto.interactionPlanId) && isKnown(dto.testing?.interactionPlanId);
  const plans = areKnown ? [] : await api.plans.list();
  return toState(dto, known, (planId, written) =>
    written?.id === planId ? written.reference : planReference(plans, planId, written),
  );
}

/** The mapping, from a list where that is new enough. */
async function readMapping(
  context: Context,
  id: string,
  prior: InteractionPlanMappingState | undefined,
  list: () => Promise<readonly InteractionPlanMappingDto[]>,
): Promise<InteractionPlanMappingDto | undefined> {
  return readSettled(context, {
    fromList: async () => (await list()).find(({ mappingId }) => mappingId === id),
    get: () => context.api.mappings.get(id),
    times: ({ updatedAt }) => [updatedAt],
    knownTimes: [prior?.updatedAt],
    confirmGone: () => confirmGone(context, id),
  });
}

/** Error: where the list of mappings still shows it. */
async function confirmGone(context: Context, id: string): Promise<void> {
  const { mappings } = context.api;
  await requireUnlisted(context, `the mapping ${id}`, mappings, { id, idOf: (dto) => dto.mappingId });
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

/** Undefined where VCC has none to take over, and one is to be made. */
async function adoptMapping(
  context: Context,
  adopt: true | string,
  desired: Desired,
  ids: PlanIds,
): Promise<InteractionPlanMappingDto | undefined> {
  const { mappings } = context.api;
  const found = await adoptable(context, {
    kind: "InteractionPlanMapping",
    noun: "mapping",
    adopt,
    get: (id) => mappings.get(id),
    find: () => findMapping(context, desired, ids.plan),
    idOf: ({ mappingId }) => mappingId,
    requireFit(dto) {
      requireToldAddresses(dto);
      requireNoOtherMail(dto, desired);
    },
  });
  if (found === undefined) return undefined;
  warnOfOtherStack(context, found.mappingName, desired.name);
  const wanted = keepingName(desired, found.mappingName);
  const body = await sentBody(context, wanted, ids);
  const patch = statedKeys(differences(found, body), DEFAULT_BODY);
  sayWhatChanges(context, `The mapping "${found.mappingName}" (${found.mappingId})`, patch);
  if (isEmpty(patch)) return found;
  return patchMapping(context, found.mappingId, patch, wanted).catch((error: unknown) => {
    context.claims.giveUp("InteractionPlanMapping", found.mappingId);
    throw error;
  });
}

/** Error: where VCC doesn't tell which mail the mapping leads, so that taking it over may unroute some. */
function requireToldAddresses({ mappingName, mappingId, toAddresses }: InteractionPlanMappingDto): void {
  if (toAddresses !== undefined) return;
  throw new ConflictError(
    `adopt: a mapping whose addresses VCC tells, got "${mappingName}" (${mappingId}), of which it doesn't tell them: others than the program's would be unrouted.`,
    {
      hint: "Nothing was changed. Look at it in VCC's own screens; where it names no other address, delete it there and remove adopt.",
      paths: ["adopt"],
    },
  );
}

async function patchMapping(
  context: Context,
  id: string,
  patch: Partial<InteractionPlanMappingPost>,
  wanted: { readonly name: string },
): Promise<InteractionPlanMappingDto> {
  const { mappings } = context.api;
  return patchOnce(context, {
    kind: "InteractionPlanMapping",
    id,
    unique: uniqueValues(interactionPlanMapping, wanted),
    patch,
    told: toldOf,
    equal: SAME_BODY,
    write: () => mappings.patch(id, patch),
    get: () => mappings.get(id),
  });
}

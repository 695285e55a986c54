import {
  INTERACTION_PLAN_MAPPING,
  INTERACTION_PLAN_MAPPINGS,
  INTERACTION_PLANS,
  type InteractionPlanMappingBody,
  type InteractionPlanMappingDto,
  InteractionPlanMappingInputs,
  type InteractionPlanMappingState,
} from "../../../schema/interaction-plan-mapping";
import { canonicalAddress } from "../../../schema/canonical-address";
import type { ReadBody } from "../../consistency/patch";
import type { Context } from "../../ports";
import { requireRoomForSuccessor } from "../email-address/deletion";
import { StandardResource } from "../standard-resource";
import { SAME_BODY, samePlan, sameTesting, toBody, readBody, toState, type WantedMapping } from "./body";
import { requireNoOtherMail, requireToldAddresses } from "./adoption-errors";
import { findMapping } from "./find-mapping";
import { spelledAsInVcc } from "./mailbox-spelling";
import { planIdOf, planReference } from "./plans";
import { warnOfOverlaps } from "./overlapping-mappings";

type Dto = InteractionPlanMappingDto;
type Body = InteractionPlanMappingBody;
type State = InteractionPlanMappingState;

class InteractionPlanMappingResource extends StandardResource<WantedMapping, State, Dto, Body> {
  readonly kind = INTERACTION_PLAN_MAPPING;
  readonly inputs = InteractionPlanMappingInputs;
  readonly endpoint = INTERACTION_PLAN_MAPPINGS;
  override readonly spelling = { addresses: canonicalAddress, testing: canonicalAddress };
  readonly equal = { interactionPlan: samePlan, testing: sameTesting };
  // The engine asks with unknown addresses whether the mapping must go before an address that it names is deleted.
  readonly replaceOnUnknown = ["addresses"];
  // Somebody may have added an address by hand: its mail isn't unrouted by a change that doesn't name it.
  protected override readonly merged = ["addresses", "dataSources", "testing"] as const;
  protected override readonly equalInBody = SAME_BODY;
  protected override readonly properties = {
    mappingName: "name",
    mappingDescription: "description",
    interactionPlanId: "interactionPlan",
    toAddresses: "addresses",
  } as const;

  override get lists() {
    return [INTERACTION_PLAN_MAPPINGS, INTERACTION_PLANS];
  }

  deletesBeforeReplace(): boolean {
    return true;
  }

  protected toBody(wanted: WantedMapping): Body {
    return toBody(wanted);
  }

  protected readBody(dto: Dto): ReadBody<Body> {
    return readBody(dto);
  }

  protected override async resolve(
    { api }: Context,
    wanted: WantedMapping,
    prior?: State,
  ): Promise<WantedMapping> {
    const idOf = async (reference: string, property: string, before?: string, id?: string) =>
      id !== undefined && samePlan(before, reference)
        ? id
        : planIdOf(await api.reader(INTERACTION_PLANS).list(), reference, property);
    const { interactionPlan, testing } = wanted;
    const interactionPlanId = await idOf(
      interactionPlan,
      "interactionPlan",
      prior?.interactionPlan,
      prior?.interactionPlanId,
    );
    if (testing === undefined) return { ...wanted, interactionPlanId };
    const testingInteractionPlanId = await idOf(
      testing.interactionPlan,
      "testing.interactionPlan",
      prior?.testing?.interactionPlan,
      prior?.testingInteractionPlanId,
    );
    return { ...wanted, interactionPlanId, testingInteractionPlanId };
  }

  protected async toState({ api }: Context, dto: Dto, known: WantedMapping | undefined): Promise<State> {
    const plans = await api.reader(INTERACTION_PLANS).list();
    return toState(dto, known, (planId, written) => planReference(plans, planId, written));
  }

  /** After a write of ours, a plan is what the program just called it; only of another one is the name asked for. */
  protected override async present(context: Context, dto: Dto, known: WantedMapping): Promise<State> {
    const isKnown = (id: string | undefined) =>
      id === undefined || id === known.interactionPlanId || id === known.testingInteractionPlanId;
    const areKnown = isKnown(dto.interactionPlanId) && isKnown(dto.testing?.interactionPlanId);
    const plans = areKnown ? [] : await context.api.reader(INTERACTION_PLANS).list();
    return toState(dto, known, (planId, written) =>
      written?.id === planId ? written.reference : planReference(plans, planId, written),
    );
  }

  protected override async written(context: Context, dto: Dto, wanted: WantedMapping): Promise<State> {
    await warnOfOverlaps(context, dto, wanted.addresses);
    return this.present(context, dto, wanted);
  }

  /** Renaming a plan in VCC, then in the program, leaves nothing to send. */
  protected override restated(prior: State, wanted: WantedMapping): State {
    const { adopt: _adopted, __generatedName: _name, ...rest } = wanted;
    const { testing: _testing, testingInteractionPlanId: _id, ...others } = prior;
    return { ...others, ...rest, interactionPlanId: rest.interactionPlanId ?? prior.interactionPlanId };
  }

  /** The testing plan that is asked for is the program's, or the one that VCC has. */
  protected override withMergedIds(merged: WantedMapping, wanted: WantedMapping, dto: Dto): WantedMapping {
    const { testingInteractionPlanId, ...others } = merged;
    if (merged.testing === undefined) return others;
    const isOurs = samePlan(merged.testing.interactionPlan, wanted.testing?.interactionPlan);
    const id = isOurs ? testingInteractionPlanId : dto.testing?.interactionPlanId;
    return { ...others, ...(id !== undefined && { testingInteractionPlanId: id }) };
  }

  protected override async sent(context: Context, body: Body): Promise<Body> {
    return { ...body, toAddresses: await spelledAsInVcc(context, body.toAddresses) };
  }

  protected override async find(context: Context, wanted: WantedMapping): Promise<Dto | undefined> {
    return findMapping(context, wanted);
  }

  protected override requireFit(dto: Dto, wanted: WantedMapping): void {
    requireToldAddresses(dto);
    requireNoOtherMail(dto, wanted);
  }

  protected override describe({ mappingName, mappingId }: Dto): string {
    return `The ${this.endpoint.noun} "${mappingName}" (${mappingId})`;
  }

  protected override describeHolder({ mappingName }: Dto): string {
    return `The ${this.endpoint.noun} "${mappingName}"`;
  }

  protected override async requireRoom(context: Context, { addresses }: State): Promise<void> {
    for (const mailbox of addresses) await requireRoomForSuccessor(context, mailbox);
  }
}

export const interactionPlanMapping = new InteractionPlanMappingResource();

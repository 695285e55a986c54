import { canonicalAddress } from "../../../schema/canonical-address";
import {
  INTERACTION_PLAN_MAPPING,
  INTERACTION_PLAN_MAPPINGS,
  INTERACTION_PLANS,
  type InteractionPlanMappingDto,
} from "../../../schema/interaction-plan-mapping";
import { sameAddress } from "../../values/equality";
import { waitWhileAsked } from "../../lifecycle/handovers";
import type { Context } from "../../ports";
import type { ConflictError } from "../../errors";
import { requireAllRead } from "../adoption";
import { mayLead, notOne, otherMailOf } from "./adoption-errors";
import { samePlan, type WantedMapping } from "./body";
import { seenMappingsNaming } from "./by-mailbox";

type Dto = InteractionPlanMappingDto;
type Bag = Readonly<Record<string, unknown>>;

/**
 * The mapping that `adopt: true` means: the one of the program's name, else the one that leads just these addresses to
 * this plan, with the priority that is wanted where several could be meant. Undefined where one is to be made: no
 * mapping names any of them but those that are this stack's, or that other resources of the run can take over. Which of
 * the run's resources comes first decides nothing. Error: a `ConflictError` where others name them, or may, because one
 * more could take their mail, or where several resources could mean the same one.
 */
export async function findMapping(context: Context, desired: WantedMapping): Promise<Dto | undefined> {
  const { registry, api } = context;
  const { interactionPlanId: planId = "" } = desired;
  const plan = (await api.reader(INTERACTION_PLANS).list()).find(
    ({ interactionPlanId }) => interactionPlanId === planId,
  );
  const search = { desired, planId, planName: plan?.interactionPlanName };
  let found = await findIn(context, search, async () => lookAtSeen(context, desired));
  if (found === undefined) {
    const { objects, unreadable } = await api.reader(INTERACTION_PLAN_MAPPINGS).listAll();
    const naming = objects.filter((dto) => nameOneOf(dto, desired));
    found = await findIn(context, search, () => Promise.resolve({ all: objects, naming }));
    if (found === undefined) requireAllRead(INTERACTION_PLAN_MAPPINGS, unreadable);
  }
  registry.endAdoption(INTERACTION_PLAN_MAPPING, desired);
  return found;
}

interface Search {
  readonly desired: WantedMapping;
  readonly planId: string;
  readonly planName: string | undefined;
}

interface Look {
  readonly all: readonly Dto[];
  /** Those of them that name one of the addresses. */
  readonly naming: readonly Dto[];
}

async function lookAtSeen(context: Context, { addresses }: WantedMapping): Promise<Look> {
  const naming = await Promise.all(addresses.map((address) => seenMappingsNaming(context, address)));
  return {
    all: await context.seen.of(INTERACTION_PLAN_MAPPINGS).objects(),
    naming: [...new Set(naming.flat())],
  };
}

/** Result of a look, by what is known of the mappings that the run's resources have and want. */
interface Choice {
  readonly found?: Dto | undefined;
  readonly refusal?: ConflictError;
  /** True if nothing that the engine may still tell about another resource changes the choice. */
  readonly isCertain: boolean;
}

/**
 * An engine that works on few resources at a time asks about the next ones only when these are done. So a wait that
 * brought nothing isn't repeated in full: what the program declares side by side comes within one look.
 */
async function findIn(context: Context, search: Search, look: () => Promise<Look>): Promise<Dto | undefined> {
  const { registry, limits } = context;
  const announced: number[] = [];
  const { found, refusal, isCertain } = await waitWhileAsked(context, {
    look: async () => {
      announced.push(registry.announced);
      return choose(context, await look(), search);
    },
    isVisible: (choice) => choice.isCertain,
    asked: () => registry.announced,
    ...(registry.hasWaitedInVain && { waitMs: limits.pollIntervalMs }),
  });
  const [, second] = announced;
  if (!isCertain && announced.length > 2 && second === announced.at(-1)) registry.hasWaitedInVain = true;
  if (refusal !== undefined) throw refusal;
  return found;
}

function choose({ registry }: Context, { all, naming: touching }: Look, search: Search): Choice {
  const { desired, planId, planName } = search;
  const isNamed = desired.__generatedName !== desired.name;
  const ofName = isNamed ? all.find(({ mappingName }) => mappingName === desired.name) : undefined;
  if (ofName !== undefined) return { found: ofName, isCertain: true };

  const place = placeOf(desired.addresses);
  const adopters = registry.otherAdopters(INTERACTION_PLAN_MAPPING, desired);
  const isSame = ({ interactionPlanId, toAddresses }: Dto) =>
    interactionPlanId === planId && sameAddress(toAddresses, desired.addresses);
  const naming = touching.filter((dto) => !isOfAnother(registry, dto, adopters));
  const competing = adopters.filter(
    ({ adopt, interactionPlan, addresses, name }) =>
      adopt === true &&
      !touching.some(({ mappingName }) => mappingName === name) &&
      (samePlan(interactionPlan, planId) || interactionPlan === planName) &&
      placeOf(addresses) === place,
  );
  const choice = chooseSame(naming, naming.filter(isSame), desired, competing);
  if (choice.found !== undefined || choice.refusal !== undefined) return choice;
  // A second resource for what the stack had already is a rename without aliases, which taking it over refuses.
  const twin = touching.find(
    (dto) => isSame(dto) && dto.priority === desired.priority && isFromBefore(registry, dto.mappingId),
  );
  if (twin !== undefined) return { found: twin, isCertain: true };
  const untold = all.filter((dto) => dto.toAddresses === undefined && !isOfAnother(registry, dto, adopters));
  return untold.length === 0 ? choice : { refusal: mayLead(untold, desired), isCertain: false };
}

/**
 * True if the mapping is another resource's, or will be. One that another resource means, but can't take over because
 * it leads other mail, too, stays what it is.
 */
function isOfAnother(registry: Context["registry"], dto: Dto, adopters: readonly Bag[]): boolean {
  const { mappingId, mappingName, toAddresses } = dto;
  const { isManaged, isGivenUp } = registry.object(INTERACTION_PLAN_MAPPING, mappingId);
  if (isGivenUp) return false;
  return (
    isManaged ||
    adopters.some(
      ({ adopt, name, addresses }) =>
        (adopt === mappingId || name === mappingName) &&
        toAddresses !== undefined &&
        otherMailOf(dto, { addresses: Array.isArray(addresses) ? addresses.map(String) : [] }).length === 0,
    )
  );
}

/** Of the mappings of this very plan and addresses, `same`, beside other resources that look for just such a one. */
function chooseSame(
  naming: readonly Dto[],
  same: readonly Dto[],
  desired: WantedMapping,
  competing: readonly Bag[],
): Choice {
  // A resource takes the one of its own priority; what is left then can be of one resource alone.
  const exact = same.filter(({ priority }) => priority === desired.priority);
  const isWantedTwice = competing.some(({ priority }) => priority === desired.priority);
  const left = same.filter((dto) => !competing.some(({ priority }) => priority === dto.priority));
  const unserved = competing.filter(({ priority }) => !same.some((dto) => dto.priority === priority));
  const others = naming.filter((dto) => !same.includes(dto) || left.includes(dto));

  if (exact.length === 1 && !isWantedTwice) return { found: exact[0], isCertain: true };
  if (exact.length === 0 && others.length === 0) return { isCertain: true };
  if (exact.length === 0 && left.length === 1 && unserved.length === 0)
    return { found: left[0], isCertain: false };
  const several =
    unserved.length > 0 || isWantedTwice ? "several resources of the program want" : "several do";
  return { refusal: notOne(naming, desired, same.length === 0 ? "none does" : several), isCertain: false };
}

const places = new WeakMap<object, string>();

/** Equal for equal sets of addresses; worked out once for each, because each is compared with all others. */
function placeOf(addresses: unknown): string | undefined {
  if (!Array.isArray(addresses)) return undefined;
  const known = places.get(addresses);
  if (known !== undefined) return known;
  const place = JSON.stringify(addresses.map((address) => canonicalAddress(String(address))).sort());
  places.set(addresses, place);
  return place;
}

function isFromBefore(registry: Context["registry"], id: string): boolean {
  const { isManaged, isNew, isDeleted } = registry.object(INTERACTION_PLAN_MAPPING, id);
  return isManaged && !isNew && !isDeleted;
}

function nameOneOf({ toAddresses = [] }: Dto, { addresses }: WantedMapping): boolean {
  return toAddresses.some((address) => addresses.some((one) => sameAddress(one, address)));
}

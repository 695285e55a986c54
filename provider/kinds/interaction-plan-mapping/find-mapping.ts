import { canonicalAddress } from "../../../schema/canonical-address";
import {
  INTERACTION_PLAN_MAPPINGS,
  INTERACTION_PLANS,
  type InteractionPlanMappingDto,
  type InteractionPlanMappingInputs,
} from "../../../schema/interaction-plan-mapping";
import { sameAddress, sameAddressSet } from "../../values/equality";
import { ANNOUNCEMENT_WAIT_MS } from "../../lifecycle/handovers";
import type { Context } from "../../ports";
import { waitUntilVisible } from "../../consistency/read-your-writes";
import { ConflictError } from "../../errors";
import { requireAllRead } from "../adoption";
import { samePlan, type WantedMapping } from "./body";
import { nameMappings, seenMappingsNaming } from "./by-mailbox";

const KIND = "InteractionPlanMapping";

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
  registry.endSeeking(KIND, desired);
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
  const { found, refusal, isCertain } = await waitUntilVisible(context, {
    look: async () => {
      announced.push(registry.announced());
      return choose(context, await look(), search);
    },
    isVisible: (choice) => choice.isCertain,
    waitMs: registry.hasWaitedInVain() ? limits.pollIntervalMs : ANNOUNCEMENT_WAIT_MS,
  });
  const [, second] = announced;
  if (!isCertain && announced.length > 2 && second === announced.at(-1)) registry.waitInVain();
  if (refusal !== undefined) throw refusal;
  return found;
}

function choose({ registry }: Context, { all, naming: touching }: Look, search: Search): Choice {
  const { desired, planId, planName } = search;
  const isNamed = desired.__generatedName !== desired.name;
  const ofName = isNamed ? all.find(({ mappingName }) => mappingName === desired.name) : undefined;
  if (ofName !== undefined) return { found: ofName, isCertain: true };

  const place = placeOf(desired.addresses);
  const seekers = registry.otherSeekers(KIND, desired);
  const isSame = ({ interactionPlanId, toAddresses }: Dto) =>
    interactionPlanId === planId && sameAddressSet(toAddresses, desired.addresses);
  const naming = touching.filter((dto) => !isOfAnother(registry, dto, seekers));
  const rivals = seekers.filter(
    ({ adopt, interactionPlan, addresses, name }) =>
      adopt === true &&
      !touching.some(({ mappingName }) => mappingName === name) &&
      (samePlan(interactionPlan, planId) || interactionPlan === planName) &&
      placeOf(addresses) === place,
  );
  const wanted = desired.priority;
  const choice = chooseSame(naming, naming.filter(isSame), desired, rivals);
  if (choice.found !== undefined || choice.refusal !== undefined) return choice;
  // A second resource for what the stack had already is a rename without aliases, which taking it over refuses.
  const twin = touching.find(
    (dto) => isSame(dto) && dto.priority === wanted && isFromBefore(registry, dto.mappingId),
  );
  if (twin !== undefined) return { found: twin, isCertain: true };
  const untold = all.filter((dto) => dto.toAddresses === undefined && !isOfAnother(registry, dto, seekers));
  return untold.length === 0 ? choice : { refusal: mayLead(untold, desired), isCertain: false };
}

/**
 * True if the mapping is another resource's, or will be. One that another resource means, but can't take over because
 * it leads other mail, too, stays what it is.
 */
function isOfAnother(registry: Context["registry"], dto: Dto, seekers: readonly Bag[]): boolean {
  const { mappingId, mappingName, toAddresses } = dto;
  if (registry.isGivenUp(KIND, mappingId)) return false;
  return (
    registry.isManaged(KIND, mappingId) ||
    seekers.some(
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
  rivals: readonly Bag[],
): Choice {
  const wanted = desired.priority;
  const ofPriority = (priority: unknown) => same.filter((dto) => dto.priority === priority);
  const exact = ofPriority(wanted);
  const isWantedTwice = rivals.some(({ priority }) => priority === wanted);
  const left = same.filter((dto) => !rivals.some(({ priority }) => priority === dto.priority));
  const others = naming.filter((dto) => !same.includes(dto) || left.includes(dto));
  const openRivals = rivals.filter(({ priority }) => ofPriority(priority).length === 0);

  if (exact.length === 1 && !isWantedTwice) return { found: exact[0], isCertain: true };
  if (exact.length === 0 && others.length === 0) return { isCertain: true };
  if (exact.length === 0 && left.length === 1 && openRivals.length === 0)
    return { found: left[0], isCertain: false };
  const several =
    openRivals.length > 0 || isWantedTwice ? "several resources of the program want" : "several do";
  return { refusal: notOne(naming, desired, same.length === 0 ? "none does" : several), isCertain: false };
}

function notOne(naming: readonly Dto[], desired: WantedMapping, why: string): ConflictError {
  const [first] = naming;
  if (first !== undefined && naming.every((dto) => otherMailOf(dto, desired).length > 0))
    return otherMail(first, desired);
  return new ConflictError(
    "VCC_ADOPT_AMBIGUOUS",
    `adopt: true for the one mapping that leads just ${desired.addresses.join(", ")} to this plan, which ${why}. ` +
      `These name ${desired.addresses.length > 1 ? "them" : "it"}: ${nameMappings(naming)}.`,
    {
      hint: "No mapping was made. Give adopt the id of the one that is meant; or false, to make another one beside them, which may take their mail.",
    },
  );
}

function mayLead(untold: readonly Dto[], { addresses }: WantedMapping): ConflictError {
  const others = untold.length === 1 ? "" : ` and ${untold.length - 1} more`;
  return new ConflictError(
    "VCC_ADOPT_UNREADABLE",
    `adopt: true for a mapping whose addresses VCC tells. None of those leads ${addresses.join(", ")}, but it doesn't tell ` +
      `those of ${nameMappings(untold.slice(0, 1))}${others}.`,
    {
      hint:
        "No mapping was made. Look in VCC's own screens where that mail goes. Where no mapping leads it, write adopt: false, " +
        "to make a new one; where one leads it alone, delete that one there first.",
    },
  );
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
  return registry.isManaged(KIND, id) && !registry.isNew(KIND, id) && !registry.wasDeleted(KIND, id);
}

function nameOneOf({ toAddresses = [] }: Dto, { addresses }: WantedMapping): boolean {
  return toAddresses.some((address) => addresses.some((one) => sameAddress(one, address)));
}

/** Error: where the mapping leads other mail, too, which would be unrouted by taking it over as desired. */
export function requireNoOtherMail(found: Dto, desired: InteractionPlanMappingInputs): void {
  if (otherMailOf(found, desired).length > 0) throw otherMail(found, desired);
}

function otherMail(found: Dto, desired: InteractionPlanMappingInputs): ConflictError {
  return new ConflictError(
    "VCC_ADOPT_OTHER_MAIL",
    `adopt: a mapping of ${desired.addresses.join(", ")} alone, got ${nameMappings([found])}, which leads the mail of ` +
      `${otherMailOf(found, desired).join(", ")}, too: that would be unrouted.`,
    {
      hint:
        "The mapping was not changed. Name those addresses as well: an Inbox names its own alone, so give the mapping a " +
        "resource InteractionPlanMapping of its own (an entry of mappings in a fleet file), with " +
        `adopt: ${JSON.stringify(found.mappingId)}. Or take them out of it in VCC first.`,
    },
  );
}

function otherMailOf(
  { toAddresses = [] }: Dto,
  { addresses }: Pick<InteractionPlanMappingInputs, "addresses">,
): readonly string[] {
  return toAddresses.filter((address) => !addresses.some((one) => sameAddress(one, address)));
}

import { canonicalAddress } from "../../../schema/canonical-address";
import {
  INTERACTION_PLAN_MAPPING,
  INTERACTION_PLAN_MAPPINGS,
  type InteractionPlanMappingDto,
} from "../../../schema/interaction-plan-mapping";
import { toMs } from "../../../schema/time";
import type { Context } from "../../ports";
import { seenMappingsNaming } from "./by-mailbox";

/**
 * Oddities of two mappings of one address: VCC follows the one of higher priority, and on a tie the one that was
 * modified last. Source: documented. A priority that VCC doesn't tell can't be compared, and that is said.
 */
function compare(one: InteractionPlanMappingDto, other: InteractionPlanMappingDto, address: string): string {
  const mail = `the mail of ${address}`;
  if (typeof one.priority !== "number" || typeof other.priority !== "number")
    return `${nameOf(one)} and ${nameOf(other)} both name ${address}. Which of them gets its mail can't be told: VCC doesn't tell both priorities.`;
  if (one.priority === other.priority)
    return (
      `${nameOf(one)} and ${nameOf(other)} both take ${mail} with priority ${one.priority}, so VCC follows the one that ` +
      `was modified last${winnerOf(one, other)}. Give one of them another priority.`
    );
  const [high, low] = one.priority > other.priority ? [one, other] : [other, one];
  return (
    `${nameOf(low)}, priority ${low.priority}, gets none of ${mail}: ${nameOf(high)} takes it with ${high.priority}. ` +
    "Take the address out of one of them, or change a priority."
  );
}

function nameOf({ mappingName, mappingId }: InteractionPlanMappingDto): string {
  return `mapping ${JSON.stringify(mappingName)} (${mappingId})`;
}

function winnerOf(one: InteractionPlanMappingDto, other: InteractionPlanMappingDto): string {
  const [a, b] = [toMs(one.updatedAt), toMs(other.updatedAt)];
  if (a === undefined || b === undefined || a === b) return "";
  return `, now ${nameOf(a > b ? one : other)}`;
}

/** By address in lower case: what is odd about the mappings that name it, each with the one of highest priority. */
export function oddRouting(
  mappings: readonly InteractionPlanMappingDto[],
): ReadonlyMap<string, readonly string[]> {
  const byAddress = new Map<string, InteractionPlanMappingDto[]>();
  for (const mapping of mappings) {
    for (const address of new Set(mapping.toAddresses?.map(canonicalAddress))) {
      const naming = byAddress.get(address) ?? [];
      naming.push(mapping);
      byAddress.set(address, naming);
    }
  }
  return new Map(
    [...byAddress].flatMap(([address, overlapping]) => {
      const [top, ...others] = overlapping.toSorted((a, b) => (b.priority ?? 0) - (a.priority ?? 0));
      if (top === undefined || others.length === 0) return [];
      return [[address, others.map((other) => compare(top, other, address))] as const];
    }),
  );
}

/**
 * Warns of the mappings that this one, which is now as the program has it, shares mail with: for each of its
 * addresses, of the one that comes first. `addresses`: what it was sent, where VCC doesn't tell. Left out are those of
 * this stack that the run may still change: when they are done, they look here in turn.
 */
export async function warnOfOverlaps(
  context: Context,
  written: InteractionPlanMappingDto,
  addresses: readonly string[] = [],
): Promise<void> {
  const { seen, registry, sayOnce } = context;
  const objectOf = ({ mappingId }: InteractionPlanMappingDto) =>
    registry.object(INTERACTION_PLAN_MAPPING, mappingId);
  objectOf(written).isDone = true;
  for (const { id, problem } of await seen.of(INTERACTION_PLAN_MAPPINGS).unreadable())
    sayOnce(
      `warning: mapping ${id ?? "without an id"}: VCC shows it in another form than this release knows: ${problem}. ` +
        "Whether it takes mail of other mappings can't be told: look at it in VCC's own screens.",
    );
  const told = new Set<string>();
  for (const address of written.toAddresses ?? addresses) {
    const overlapping = (await seenMappingsNaming(context, address)).filter((other) => {
      const { isManaged, isGivenUp, isDone } = objectOf(other);
      return other.mappingId !== written.mappingId && (!isManaged || isGivenUp || isDone);
    });
    const [first] = overlapping.toSorted(byPriority);
    if (first === undefined || told.has(first.mappingId)) continue;
    told.add(first.mappingId);
    sayOnce(`warning: ${compare(written, first, address)}`);
  }
}

/** The highest first; one that VCC doesn't tell may be higher still. */
function byPriority(one: InteractionPlanMappingDto, other: InteractionPlanMappingDto): number {
  return (other.priority ?? Number.MAX_VALUE) - (one.priority ?? Number.MAX_VALUE);
}

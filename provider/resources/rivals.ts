import { canonicalAddress } from "../../schema/canonical-address";
import type { InteractionPlanMappingDto } from "../../schema/interaction-plan-mapping";
import type { Context } from "../core/ports";

/**
 * What is odd about two mappings of one address: VCC follows the one of higher priority, and on a tie the one that was
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
  const [a, b] = [Date.parse(one.updatedAt), Date.parse(other.updatedAt)];
  if (Number.isNaN(a) || Number.isNaN(b) || a === b) return "";
  return `, now ${nameOf(a > b ? one : other)}`;
}

/** By address in lower case: what is odd about the mappings that name it, each with the one of highest priority. */
export function oddRouting(
  mappings: readonly InteractionPlanMappingDto[],
): ReadonlyMap<string, readonly string[]> {
  const byAddress = new Map<string, InteractionPlanMappingDto[]>();
  for (const mapping of mappings) {
    for (const address of new Set(mapping.toAddresses.map(canonicalAddress)))
      byAddress.set(address, [...(byAddress.get(address) ?? []), mapping]);
  }
  return new Map(
    [...byAddress].flatMap(([address, rivals]) => {
      const [top, ...others] = rivals.toSorted((a, b) => (b.priority ?? 0) - (a.priority ?? 0));
      if (top === undefined || others.length === 0) return [];
      return [[address, others.map((other) => compare(top, other, address))] as const];
    }),
  );
}

/**
 * Warns of mappings that take the mail of the same addresses as the one that was just written. Of this stack's own, only
 * those that this run has written: any other may be about to change.
 */
export async function warnOfRivals(
  { seen, claims, sayOnce }: Context,
  written: InteractionPlanMappingDto,
): Promise<void> {
  const addresses = new Set(written.toAddresses.map(canonicalAddress));
  const isRival = ({ mappingId }: InteractionPlanMappingDto) =>
    mappingId !== written.mappingId &&
    (seen.mappings.wrote(mappingId) || !claims.has("InteractionPlanMapping", mappingId));
  for (const other of (await seen.mappings.objects()).filter(isRival)) {
    const shared = other.toAddresses.find((address) => addresses.has(canonicalAddress(address)));
    if (shared !== undefined) sayOnce(`warning: ${compare(written, other, shared)}`);
  }
}

import type {
  InteractionPlanMappingDto,
  InteractionPlanMappingInputs,
} from "../../../schema/interaction-plan-mapping";
import { ConflictError } from "../../errors";
import { sameAddress } from "../../values/equality";
import { nameMappings } from "./by-mailbox";

type Dto = InteractionPlanMappingDto;
/** A mapping as far as it's told by the addresses that a program wants it to lead. */
type Wanted = Pick<InteractionPlanMappingInputs, "addresses">;

/** Error: where VCC doesn't tell which mail the mapping leads, so that taking it over may unroute some. */
export function requireToldAddresses({ mappingName, mappingId, toAddresses }: Dto): void {
  if (toAddresses !== undefined) return;
  throw new ConflictError(
    "VCC_ADOPT_UNREADABLE",
    `adopt: a mapping whose addresses VCC tells, got "${mappingName}" (${mappingId}), of which it doesn't tell them: others than the program's would be unrouted.`,
    {
      hint: "Nothing was changed. Look at it in VCC's own screens; where it names no other address, delete it there and remove adopt.",
    },
  );
}

/** Error: where the mapping leads other mail, too, which would be unrouted by taking it over as desired. */
export function requireNoOtherMail(found: Dto, desired: Wanted): void {
  if (otherMailOf(found, desired).length > 0) throw otherMail(found, desired);
}

function otherMail(found: Dto, desired: Wanted): ConflictError {
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

/** Addresses that a mapping names, and the program doesn't. */
export function otherMailOf({ toAddresses = [] }: Dto, { addresses }: Wanted): readonly string[] {
  return toAddresses.filter((address) => !addresses.some((one) => sameAddress(one, address)));
}

/** Refusal of `adopt: true` where none, or more than one, could be meant. */
export function notOne(naming: readonly Dto[], desired: Wanted, why: string): ConflictError {
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

/** Refusal of `adopt: true` where a mapping could be meant whose addresses VCC doesn't tell. */
export function mayLead(untold: readonly Dto[], { addresses }: Wanted): ConflictError {
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

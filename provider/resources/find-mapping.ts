import type {
  InteractionPlanMappingDto,
  InteractionPlanMappingInputs,
} from "../../schema/interaction-plan-mapping";
import { DEFAULT_PRIORITY } from "../../schema/limits";
import type { Bookkeeping } from "../core/bookkeeping";
import { sameAddress, sameAddressSet } from "../core/equality";
import { ConflictError } from "../errors";
import { nameMappings } from "./rest-of-inbox";

/**
 * The mapping of the program's name, else the one that leads just these addresses to this plan; undefined where none
 * names any of them. Error: a `ConflictError` where others do, as one more could take their mail.
 */
export function findMapping(
  all: readonly InteractionPlanMappingDto[],
  desired: InteractionPlanMappingInputs & Bookkeeping,
  planId: string,
): InteractionPlanMappingDto | undefined {
  const isNamed = desired.__generatedName !== desired.name;
  const ofName = isNamed ? all.find(({ mappingName }) => mappingName === desired.name) : undefined;
  if (ofName !== undefined) return ofName;
  const naming = all.filter(({ toAddresses }) =>
    toAddresses.some((address) => desired.addresses.some((one) => sameAddress(one, address))),
  );
  if (naming.length === 0) return undefined;
  const same = naming.filter(
    (dto) => dto.interactionPlanId === planId && sameAddressSet(dto.toAddresses, desired.addresses),
  );
  const [only, ...others] =
    same.length < 2
      ? same
      : same.filter(({ priority }) => priority === (desired.priority ?? DEFAULT_PRIORITY));
  if (only !== undefined && others.length === 0) return only;
  const [first] = naming;
  if (first !== undefined && naming.every((dto) => otherMailOf(dto, desired).length > 0))
    requireNoOtherMail(first, desired);
  throw new ConflictError(
    `adopt: true for the one mapping that leads just ${desired.addresses.join(", ")} to this plan, which ` +
      `${same.length === 0 ? "none does" : "several do"}. These name ${desired.addresses.length > 1 ? "them" : "it"}: ${nameMappings(naming)}.`,
    {
      hint: "Nothing was made. Give adopt the id of the one that is meant; or false, to make another one beside them, which may take their mail.",
      paths: ["adopt"],
    },
  );
}

/** Error: where the mapping leads other mail, too, which would be unrouted by taking it over as desired. */
export function requireNoOtherMail(
  found: InteractionPlanMappingDto,
  desired: InteractionPlanMappingInputs,
): void {
  const others = otherMailOf(found, desired);
  if (others.length === 0) return;
  throw new ConflictError(
    `adopt: a mapping of ${desired.addresses.join(", ")} alone, got ${nameMappings([found])}, which leads the mail of ` +
      `${others.join(", ")}, too: that would be unrouted.`,
    {
      hint:
        "Nothing was changed. Name those addresses as well: an Inbox names its own alone, so give the mapping a resource " +
        "InteractionPlanMapping (an entry of mappings in a fleet file). Or take them out of it in VCC first.",
      paths: ["adopt"],
    },
  );
}

function otherMailOf(
  { toAddresses }: InteractionPlanMappingDto,
  { addresses }: InteractionPlanMappingInputs,
): readonly string[] {
  return toAddresses.filter((address) => !addresses.some((one) => sameAddress(one, address)));
}

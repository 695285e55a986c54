import { canonicalAddress } from "../../../schema/canonical-address";
import { EMAIL_ADDRESS, EMAIL_ADDRESSES, type EmailAddressDto } from "../../../schema/email-address";
import {
  INTERACTION_PLAN_MAPPING,
  INTERACTION_PLAN_MAPPINGS,
  type InteractionPlanMappingDto,
} from "../../../schema/interaction-plan-mapping";
import { waitUntilVisible } from "../../consistency/read-your-writes";
import { sameAddress } from "../../values/equality";
import type { Context } from "../../ports";
import { ConflictError } from "../../errors";
import { counted } from "../../text/counted";
import { mappingsNaming, nameMappings } from "../interaction-plan-mapping/by-mailbox";

/** VCC's refusal, with the mappings in the way as a person can find them. */
export async function stillMapped(
  { api }: Context,
  mailbox: string,
  refusal: ConflictError,
): Promise<ConflictError> {
  const mappings = mappingsNaming(mailbox, await api.reader(INTERACTION_PLAN_MAPPINGS).listFresh());
  return mappings.length === 0 ? refusal : mappedBy(mailbox, mappings, "VCC refuses while it is mapped");
}

/**
 * Where VCC would delete a mapped address, by the contract. Error: a `ConflictError` while mappings name it. This run may
 * have changed or deleted one a moment ago, which a list that lags shows as it was.
 */
export async function requireUnmapped(context: Context, mailbox: string): Promise<void> {
  const { api, registry, contract } = context;
  if (contract.lacks(INTERACTION_PLAN_MAPPINGS.kind)) return;
  const left = await waitUntilVisible(context, {
    async look() {
      const { objects, unreadable } = await api.reader(INTERACTION_PLAN_MAPPINGS).listAll();
      if (unreadable.length > 0) throw mayBeMapped(mailbox, unreadable.length);
      return mappingsNaming(mailbox, objects).filter(
        ({ mappingId }) => !registry.object(INTERACTION_PLAN_MAPPING, mappingId).isDeleted,
      );
    },
    isVisible: (mappings) => mappings.length === 0,
  });
  if (left.length > 0) throw mappedBy(mailbox, left, "VCC would delete it, mapped as it is");
}

function mayBeMapped(mailbox: string, unreadable: number): ConflictError {
  return new ConflictError(
    "VCC_STILL_MAPPED",
    `The email address ${mailbox} can't be deleted: VCC would delete it, mapped as it is, and ${counted(unreadable, "mapping")} can't be read, so that it may be named there.`,
    { hint: "Correct the contract profile by npx pulumi-vcc contract check, and run again." },
  );
}

function mappedBy(
  mailbox: string,
  mappings: readonly InteractionPlanMappingDto[],
  why: string,
): ConflictError {
  return new ConflictError(
    "VCC_STILL_MAPPED",
    `The email address ${mailbox} can't be deleted: ${why}, and these mappings name it: ${nameMappings(mappings)}.`,
    {
      hint: "Remove it from those mappings in VCC, or in the program that manages them, and run again. Nothing was unmapped behind your back.",
    },
  );
}

/**
 * Before an address, or what goes with it, is deleted so that the address of another mailbox can take its place.
 * Error: a `ConflictError` where that mailbox is taken, and nobody of this run gives it up. Nothing is deleted then.
 */
export async function requireRoomForSuccessor(context: Context, mailbox: string): Promise<void> {
  const { registry, seen, api } = context;
  const successor = registry.handovers.successorOf(EMAIL_ADDRESS, {
    emailAddress: canonicalAddress(mailbox),
  });
  if (successor === undefined) return;
  const { name, wanted } = successor;
  const has = (dto: EmailAddressDto) => canonicalAddress(dto.emailAddress) === wanted;
  const objects = await seen.of(EMAIL_ADDRESSES).objects();
  // Where the old address is gone, a run was killed, and the new one may be its own.
  if (!objects.some((dto) => sameAddress(dto.emailAddress, mailbox)) || !objects.some(has)) return;
  if (await registry.handovers.isAnnounced(context, EMAIL_ADDRESS, { emailAddress: wanted })) return;
  const holder = (await api.reader(EMAIL_ADDRESSES).listFresh()).find(has);
  if (holder === undefined) return;
  throw new ConflictError(
    "VCC_MOVE_BLOCKED",
    `"${name}" can't go from ${mailbox} to ${wanted}: VCC has ${wanted} already, as ${JSON.stringify(holder.name)} (${holder.id}), ` +
      "and no resource that this run has come to gives it up. Nothing was deleted.",
    {
      hint:
        "Where another resource of the program gives it up in this very run, run pulumi up without --parallel; where that one " +
        `depends on "${name}", or was just removed, take two runs: first without it, and with "${name}" as it was. Else choose ` +
        "another mailbox, or delete that address in VCC.",
    },
  );
}

/** Makes the check of `requireRoomForSuccessor` by an address's id, which is all that its signature knows. */
export async function requireRoomForSuccessorOf(context: Context, addressId: string): Promise<void> {
  const { registry, seen } = context;
  // Else a list of addresses that is refused would keep signatures from being deleted.
  if (!registry.handovers.hasSuccessors(EMAIL_ADDRESS)) return;
  const address = (await seen.of(EMAIL_ADDRESSES).objects()).find(({ id }) => id === addressId);
  if (address !== undefined) await requireRoomForSuccessor(context, address.emailAddress);
}

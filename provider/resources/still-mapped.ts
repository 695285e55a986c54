import { sameAddress } from "../core/equality";
import type { Context } from "../core/ports";
import { ConflictError } from "../errors";

/** VCC's refusal, with the mappings in the way as a person can find them. */
export async function stillMapped(
  { api }: Context,
  mailbox: string,
  refusal: ConflictError,
): Promise<ConflictError> {
  const mappings = (await api.mappings.listFresh()).filter(({ toAddresses }) =>
    toAddresses.some((address) => sameAddress(address, mailbox)),
  );
  if (mappings.length === 0) return refusal;
  const names = mappings.map(({ mappingName, mappingId }) => `"${mappingName}" (${mappingId})`).join(", ");
  return new ConflictError(
    `The email address ${mailbox} can't be deleted: VCC refuses while it is mapped, and these mappings name it: ${names}.`,
    {
      hint: "Remove it from those mappings in VCC, or in the program that manages them, and run again. Nothing was unmapped behind your back.",
      paths: refusal.paths,
    },
  );
}

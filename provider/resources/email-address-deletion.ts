import { requireUnlisted } from "../core/absence";
import type { Context } from "../core/ports";
import { ConflictError } from "../errors";
import { mappingsNaming, nameMappings } from "./rest-of-inbox";

/** Error: where the list of addresses still shows it. */
export async function confirmAddressGone(context: Context, id: string): Promise<void> {
  const { addresses } = context.api;
  await requireUnlisted(context, `the email address ${id}`, addresses, { id, idOf: (dto) => dto.id });
}

/** VCC's refusal, with the mappings in the way as a person can find them. */
export async function stillMapped(
  { api }: Context,
  mailbox: string,
  refusal: ConflictError,
): Promise<ConflictError> {
  const mappings = mappingsNaming(mailbox, await api.mappings.listFresh());
  if (mappings.length === 0) return refusal;
  const names = nameMappings(mappings);
  return new ConflictError(
    `The email address ${mailbox} can't be deleted: VCC refuses while it is mapped, and these mappings name it: ${names}.`,
    {
      hint: "Remove it from those mappings in VCC, or in the program that manages them, and run again. Nothing was unmapped behind your back.",
      paths: refusal.paths,
    },
  );
}

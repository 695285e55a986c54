import { requireUnlisted } from "../core/absence";
import type { Context } from "../core/ports";

/** Error: where the list of addresses still shows it. */
export async function confirmAddressGone(context: Context, id: string): Promise<void> {
  const isListed = async () => (await context.api.addresses.listFresh()).some((dto) => dto.id === id);
  await requireUnlisted(context, `the email address ${id}`, isListed);
}

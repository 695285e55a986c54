import { EMAIL_ADDRESSES } from "../../../schema/email-address";
import { sameAddress } from "../../values/equality";
import type { Context } from "../../ports";
import { VccError } from "../../errors";

/** Addresses with two spellings that differ by more than case, such as `bücher.example` and `xn--bcher-kva.example`. */
const IS_INTERNATIONAL = /[^\x20-\x7e]|xn--/iu;

/**
 * Mailboxes as VCC spells their addresses, since it compares without case alone, and refuses a mapping that names an
 * address in another spelling. One that this run doesn't know there is spelt as given.
 */
export async function spelledAsInVcc(
  { seen }: Context,
  mailboxes: readonly string[],
): Promise<readonly string[]> {
  if (!mailboxes.some((mailbox) => IS_INTERNATIONAL.test(mailbox))) return mailboxes;
  // A list that is refused keeps its own kind alone from being written.
  const addresses = await seen
    .of(EMAIL_ADDRESSES)
    .objects()
    .catch((error: unknown) => {
      if (error instanceof VccError) return [];
      throw error;
    });
  const spellings = addresses.map(({ emailAddress }) => emailAddress);
  return mailboxes.map((mailbox) => {
    if (!IS_INTERNATIONAL.test(mailbox)) return mailbox;
    const sameButForCase = spellings.find((known) => known.toLowerCase() === mailbox.toLowerCase());
    return sameButForCase ?? spellings.find((known) => sameAddress(known, mailbox)) ?? mailbox;
  });
}

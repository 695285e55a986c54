import type { ExportedKind } from "../../../provider/export/exported-kind";
import { ResourceOutput } from "../../../provider/export/typescript-text";
import { EMAIL_BLOCKLISTS, type EmailBlocklistDto, type EmailBlocklistInputs } from "./schema";

/** Notes on blocklists in the summary's JSON. */
interface BlocklistNotes {
  readonly longBlocklists: readonly string[];
}

/** A kind that has no place in a fleet file. */
export const exported: ExportedKind<EmailBlocklistDto, EmailBlocklistInputs, "blocklists", BlocklistNotes> = {
  noun: "blocklist",
  plural: "blocklists",
  list: EMAIL_BLOCKLISTS,

  toDrafts: (chosen, account) =>
    chosen.map((object) => {
      const { name, senders, addressId } = object.dto;
      const address = account.taken("EmailAddress").find(({ id }) => id === addressId);
      const args = { name, senders: [...senders].sort(), ...(addressId !== undefined && { addressId }) };
      const declared = { ...args, ...(address && { addressId: new ResourceOutput(address, "id") }) };
      return { object, args, declared };
    }),

  notes: (_account, taken) => ({
    longBlocklists: {
      topic: "to do",
      title: "Blocklists of more than one sender",
      items: taken.flatMap(({ args }) => (args.senders.length > 1 ? [args.name] : [])),
      line: String,
      isShort: true,
    },
  }),
};

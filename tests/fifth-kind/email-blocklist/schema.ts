import * as z from "zod";
import { Adopt } from "../../../schema/fields";
import type { ObjectEndpoint } from "../../../schema/endpoint";

export const EmailBlocklistInputs = z.object({
  name: z.string(),
  senders: z.array(z.string()),
  addressId: z.string().optional(),
  adopt: Adopt.optional(),
});
export type EmailBlocklistInputs = z.infer<typeof EmailBlocklistInputs>;

export interface EmailBlocklistDto extends EmailBlocklistInputs {
  readonly id: string;
  readonly updatedAt: string;
}

export const EMAIL_BLOCKLISTS: ObjectEndpoint<EmailBlocklistDto, EmailBlocklistInputs> = {
  kind: "emailBlocklist",
  api: "email",
  noun: "email blocklist",
  plural: "email blocklists",
  path: "/channels/email/blocklists",
  listKey: "blocklists",
  idKey: "id",
  nameKey: "name",
  dto: EmailBlocklistInputs.extend({ id: z.string(), updatedAt: z.string() }),
  labelOf: ({ name }) => name,
};

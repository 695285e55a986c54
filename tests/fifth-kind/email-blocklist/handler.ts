import type { ReadBody } from "../../../provider/consistency/patch";
import { StandardResource } from "../../../provider/kinds/standard-resource";
import type { Context } from "../../../provider/ports";
import { EMAIL_BLOCKLISTS, type EmailBlocklistDto, EmailBlocklistInputs } from "./schema";

interface State extends EmailBlocklistInputs {
  readonly updatedAt: string;
}

class EmailBlocklistResource extends StandardResource<
  EmailBlocklistInputs,
  State,
  EmailBlocklistDto,
  EmailBlocklistInputs
> {
  readonly kind = "EmailBlocklist";
  readonly inputs = EmailBlocklistInputs;
  readonly endpoint = EMAIL_BLOCKLISTS;
  // Unlike a mailbox, a sender is compared to the letter.
  override readonly spelling = { senders: String };
  protected override readonly merged = ["senders"] as const;

  protected toBody({ name, senders, addressId }: EmailBlocklistInputs): EmailBlocklistInputs {
    return { name, senders, ...(addressId !== undefined && { addressId }) };
  }

  protected readBody(dto: EmailBlocklistDto): ReadBody<EmailBlocklistInputs> {
    return this.toBody(dto);
  }

  protected async toState(_context: Context, dto: EmailBlocklistDto): Promise<State> {
    return Promise.resolve({ ...this.toBody(dto), updatedAt: dto.updatedAt });
  }
}

export const emailBlocklist = new EmailBlocklistResource();

import { EMAIL_ADDRESSES } from "../../../schema/email-address";
import type { Kind } from "../kind";
import { emailAddress } from "./handler";

export const emailAddressKind: Kind<"EmailAddress"> = {
  resource: emailAddress,
  module: "email-address",
  lists: [EMAIL_ADDRESSES],
};

import { EMAIL_ADDRESSES } from "../../../schema/email-address";
import type { Kind } from "../kind";
import { emailAddress } from "./handler";
import { simulatedAddress } from "./simulated";

export const emailAddressKind: Kind<"EmailAddress", typeof simulatedAddress> = {
  resource: emailAddress,
  module: "email-address",
  lists: [EMAIL_ADDRESSES],
  simulated: simulatedAddress,
};

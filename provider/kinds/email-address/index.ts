import { EMAIL_ADDRESSES } from "../../../schema/email-address";
import type { Kind } from "../kind";
import { exported } from "./exported";
import { emailAddress } from "./handler";
import { simulatedAddress } from "./simulated";

export const emailAddressKind: Kind<"EmailAddress", "addresses", typeof simulatedAddress> = {
  resource: emailAddress,
  module: "email-address",
  lists: [EMAIL_ADDRESSES],
  simulated: simulatedAddress,
  exported,
};

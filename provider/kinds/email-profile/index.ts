import { EMAIL_PROFILES } from "../../../schema/email-profile";
import type { Kind } from "../kind";
import { emailProfile } from "./handler";

export const emailProfileKind: Kind<"EmailProfile"> = {
  resource: emailProfile,
  module: "email-profile",
  lists: [EMAIL_PROFILES],
};

import { EMAIL_PROFILES } from "../../../schema/email-profile";
import type { Kind } from "../kind";
import { exported } from "./exported";
import { emailProfile } from "./handler";
import { simulatedProfile } from "./simulated";

export const emailProfileKind: Kind<"EmailProfile", "profiles", typeof simulatedProfile> = {
  resource: emailProfile,
  module: "email-profile",
  lists: [EMAIL_PROFILES],
  simulated: simulatedProfile,
  exported,
};

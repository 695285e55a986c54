import { exportedAddress } from "./email-address/exported";
import { emailAddress } from "./email-address/handler";
import { simulatedAddress } from "./email-address/simulated";
import { exportedProfile } from "./email-profile/exported";
import { emailProfile } from "./email-profile/handler";
import { simulatedProfile } from "./email-profile/simulated";
import { exportedSignature } from "./email-signature/exported";
import { emailSignature } from "./email-signature/handler";
import { simulatedSignature } from "./email-signature/simulated";
import { exportedMapping } from "./interaction-plan-mapping/exported";
import { interactionPlanMapping } from "./interaction-plan-mapping/handler";
import { simulatedMapping } from "./interaction-plan-mapping/simulated";
import { defineKind, listsOf } from "./kind";

/** Every kind, the ones that others refer to first. The only list of them. */
export const KINDS = [
  defineKind({ resource: emailProfile, simulated: simulatedProfile, exported: exportedProfile }),
  defineKind({ resource: emailAddress, simulated: simulatedAddress, exported: exportedAddress }),
  defineKind({ resource: emailSignature, simulated: simulatedSignature, exported: exportedSignature }),
  defineKind({ resource: interactionPlanMapping, simulated: simulatedMapping, exported: exportedMapping }),
] as const;

/** The lists that a run reads before its first write. */
export const LISTS = listsOf(KINDS);

/** Name of a kind's class. */
export type KindName = (typeof KINDS)[number]["resource"]["kind"];

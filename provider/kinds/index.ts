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
import { defineKind, type TakesItems, listsOf } from "./kind";

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

/** Items of all kinds' notes, by their keys in an export's JSON. */
export type KindNotes =
  TakesItems<(typeof KINDS)[number]> extends (items: infer Items extends object) => void ? Items : never;

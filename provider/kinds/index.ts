/* eslint-disable @typescript-eslint/no-require-imports -- on first use, and `createSimulator` can't wait for import() */
import type * as AddressExport from "./email-address/exported";
import { emailAddress } from "./email-address/handler";
import type * as AddressSimulation from "./email-address/simulated";
import type * as ProfileExport from "./email-profile/exported";
import { emailProfile } from "./email-profile/handler";
import type * as ProfileSimulation from "./email-profile/simulated";
import type * as SignatureExport from "./email-signature/exported";
import { emailSignature } from "./email-signature/handler";
import type * as SignatureSimulation from "./email-signature/simulated";
import type * as MappingExport from "./interaction-plan-mapping/exported";
import { interactionPlanMapping } from "./interaction-plan-mapping/handler";
import type * as MappingSimulation from "./interaction-plan-mapping/simulated";
import { defineKind, listsOf } from "./kind";

/** Every kind, the ones that others refer to first. The only list of them. */
export const KINDS = [
  defineKind({
    resource: emailProfile,
    simulated: () => (require("./email-profile/simulated") as typeof ProfileSimulation).simulatedProfile,
    exported: () => (require("./email-profile/exported") as typeof ProfileExport).exportedProfile,
  }),
  defineKind({
    resource: emailAddress,
    simulated: () => (require("./email-address/simulated") as typeof AddressSimulation).simulatedAddress,
    exported: () => (require("./email-address/exported") as typeof AddressExport).exportedAddress,
  }),
  defineKind({
    resource: emailSignature,
    simulated: () =>
      (require("./email-signature/simulated") as typeof SignatureSimulation).simulatedSignature,
    exported: () => (require("./email-signature/exported") as typeof SignatureExport).exportedSignature,
  }),
  defineKind({
    resource: interactionPlanMapping,
    simulated: () =>
      (require("./interaction-plan-mapping/simulated") as typeof MappingSimulation).simulatedMapping,
    exported: () => (require("./interaction-plan-mapping/exported") as typeof MappingExport).exportedMapping,
  }),
] as const;

/** The lists that a run reads before its first write. */
export const LISTS = listsOf(KINDS);

/** Name of a kind's class. */
export type KindName = (typeof KINDS)[number]["resource"]["kind"];

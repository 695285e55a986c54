import type { ListEndpoint } from "../../schema/endpoint";
import { emailAddressKind } from "./email-address/index";
import { emailProfileKind } from "./email-profile/index";
import { emailSignatureKind } from "./email-signature/index";
import { interactionPlanMappingKind } from "./interaction-plan-mapping/index";
import type { Kind } from "./kind";

/** Every kind, the ones that others refer to first. The only list of them. */
export const KINDS = [
  emailProfileKind,
  emailAddressKind,
  emailSignatureKind,
  interactionPlanMappingKind,
] as const satisfies readonly Kind[];

/** The lists that a run reads before its first write. */
export const LISTS: readonly ListEndpoint<object>[] = KINDS.flatMap(({ lists }) => [...lists]);

/** Name of a kind's class. */
export type KindName = (typeof KINDS)[number]["resource"]["kind"];

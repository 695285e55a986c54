import type { ApiName } from "../../../schema/api";
import type { ContractKindName } from "../../../schema/contract/kinds";
import { EMAIL_ADDRESSES } from "../../../schema/email-address";
import { EMAIL_PROFILES } from "../../../schema/email-profile";
import { INTERACTION_PLAN_MAPPINGS, INTERACTION_PLANS } from "../../../schema/interaction-plan-mapping";

/** How the list of a kind is known in a file, and what is built in of it. */
export interface Sought {
  readonly kind: ContractKindName;
  readonly api: ApiName;
  /** Last segments of the list's path, in lower case without marks. */
  readonly names: readonly string[];
  /** What some other segment has to contain. */
  readonly among?: string;
  readonly path: string;
  readonly listKey: string;
}

export const SOUGHT: readonly Sought[] = [
  {
    ...EMAIL_ADDRESSES,
    kind: "emailAddress",
    names: ["addresses", "emailaddresses", "mailboxes", "emails"],
    among: "email",
  },
  { ...EMAIL_PROFILES, kind: "emailProfile", names: ["profiles", "emailprofiles"], among: "email" },
  {
    ...INTERACTION_PLAN_MAPPINGS,
    kind: "interactionPlanMapping",
    names: ["mappings", "interactionplanmappings", "planmappings"],
  },
  { ...INTERACTION_PLANS, kind: "interactionPlan", names: ["interactionplans", "plans"] },
];

import type { ContractKindName, Semantic } from "../../../schema/contract/kinds";

/** What a trial tells, by the numbers of docs/contract.md. */
export interface TrialClaim {
  readonly id: string;
  readonly text: string;
  /** Kinds of which it is told, each by itself. */
  readonly kinds: readonly ContractKindName[];
  /** Where the contract says that VCC doesn't work so, it can't be tried. */
  readonly semantic?: Semantic;
  /** Fields without which it can't be told of a kind. */
  readonly needs?: Readonly<Partial<Record<ContractKindName, string>>>;
}

const NAMED = ["emailProfile", "emailAddress", "interactionPlanMapping"] as const;

/** All claims of a trial, in the order of their numbers. */
export const TRIAL_CLAIMS = [
  { id: "C03", text: "writes take the scope of the contract", kinds: NAMED },
  { id: "C07", text: "GET shows a write within the time that a run waits for it", kinds: NAMED },
  { id: "C08", text: "a write's own checks see the truth at once", kinds: NAMED },
  { id: "C16", text: "what is taken, or in use, gets 409", kinds: NAMED },
  { id: "C19", text: "a change leaves the other fields as they are", kinds: NAMED },
  {
    id: "C20",
    text: "data sources are replaced as a whole",
    kinds: ["emailAddress", "interactionPlanMapping"],
    needs: { emailAddress: "dataSources", interactionPlanMapping: "dataSources" },
  },
  {
    id: "C23",
    text: "null takes a profile, or a testing block, away",
    kinds: ["emailAddress", "interactionPlanMapping"],
    semantic: "nullClears",
    needs: { emailAddress: "profileId", interactionPlanMapping: "testing" },
  },
  { id: "C29", text: "POST makes an address, and answers with it", kinds: ["emailAddress"] },
  { id: "C31", text: "a mailbox is unique, compared without case", kinds: ["emailAddress"] },
  { id: "C33", text: "a change of an address does what it says", kinds: ["emailAddress"] },
  { id: "C39", text: "DELETE deletes an address", kinds: ["emailAddress"] },
  { id: "C40", text: "DELETE of one that is gone gets 404", kinds: ["emailAddress"] },
  { id: "C41", text: "DELETE of a mapped address gets 409", kinds: ["emailAddress"] },
  {
    id: "C44",
    text: "a new address is Pending",
    kinds: ["emailAddress"],
    needs: { emailAddress: "authentication.status" },
  },
  { id: "C67", text: "PUT of a signature answers with it", kinds: ["emailSignature"] },
  { id: "C68", text: "DELETE of a signature takes it away", kinds: ["emailSignature"] },
  { id: "C73", text: "POST, a change and DELETE of a profile do what they say", kinds: ["emailProfile"] },
  { id: "C75", text: "names of profiles are unique", kinds: ["emailProfile"] },
  { id: "C78", text: "DELETE of a profile that an address uses gets 409", kinds: ["emailProfile"] },
  {
    id: "C81",
    text: "POST, a change and DELETE of a mapping do what they say",
    kinds: ["interactionPlanMapping"],
  },
  { id: "C105", text: "names of mappings are unique", kinds: ["interactionPlanMapping"] },
  {
    id: "C106",
    text: "updatedAt moves with each change",
    kinds: NAMED,
    needs: { emailProfile: "updatedAt", emailAddress: "updatedAt", interactionPlanMapping: "updatedAt" },
  },
  { id: "C107", text: "a write that changes nothing is taken", kinds: NAMED },
  { id: "C108", text: "a deleted address frees its name and its mailbox at once", kinds: ["emailAddress"] },
] as const satisfies readonly TrialClaim[];

export type TrialClaimId = (typeof TRIAL_CLAIMS)[number]["id"];

import type { EmailAddressInputs } from "../../schema/email-address";
import type { EmailProfileInputs } from "../../schema/email-profile";
import type { InteractionPlanMappingInputs } from "../../schema/interaction-plan-mapping";
import type { Adopted } from "./adoption";
import type { SignatureSource } from "./signature-files";

/** What every object of an export has. */
interface Taken extends Adopted {
  /** Of the resource, unique among its kind. */
  readonly name: string;
  readonly id: string;
}

export interface TakenProfile extends Taken {
  readonly args: EmailProfileInputs;
}

export interface TakenAddress extends Taken {
  readonly args: EmailAddressInputs;
  /** Name of the profile, where that is taken too; else the id stands in `args`. */
  readonly profile?: string;
}

export interface TakenSignature extends Taken {
  /** Name of the address, where that is taken too. */
  readonly address?: string;
  readonly source: SignatureSource;
}

export interface TakenMapping extends Taken {
  readonly args: InteractionPlanMappingInputs;
  /** Whether it belongs to one address that is taken, and to no other. */
  readonly isOwn: boolean;
  /** Names of its addresses that are taken, in the order of `args.addresses`, where they come first. */
  readonly inboxes: readonly string[];
  /** Its other addresses. */
  readonly outsiders: readonly string[];
}

/** An object that a program can't manage as it is. */
export interface LeftOut {
  readonly kind: string;
  /** As people know it: its name or mailbox. */
  readonly what: string;
  readonly why: string;
}

/** What is taken of an account, each kind by name: every format is written from it. */
export interface Inventory {
  readonly profiles: readonly TakenProfile[];
  readonly addresses: readonly TakenAddress[];
  readonly signatures: readonly TakenSignature[];
  readonly mappings: readonly TakenMapping[];
  /** Content of signatures by path. */
  readonly signatureFiles: ReadonlyMap<string, string>;
  readonly leftOut: readonly LeftOut[];
}

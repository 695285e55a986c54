import type * as pulumi from "@pulumi/pulumi";
import type { EmailAddress, EmailAddressArgs } from "../kinds/email-address/class";
import type { EmailProfile, EmailProfileArgs } from "../kinds/email-profile/class";
import type { InteractionPlanMappingArgs } from "../kinds/interaction-plan-mapping/class";
import type { FormerNames } from "./former-names";
import type { SignatureSource } from "./signature-html";

/** An object of VCC that another program manages, or nobody. */
export interface ExistingObject {
  /** Its id in VCC. */
  readonly id: pulumi.Input<string>;
}

/**
 * A profile: one that is shared, one that exists in VCC, by id or, as text, by name, or the properties of one that
 * the inbox has for itself.
 */
export type InboxProfile = EmailProfile | ExistingObject | string | EmailProfileArgs;

/** Options of a mapping; the inbox says which address it leads to the plan. */
export interface InboxMappingProps extends Omit<InteractionPlanMappingArgs, "interactionPlan" | "addresses"> {
  /**
   * Tells the mappings of one inbox apart: the resource is `NAME-ID`, so keep it. Default: the resource has the
   * inbox's name, as one mapping of an inbox may.
   */
  readonly id?: string;
  /** Name that the `InteractionPlanMapping` had before. Default: its name now. */
  readonly formerName?: string;
}

/** The mapping that an inbox is made with. */
export interface InboxMapping extends InboxMappingProps {
  /** The plan that takes the mail: its name, exactly as VCC shows it, or its GUID. */
  readonly interactionPlan: pulumi.Input<string>;
}

/** Parts of an inbox besides its address. */
export interface InboxParts {
  /** The HTML that VCC appends to replies, or a template of it. Default: nothing. */
  readonly signature?: SignatureSource;
  /** Leads the mail to an interaction plan; `addMapping` adds more. Default: none, so the mail reaches nobody. */
  readonly mapping?: InboxMapping;
  /** Names that the resources had before, where they had others. Default: all had the inbox's name. */
  readonly formerNames?: FormerNames;
}

/** An inbox with an address of its own. */
export interface InboxProps extends Omit<EmailAddressArgs, "profileId" | "adopt">, InboxParts {
  /**
   * Takes over what VCC has when the inbox is created: `true` the whole inbox of this mailbox, as each part's own
   * `adopt: true` does; the id of an address that address alone. Means nothing from then on. Default: all is made anew.
   */
  readonly adopt?: pulumi.Input<boolean | string>;
  /** The profile of the address. Default: none. */
  readonly profile?: InboxProfile;
}

/** An inbox around an address that is there already. */
export interface ExistingAddressInboxProps extends InboxParts {
  /** The address: a resource of this program, or the id of one that is managed elsewhere. */
  readonly address: EmailAddress | ExistingObject;
  /** The address has one already. */
  readonly emailAddress?: never;
  /** The address has one already, or none. */
  readonly profile?: never;
  /** The address is there already; `adopt` of signature and mapping is each part's own. */
  readonly adopt?: never;
}

/** Facts of an inbox for other stacks. */
export interface InboxOutputs {
  /** Id of the address, for `Inbox.fromAddressId` in another stack. */
  readonly addressId: pulumi.Output<string>;
  /** The mailbox. */
  readonly emailAddress: pulumi.Output<string>;
  /** Name of the address in VCC. */
  readonly name: pulumi.Output<string>;
  /** `Active`, `Expired` or `Pending`. */
  readonly status: pulumi.Output<string>;
  /** The profile as the program refers to it: an id, or `name:Care`. Absent where there is none. */
  readonly profileId?: pulumi.Output<string | undefined>;
  /** Ids of the mappings, by the names of their resources. */
  readonly mappingIds: Readonly<Record<string, pulumi.Output<string>>>;
}

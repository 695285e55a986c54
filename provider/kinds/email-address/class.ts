import type * as pulumi from "@pulumi/pulumi";
import type { MailboxHealth, ServiceNameForReports } from "../../../schema/email-address";
import type { CredentialArgs } from "../../pulumi/credential";
import { VccResource } from "../../pulumi/resource";

/** Arguments of an `EmailAddress`. */
export interface EmailAddressArgs {
  /**
   * The mailbox, such as `support@example.com`; unique in the account, compared without case.
   * A change replaces the address: the new one is made and mappings are moved to it before the old one goes, unless
   * `name` is fixed here and stays the same, because VCC takes a name only once.
   * Source: uniqueness assumed.
   */
  emailAddress: pulumi.Input<string>;
  /**
   * Name of the address: 1 to 128 characters, unique in the account. Changed in place.
   * Default: generated from the resource's name, and kept from then on.
   * Source: uniqueness documented, length assumed.
   */
  name?: pulumi.Input<string>;
  /** Purpose of the address: at most 500 characters. Changed in place. Default: empty. Source: length assumed. */
  description?: pulumi.Input<string>;
  /** Grouping of its interactions in reports. Changed in place. Default: `reportingGroup`. Source: documented. */
  serviceNameForReports?: pulumi.Input<ServiceNameForReports>;
  /**
   * Data sources that VCC sets on each interaction. Keys have at least 1 character and none of `( ) $ :`.
   * Changed in place, the whole map at once. Default: none.
   * The address wins over a mapping or a plan that sets the same key.
   * Source: documented; the keys' alphabet assumed.
   */
  dataSources?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * Id of the profile of this address: `profile.id`; or, for one that is managed elsewhere, its name as `name:Care`.
   * Changed in place. Default: none. Source: documented.
   */
  profileId?: pulumi.Input<string>;
  /**
   * VCC's way of signing in to the mailbox. Changed in place: the address is never replaced for it.
   * Default: `{ method: "interactive" }`, a person signs in.
   */
  credential?: pulumi.Input<CredentialArgs>;
  /**
   * Takes over an existing address when the resource is created, brought in line with these arguments: `true` the one
   * of this mailbox, or its id. It keeps its name in VCC where the program gives none. Means nothing from then on.
   * Default: a new address is made, never an existing one taken.
   * Error: where there is no such address, or this stack has it already.
   */
  adopt?: pulumi.Input<boolean | string>;
}

/**
 * An inbound email address of the contact centre.
 *
 * Pass `address.emailAddress` and `address.id` on to mappings and signatures, not the text itself: Pulumi then knows
 * that they have to go before the address, which VCC refuses to delete while it is mapped.
 *
 * @example
 * ```ts
 * import { EmailAddress } from "pulumi-vcc";
 *
 * const support = new EmailAddress("support", {
 *   emailAddress: "support@example.com",
 *   serviceNameForReports: "interactionPlanName",
 *   dataSources: { channel: "email", flow: "customer_support" },
 *   credential: { provider: "google", method: "serviceAccount", key: "env:SUPPORT_GOOGLE_KEY" },
 * });
 * export const status = support.status;
 * ```
 */
export class EmailAddress extends VccResource<EmailAddress> {
  declare readonly emailAddress: pulumi.Output<string>;
  /** As given, or generated. */
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string>;
  declare readonly serviceNameForReports: pulumi.Output<string>;
  declare readonly dataSources: pulumi.Output<Record<string, string>>;
  /** The profile as the program refers to it: an id, or `name:Care`. Absent where there is none. */
  declare readonly profileId: pulumi.Output<string | undefined>;
  /**
   * `Active`, `Expired` or `Pending`. Anything but `Active` means that VCC neither pulls nor routes this mailbox's
   * mail; a refresh shows it as drift, and `pulumi up --refresh` signs in again in place.
   * Source: `Active` and `Expired` documented, `Pending` assumed.
   */
  declare readonly status: pulumi.Output<string>;
  /**
   * `active`, `expiring` (a warning), `expired`, `revoked`, `mailboxGone`, `consentRequired`, or `unknown` where nobody
   * could tell. Found by a refresh: VCC's status decides, and a probe of the credential explains.
   */
  declare readonly health: pulumi.Output<MailboxHealth>;
  /** Cause of `health`: the identity provider's own code, its meaning, and the next step. Absent while all is well. */
  declare readonly healthReason: pulumi.Output<string | undefined>;
  /** Changes when the credential's material does; says nothing about it. Absent where a person signs in. */
  declare readonly credentialFingerprint: pulumi.Output<string | undefined>;
  /** End of the sign-in, ISO 8601 in UTC, where that is known. Source: assumed. */
  declare readonly credentialExpiresAt: pulumi.Output<string | undefined>;
  /** Time of VCC's last sign-in to the mailbox, ISO 8601 in UTC. Source: assumed. */
  declare readonly authenticatedAt: pulumi.Output<string | undefined>;
  /** Time of the address's last change, ISO 8601 in UTC; signing in doesn't count. */
  declare readonly updatedAt: pulumi.Output<string>;

  constructor(name: string, args: EmailAddressArgs, opts?: pulumi.CustomResourceOptions) {
    const computed = {
      emailAddress: undefined,
      name: undefined,
      description: undefined,
      serviceNameForReports: undefined,
      dataSources: undefined,
      profileId: undefined,
      status: undefined,
      health: undefined,
      healthReason: undefined,
      credentialFingerprint: undefined,
      credentialExpiresAt: undefined,
      authenticatedAt: undefined,
      updatedAt: undefined,
    };
    super("EmailAddress", computed, name, args, opts);
  }

  /** An existing address, read and not managed. Error: when VCC has no address with this id. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): EmailAddress {
    return new EmailAddress(name, {} as EmailAddressArgs, { ...opts, id });
  }
}

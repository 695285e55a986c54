import type * as pulumi from "@pulumi/pulumi";
import { VccResource } from "../../pulumi/resource";

/** Arguments of an `EmailProfile`. */
export interface EmailProfileArgs {
  /**
   * Name of the profile: 1 to 128 characters, unique in the account. Changed in place.
   * Default: generated from the resource's name, and kept from then on.
   * Source: assumed.
   */
  name?: pulumi.Input<string>;
  /**
   * Purpose of the profile: at most 500 characters. Changed in place. Default: empty.
   * Source: assumed.
   */
  description?: pulumi.Input<string>;
  /**
   * Settings as text, numbers and booleans, stored as given; the whole map is replaced by a change. Default: none.
   * Source: assumed, because VCC's real fields aren't public.
   */
  settings?: pulumi.Input<Record<string, pulumi.Input<string | number | boolean>>>;
  /**
   * Takes over an existing profile when the resource is created, brought in line with these arguments: `true` the one of
   * this `name`, or its id. Means nothing from then on. Default: a new profile is made, never an existing one taken.
   * Error: where there is no such profile, or this stack has it already.
   */
  adopt?: pulumi.Input<boolean | string>;
}

/**
 * A profile, shared by the email addresses that name it. VCC refuses to delete one while an address uses it.
 *
 * @example
 * ```ts
 * import { EmailAddress, EmailProfile } from "pulumi-vcc";
 *
 * const care = new EmailProfile("care", { name: "Customer care", settings: { maxOpenEmails: 3 } });
 * new EmailAddress("support", { emailAddress: "support@example.com", profileId: care.id });
 * ```
 */
export class EmailProfile extends VccResource<EmailProfile> {
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string>;
  declare readonly settings: pulumi.Output<Record<string, string | number | boolean>>;
  /** Time of its last change, ISO 8601 in UTC. */
  declare readonly updatedAt: pulumi.Output<string>;

  constructor(name: string, args: EmailProfileArgs = {}, opts?: pulumi.CustomResourceOptions) {
    const computed = { name: undefined, description: undefined, settings: undefined, updatedAt: undefined };
    super("EmailProfile", computed, name, args, opts);
  }

  /** An existing profile, read and not managed. Error: when VCC has no profile with this id. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): EmailProfile {
    return new EmailProfile(name, {}, { ...opts, id });
  }
}

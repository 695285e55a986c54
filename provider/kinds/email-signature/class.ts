import type * as pulumi from "@pulumi/pulumi";
import { VccResource } from "../../pulumi/resource";

/** Arguments of an `EmailSignature`. */
export interface EmailSignatureArgs {
  /** Id of the email address that the signature belongs to: `address.id`. A change replaces the signature. */
  addressId: pulumi.Input<string>;
  /**
   * The HTML that VCC appends to replies sent from the address: at most 100 KB (102,400 bytes) of UTF-8.
   * Changed in place; compared by meaning, so layout, attribute order and entity spelling are no change. Other HTML than
   * the preview knew, written by hand meanwhile, is never overwritten: `pulumi up --refresh` shows it first.
   * Source: appending documented, the limit assumed.
   */
  html: pulumi.Input<string>;
  /**
   * Takes over the signature that the address has already when the resource is created, brought in line with these
   * arguments: `true`, or the address's id once more. Where it has none, it gets one. Means nothing from then on.
   * Default: a signature that exists is never overwritten.
   */
  adopt?: pulumi.Input<boolean | string>;
}

/**
 * The signature of one email address, appended to the replies that agents send from it. Its id is the address's.
 *
 * @example
 * ```ts
 * import { readFileSync } from "node:fs";
 * import { EmailAddress, EmailSignature } from "pulumi-vcc";
 *
 * const support = new EmailAddress("support", { emailAddress: "support@example.com" });
 * new EmailSignature("support", { addressId: support.id, html: readFileSync("support.html", "utf8") });
 * ```
 */
export class EmailSignature extends VccResource<EmailSignature> {
  declare readonly addressId: pulumi.Output<string>;
  declare readonly html: pulumi.Output<string>;
  /** Time of its last change of HTML, as far as this resource knows: ISO 8601 in UTC. */
  declare readonly updatedAt: pulumi.Output<string>;

  constructor(name: string, args: EmailSignatureArgs, opts?: pulumi.CustomResourceOptions) {
    const computed = { addressId: undefined, html: undefined, updatedAt: undefined };
    super("EmailSignature", computed, name, args, opts);
  }

  /** The signature of the address with this id, read and not managed. Error: when there is none. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): EmailSignature {
    return new EmailSignature(name, {} as EmailSignatureArgs, { ...opts, id });
  }
}

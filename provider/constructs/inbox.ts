import * as pulumi from "@pulumi/pulumi";
import { EmailAddress } from "../kinds/email-address/class";
import { EmailProfile } from "../kinds/email-profile/class";
import { EmailSignature } from "../kinds/email-signature/class";
import { InteractionPlanMapping } from "../kinds/interaction-plan-mapping/class";
import { withoutUndefined } from "../values/records";
import { withParentAliases } from "../pulumi/aliases";
import { componentType } from "../pulumi/provider-text";
import { isExisting } from "../pulumi/resource";
import { formerNameOf, type FormerNames, type FormerNamesByPart, formerPlaces } from "./former-names";
import type {
  ExistingAddressInboxProps,
  ExistingObject,
  InboxMappingProps,
  InboxOutputs,
  InboxProfile,
  InboxProps,
} from "./inbox-props";
import { type SignatureSource, toSignatureProps } from "./signature-html";

type ChildPart = Exclude<keyof FormerNamesByPart, "inbox">;

/**
 * An inbox as one thing: its address, with signature, profile and mapping. The parts depend on each other as VCC wants
 * it, have the inbox's name, and take the place of single resources of that name without a change in VCC.
 * `protect` and `retainOnDelete` hold for all of them.
 *
 * @example
 * ```ts
 * import { EmailProfile, Inbox } from "pulumi-vcc";
 *
 * const care = new EmailProfile("care", { name: "Customer care" });
 * const support = new Inbox("support", {
 *   emailAddress: "support@example.com",
 *   profile: care,
 *   signature: { template: "signatures/brand.html", variables: { team: "Support" } },
 *   mapping: { interactionPlan: "Customer support", priority: 5000 },
 * });
 * export const inbox = support.outputs;
 * ```
 */
export class Inbox extends pulumi.ComponentResource {
  /** The address. */
  readonly address: EmailAddress;
  /** The profile, where it is a resource of this program. */
  readonly profile: EmailProfile | undefined;
  /** The mailbox: pass it on to mappings, so that Pulumi knows the order. */
  readonly emailAddress: pulumi.Output<string>;
  readonly #name: string;
  readonly #formerNames: FormerNames | undefined;
  readonly #childOptions: Pick<pulumi.CustomResourceOptions, "protect" | "retainOnDelete">;
  readonly #mailbox: pulumi.Input<string>;
  /** True if the address has a profile, or may have one. In previews, Pulumi takes one that is absent for unknown. */
  readonly #mayHaveProfile: boolean;
  /** Default of `adopt` for the parts. */
  readonly #adoption: { readonly adopt?: pulumi.Input<boolean> };
  readonly #mappings = new Map<string, InteractionPlanMapping>();
  #signature: EmailSignature | undefined;

  constructor(
    name: string,
    props: InboxProps | ExistingAddressInboxProps,
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    const { protect, retainOnDelete } = opts;
    const { signature, mapping, formerNames } = props;
    const places = formerPlaces(name, formerNameOf(formerNames, "inbox"), opts.parent !== undefined);
    const moved = pulumi.mergeOptions(opts, { aliases: places });
    const type = componentType("Inbox");
    super(type, name, {}, withParentAliases(name, type, moved));
    this.#name = name;
    this.#formerNames = formerNames;
    this.#adoption = adoptionOfParts(props.adopt);
    this.#childOptions = withoutUndefined({ protect, retainOnDelete });
    [this.address, this.profile] =
      "address" in props ? [this.#existingAddress(props.address)] : this.#make(props);
    this.emailAddress = this.address.emailAddress;
    // Where the program gives it, it is known in previews too.
    this.#mailbox = "address" in props ? this.emailAddress : props.emailAddress;
    this.#mayHaveProfile = "address" in props || props.profile !== undefined;
    if (signature !== undefined) this.addSignature(signature);
    if (mapping !== undefined) {
      const { interactionPlan, ...rest } = mapping;
      this.addMapping(interactionPlan, rest);
    }
    this.registerOutputs({ addressId: this.address.id, emailAddress: this.emailAddress });
  }

  /** An inbox whose address exists in VCC and is managed elsewhere: it is read, and can be given mappings. */
  static fromAddressId(
    name: string,
    id: pulumi.Input<string>,
    opts?: pulumi.ComponentResourceOptions,
  ): Inbox {
    return new Inbox(name, { address: { id } }, opts);
  }

  /** An inbox around an address that this program declares by itself. */
  static fromAddress(name: string, address: EmailAddress, opts?: pulumi.ComponentResourceOptions): Inbox {
    return new Inbox(name, { address }, opts);
  }

  /** The signature, where it was made here. */
  get signature(): EmailSignature | undefined {
    return this.#signature;
  }

  /** The mappings that were made here. */
  get mappings(): readonly InteractionPlanMapping[] {
    return [...this.#mappings.values()];
  }

  /** Facts for other stacks: `export const support = inbox.outputs`. */
  get outputs(): InboxOutputs {
    const { id, name, status, profileId } = this.address;
    const mappingIds = Object.fromEntries([...this.#mappings].map(([key, mapping]) => [key, mapping.id]));
    return {
      addressId: id,
      emailAddress: this.emailAddress,
      name,
      status,
      ...(this.#mayHaveProfile && { profileId }),
      mappingIds,
    };
  }

  /** Gives the address a signature. Error: if it has one from here, because VCC keeps one for each address. */
  addSignature(source: SignatureSource): EmailSignature {
    const name = this.#name;
    if (this.#signature !== undefined) {
      throw new pulumi.RunError(
        `Inbox "${name}": one signature, got a second one. Change the first one instead.`,
      );
    }
    const props = toSignatureProps(source, { inbox: name, emailAddress: this.#mailbox });
    const args = { ...this.#adoption, ...props, addressId: this.address.id };
    // VCC deletes it with its address; on its own it would be gone before VCC refuses to delete a mapped address.
    const fate = isExisting(this.address) ? {} : { deletedWith: this.address };
    this.#signature = new EmailSignature(name, args, { ...this.#options("signature", name), ...fate });
    return this.#signature;
  }

  /**
   * Leads the mail to an interaction plan. Give the mappings of one inbox different priorities.
   * Error: where there is a mapping with this id, or without one, already.
   */
  addMapping(interactionPlan: pulumi.Input<string>, props: InboxMappingProps = {}): InteractionPlanMapping {
    const { id, formerName, ...args } = props;
    const name = id === undefined ? this.#name : `${this.#name}-${id}`;
    if (this.#mappings.has(name)) {
      const next = 'Give each further one an id of its own, as in addMapping(plan, { id: "vip" }).';
      throw new pulumi.RunError(
        `Inbox "${this.#name}": one mapping named "${name}", got a second one. ${next}`,
      );
    }
    const former = formerName ?? (id === undefined ? undefined : name);
    const mapping = new InteractionPlanMapping(
      name,
      { ...this.#adoption, ...args, interactionPlan, addresses: [this.emailAddress] },
      this.#options("mapping", name, former),
    );
    this.#mappings.set(name, mapping);
    return mapping;
  }

  #existingAddress(address: EmailAddress | ExistingObject): EmailAddress {
    return address instanceof EmailAddress
      ? address
      : EmailAddress.get(this.#name, address.id, { parent: this });
  }

  #make(props: InboxProps): [EmailAddress, EmailProfile | undefined] {
    const {
      profile: given,
      signature: _signature,
      mapping: _mapping,
      formerNames: _formerNames,
      ...args
    } = props;
    const { profile, profileId } = given === undefined ? {} : this.#profileOf(given);
    const address = new EmailAddress(
      this.#name,
      { ...args, ...withoutUndefined({ profileId }) },
      this.#options("address", this.#name),
    );
    return [address, profile];
  }

  #profileOf(given: InboxProfile): {
    readonly profile?: EmailProfile;
    readonly profileId: pulumi.Input<string>;
  } {
    if (typeof given === "string") return { profileId: profileByName(given) };
    if (given instanceof EmailProfile) return { profile: given, profileId: given.id };
    if ("id" in given) return { profileId: given.id };
    const profile = new EmailProfile(this.#name, given, this.#options("profile", this.#name));
    return { profile, profileId: profile.id };
  }

  #options(part: ChildPart, name: string, formerName?: string): pulumi.CustomResourceOptions {
    const former = formerName ?? formerNameOf(this.#formerNames, part);
    return { ...this.#childOptions, parent: this, aliases: formerPlaces(name, former) };
  }
}

/** A reference that the provider looks up when it applies the address: a program makes no call. */
export function profileByName(name: string): string {
  return `name:${name}`;
}

/** An id is that of the address alone. */
function adoptionOfParts(adopt: InboxProps["adopt"]): { readonly adopt?: pulumi.Input<boolean> } {
  if (adopt === undefined || adopt === false || typeof adopt === "string") return {};
  return { adopt: adopt === true || pulumi.output(adopt).apply((value) => value === true) };
}

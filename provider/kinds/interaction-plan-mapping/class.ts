import * as pulumi from "@pulumi/pulumi";
import { VccResource } from "../../pulumi/resource";

/** Mail from some senders takes another plan, to try it on a live address. Source: assumed. */
export interface TestingArgs {
  /** Name or GUID of the plan under test. */
  interactionPlan: pulumi.Input<string>;
  /** Senders whose mail takes it: at least 1, each once. */
  fromAddresses: pulumi.Input<pulumi.Input<string>[]>;
}

/** Arguments of an `InteractionPlanMapping`. */
export interface InteractionPlanMappingArgs {
  /**
   * The plan that takes the mail: its name, exactly as VCC shows it, or its GUID. Changed in place.
   * Error: when no plan, or more than one, has the name; use the GUID then.
   * Source: documented; names aren't said to be unique.
   */
  interactionPlan: pulumi.Input<string>;
  /**
   * Addresses whose mail is mapped: at least 1, each once, in any order; compared without case. Changed in place.
   * Give `address.emailAddress` rather than text: Pulumi then unmaps an address before it deletes it.
   * Source: documented.
   */
  addresses: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Name of the mapping: 1 to 128 characters, unique in the account. Changed in place.
   * Default: generated from the resource's name, and kept from then on.
   * Source: uniqueness documented, length assumed.
   */
  name?: pulumi.Input<string>;
  /** Purpose of the mapping: at most 500 characters. Changed in place. Default: empty. Source: length assumed. */
  description?: pulumi.Input<string>;
  /**
   * Data sources that VCC sets on each interaction where the address hasn't set the same key. Keys have at least 1
   * character and none of `( ) $ :`. Changed in place, the whole map at once. Default: none.
   * Source: documented; the keys' alphabet assumed.
   */
  dataSources?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * Rank among the mappings of an address: whole number, 1 (lowest) to 10000 (highest). Changed in place. Default: 5000.
   * On a tie the mapping modified last wins, so give the mappings of one address different values.
   * Source: range and tie rule documented; the default assumed.
   */
  priority?: pulumi.Input<number>;
  /** A plan under test for some senders. Changed in place. Default: none. Source: assumed. */
  testing?: pulumi.Input<TestingArgs>;
  /**
   * Takes over an existing mapping when the resource is created, brought in line with these arguments: its id, or `true`
   * for the one of this `name`, else the one that leads just these addresses to this plan. Where no mapping names any of
   * the addresses, one is made. It keeps its name in VCC where the program gives none. Means nothing from then on.
   * Default: a new mapping is made, never an existing one taken.
   * Error: where others name the addresses, because a second mapping could take their mail; it lists them.
   */
  adopt?: pulumi.Input<boolean | string>;
}

/**
 * Leads the mail of some addresses to an interaction plan, and so to agents.
 *
 * @example
 * ```ts
 * import { EmailAddress, InteractionPlanMapping } from "pulumi-vcc";
 *
 * const support = new EmailAddress("support", { emailAddress: "support@example.com" });
 * new InteractionPlanMapping("support", {
 *   interactionPlan: "Customer support",
 *   addresses: [support.emailAddress],
 *   priority: 5000,
 * });
 * ```
 */
export class InteractionPlanMapping extends VccResource<InteractionPlanMapping> {
  declare readonly interactionPlan: pulumi.Output<string>;
  declare readonly addresses: pulumi.Output<string[]>;
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string>;
  declare readonly dataSources: pulumi.Output<Record<string, string>>;
  declare readonly priority: pulumi.Output<number>;
  declare readonly testing: pulumi.Output<{ interactionPlan: string; fromAddresses: string[] } | undefined>;
  /** GUID of the plan. */
  declare readonly interactionPlanId: pulumi.Output<string>;
  /** GUID of the plan under test, where there is one. */
  declare readonly testingInteractionPlanId: pulumi.Output<string | undefined>;
  /** Time of its last change, ISO 8601 in UTC: on equal priorities the later one wins. */
  declare readonly updatedAt: pulumi.Output<string>;

  constructor(name: string, args: InteractionPlanMappingArgs, opts?: pulumi.CustomResourceOptions) {
    const computed = {
      interactionPlan: undefined,
      addresses: undefined,
      name: undefined,
      description: undefined,
      dataSources: undefined,
      priority: undefined,
      testing: undefined,
      interactionPlanId: undefined,
      testingInteractionPlanId: undefined,
      updatedAt: undefined,
    };
    super("InteractionPlanMapping", computed, name, args, opts);
    warnOfLiterals(args.addresses, this);
  }

  /** An existing mapping, read and not managed. Error: when VCC has no mapping with this id. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): InteractionPlanMapping {
    return new InteractionPlanMapping(name, {} as InteractionPlanMappingArgs, { ...opts, id });
  }
}

/** Only the program can tell text from an output; the provider sees the same string for both. */
function warnOfLiterals(
  addresses: InteractionPlanMappingArgs["addresses"] | undefined,
  mapping: pulumi.Resource,
): void {
  const literals = Array.isArray(addresses) ? addresses.filter((address) => typeof address === "string") : [];
  if (literals.length === 0) return;
  void pulumi.log.warn(
    `addresses: ${literals.join(", ")} given as text. Pulumi can't know then that this mapping has to go before the ` +
      "address, and VCC refuses to delete a mapped one. Pass address.emailAddress of the EmailAddress, or of EmailAddress.get for one that is managed elsewhere.",
    mapping,
  );
}

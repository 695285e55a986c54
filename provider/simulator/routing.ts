import { canonicalAddress } from "../../schema/canonical-address";
import { toMs } from "../../schema/time";
import type { StoredMapping } from "../kinds/interaction-plan-mapping/simulated";
import type { Table } from "./account/table";

/** Fields of a mapping that ranking and routing look at. */
export type RoutableMapping = Pick<
  StoredMapping,
  "mappingId" | "toAddresses" | "priority" | "interactionPlanId" | "testing" | "updatedAt"
>;

/** A mail to be routed. */
export interface Mail {
  readonly to: string;
  readonly from: string;
}

/** A mapping that takes a mail, and the plan that it leads to. */
export interface Route<Mapping extends RoutableMapping = RoutableMapping> {
  readonly mapping: Mapping;
  /** The plan that takes the mail: the mapping's own, or its testing plan. */
  readonly interactionPlanId: string;
  /** True if the sender is one of the testing block's. */
  readonly isTesting: boolean;
}

/**
 * The mappings that name `address`, the one that takes its mail first: by priority, the highest first, and on a tie
 * the one modified last. Source: documented.
 *
 * @example
 * ```ts
 * import { rankMappings, startSimulator } from "pulumi-vcc/simulator";
 *
 * const simulator = await startSimulator();
 * const [first] = rankMappings(simulator.state().mappings, "support@example.com");
 * console.log(first?.mappingName);
 * ```
 */
export function rankMappings<Mapping extends RoutableMapping>(
  mappings: readonly Mapping[],
  address: string,
): Mapping[] {
  return mappings
    .filter((mapping) => hasAddress(mapping.toAddresses, address))
    .sort(
      (one, other) =>
        other.priority - one.priority || (toMs(other.updatedAt) ?? 0) - (toMs(one.updatedAt) ?? 0),
    );
}

/**
 * The route of a mail, or `undefined` where no mapping takes it. Source: ranking documented, testing assumed.
 *
 * @example
 * ```ts
 * import { routeMail, startSimulator } from "pulumi-vcc/simulator";
 *
 * const simulator = await startSimulator();
 * const mail = { to: "support@example.com", from: "customer@example.org" };
 * console.log(routeMail(simulator.state().mappings, mail)?.interactionPlanId);
 * ```
 */
export function routeMail<Mapping extends RoutableMapping>(
  mappings: readonly Mapping[],
  mail: Mail,
): Route<Mapping> | undefined {
  const mapping = rankMappings(mappings, mail.to)[0];
  if (mapping === undefined) return undefined;
  const { testing } = mapping;
  if (testing === null || !hasAddress(testing.fromAddresses, mail.from)) {
    return { mapping, interactionPlanId: mapping.interactionPlanId, isTesting: false };
  }
  return { mapping, interactionPlanId: testing.interactionPlanId, isTesting: true };
}

function hasAddress(addresses: readonly string[], address: string): boolean {
  const key = canonicalAddress(address);
  return addresses.some((candidate) => canonicalAddress(candidate) === key);
}

/** Tells every address that some mapping names, sorted; the same array until a mapping changes. */
export function mappedAddressesOf(mappings: Table<StoredMapping>): () => readonly string[] {
  let known: { readonly revision: number; readonly addresses: readonly string[] } | undefined;
  return () => {
    if (known?.revision !== mappings.revision) {
      const spelled = mappings.list().flatMap(({ toAddresses }) => toAddresses);
      const addresses = [...new Set(spelled.map((address) => canonicalAddress(address)))].sort();
      known = { revision: mappings.revision, addresses };
    }
    return known.addresses;
  };
}

import * as z from "zod";
import { isGuid, MailboxAddress } from "../../../schema/fields";
import { INTERACTION_PLAN_MAPPINGS, INTERACTION_PLANS } from "../../../schema/interaction-plan-mapping";
import { DEFAULT_PRIORITY, MIN_PRIORITY } from "../../../schema/limits";
import {
  byName,
  DataSources,
  Description,
  Name,
  StoredDataSources,
  Time,
} from "../../simulator/account/fields";
import type { SimulatedTable } from "../../simulator/account/table";
import { type ApiRoute, listReply, routesOf } from "../../simulator/routes/api-route";
import { SimulatedCollection } from "../../simulator/routes/collection";
import type { SimulatedAccount, ForeignKey } from "../../simulator/routes/simulated-kind";
import { simulatedAddress, type StoredAddress } from "../email-address/simulated";

const StoredMapping = z.looseObject({
  mappingId: z.string(),
  mappingName: z.string(),
  mappingDescription: z.string(),
  interactionPlanId: z.string(),
  toAddresses: z.array(z.string()).min(1),
  dataSources: StoredDataSources,
  priority: z.int(),
  testing: z.looseObject({ interactionPlanId: z.string(), fromAddresses: z.array(z.string()) }).nullable(),
  updatedAt: Time,
});
/**
 * A mapping as the simulator stores it; replies spell and order its addresses in their own way.
 *
 * @interface
 */
export type StoredMapping = z.infer<typeof StoredMapping>;

const StoredPlan = z.looseObject({ interactionPlanId: z.string(), interactionPlanName: z.string() });
/**
 * An interaction plan. Names need not be unique.
 *
 * @interface
 */
export type StoredPlan = z.infer<typeof StoredPlan>;

/** Interaction plans: a list and nothing else. Source: documented. */
export const simulatedPlans: SimulatedTable<StoredPlan, "plans"> = {
  stateKey: "plans",
  stored: StoredPlan,
  idKey: INTERACTION_PLANS.idKey,
};

/**
 * An address as VCC compares those of mappings: without case, and nothing else, so that two spellings of an international
 * domain are two. Source: documented.
 */
function addressKey(address: string): string {
  return address.toLowerCase();
}

const PlanId = z
  .string()
  .refine(isGuid, { error: "a GUID" })
  .transform((id) => id.toLowerCase());
const Addresses = z.array(MailboxAddress).min(1, { error: "at least 1 address" }).transform(distinct);

/** Keeps the first of every set of addresses that differ in case alone: the list stands for a set. */
function distinct(addresses: readonly string[]): string[] {
  const byKey = new Map<string, string>();
  for (const address of addresses) {
    if (!byKey.has(addressKey(address))) byKey.set(addressKey(address), address);
  }
  return [...byKey.values()];
}

// A plan may be removed while mappings name it: nothing blocks that.
const toPlans: ForeignKey<StoredMapping, StoredPlan> = {
  to: simulatedPlans,
  mentions: ({ interactionPlanId, testing }) => [
    { path: "interactionPlanId", key: interactionPlanId },
    ...(testing === null ? [] : [{ path: "testing.interactionPlanId", key: testing.interactionPlanId }]),
  ],
  keyOf: ({ interactionPlanId }) => interactionPlanId,
  missing: () => "No such interaction plan.",
};

const toAddresses: ForeignKey<StoredMapping, StoredAddress> = {
  to: simulatedAddress,
  mentions: (mapping) => mapping.toAddresses.map((key, index) => ({ path: `toAddresses.${index}`, key })),
  keyOf: ({ emailAddress }) => emailAddress,
  compared: addressKey,
  missing: (address) => `No such email address: ${address}`,
  // Source: documented.
  blocksDeletion: { title: "Email address is mapped", message: (mappings) => `Unmap it from: ${mappings}` },
};

/** Interaction-plan mappings. Source: the body is documented, the path assumed. */
export const simulatedMapping = new SimulatedCollection({
  noun: "mapping",
  stateKey: "mappings",
  endpoint: INTERACTION_PLAN_MAPPINGS,
  idPrefix: "map",
  stored: StoredMapping,
  content: {
    mappingName: Name,
    mappingDescription: Description,
    interactionPlanId: PlanId,
    toAddresses: Addresses,
    dataSources: DataSources,
    priority: z.int().min(MIN_PRIORITY),
    testing: z.strictObject({ interactionPlanId: PlanId, fromAddresses: Addresses }).nullable(),
  },
  defaults: { mappingDescription: "", dataSources: [], priority: DEFAULT_PRIORITY, testing: null },
  required: ["mappingDescription"],
  unique: [{ path: "mappingName" }],
  references: [toPlans, toAddresses],
  notFound: () => ({ message: "Mapping not found" }),
  respelled: (mapping) => ({
    ...mapping,
    toAddresses: respell(mapping.toAddresses),
    dataSources: byName(mapping.dataSources),
    testing: mapping.testing && {
      ...mapping.testing,
      fromAddresses: respell(mapping.testing.fromAddresses),
    },
  }),
  tables: [simulatedPlans],
  moreRoutes: planRoutes,
});

function respell(addresses: readonly string[]): string[] {
  return addresses.map(addressKey).sort();
}

function planRoutes({ store }: SimulatedAccount): readonly ApiRoute[] {
  const plans = store.table(simulatedPlans);
  return [
    {
      ...routesOf(INTERACTION_PLANS),
      call: "list",
      method: "GET",
      isOutsideEmail: true,
      run: ({ readAt, query }) => listReply(INTERACTION_PLANS.listKey, plans.list(readAt), query),
    },
  ];
}

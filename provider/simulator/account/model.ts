import * as z from "zod";

// Loose: the simulator can hold fields and enum values that VCC might add one day, and replies carry them.
const DataSource = z.looseObject({ name: z.string(), value: z.string() });
const Time = z.iso.datetime();

export const Authentication = z.looseObject({
  provider: z.string().nullable(),
  method: z.string().nullable(),
  status: z.string(),
  reason: z.string().nullable(),
  authenticatedAt: Time.nullable(),
  expiresAt: Time.nullable(),
  fingerprint: z.string().nullable(),
});
export type Authentication = z.infer<typeof Authentication>;

export const StoredAddress = z.looseObject({
  id: z.string(),
  emailAddress: z.string(),
  name: z.string(),
  description: z.string(),
  serviceNameForReports: z.string(),
  dataSources: z.array(DataSource),
  profileId: z.string().nullable(),
  authentication: Authentication,
  createdAt: Time,
  updatedAt: Time,
});
/**
 * An email address as the simulator stores and returns it.
 *
 * @interface
 */
export type StoredAddress = z.infer<typeof StoredAddress>;

export const StoredSignature = z.looseObject({ addressId: z.string(), html: z.string(), updatedAt: Time });
/**
 * A signature; `addressId` is no part of the reply.
 *
 * @interface
 */
export type StoredSignature = z.infer<typeof StoredSignature>;

export const StoredProfile = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  createdAt: Time,
  updatedAt: Time,
});
/**
 * A profile as the simulator stores and returns it.
 *
 * @interface
 */
export type StoredProfile = z.infer<typeof StoredProfile>;

export const StoredMapping = z.looseObject({
  mappingId: z.string(),
  mappingName: z.string(),
  mappingDescription: z.string(),
  interactionPlanId: z.string(),
  toAddresses: z.array(z.string()).min(1),
  dataSources: z.array(DataSource),
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

export const StoredPlan = z.looseObject({ interactionPlanId: z.string(), interactionPlanName: z.string() });
/**
 * An interaction plan. Names need not be unique.
 *
 * @interface
 */
export type StoredPlan = z.infer<typeof StoredPlan>;

export const AccountState = z.object({
  addresses: z.array(StoredAddress),
  signatures: z.array(StoredSignature),
  profiles: z.array(StoredProfile),
  mappings: z.array(StoredMapping),
  plans: z.array(StoredPlan),
});
/**
 * Everything in the account, each kind in order of creation: what a file holds and what `state()` returns.
 *
 * @interface
 */
export type AccountState = z.infer<typeof AccountState>;

import * as z from "zod";
import { SERVICE_NAMES_FOR_REPORTS } from "../../../schema/email-address";
import { addressKey } from "../account/address-key";
import { isGuid, MailboxAddress } from "../../../schema/fields";
import {
  MAX_DESCRIPTION_CHARACTERS,
  MAX_NAME_CHARACTERS,
  MAX_PRIORITY,
  MAX_SIGNATURE_BYTES,
  MIN_PRIORITY,
} from "../../../schema/limits";

function characters(least: number, most: number) {
  return z.string().refine((text) => [...text].length >= least && [...text].length <= most, {
    error: `${least} to ${most} characters`,
  });
}

const Name = characters(1, MAX_NAME_CHARACTERS);
const Description = characters(0, MAX_DESCRIPTION_CHARACTERS);
const ServiceName = z.enum(SERVICE_NAMES_FOR_REPORTS);
const DataSourceKey = z.string().regex(/^[^()$:]+$/u, { error: "at least 1 character, without ( ) $ :" });

const DataSources = z
  .array(z.strictObject({ name: DataSourceKey, value: z.string() }))
  .superRefine((sources, context) => {
    const seen = new Set<string>();
    sources.forEach(({ name }, index) => {
      if (seen.has(name)) context.addIssue({ code: "custom", path: [index, "name"], message: "Used twice." });
      seen.add(name);
    });
  });

const PlanId = z
  .string()
  .refine(isGuid, { error: "a GUID" })
  .transform((id) => id.toLowerCase());
const Addresses = z.array(MailboxAddress).min(1, { error: "at least 1 address" }).transform(distinct);
const Priority = z.int().min(MIN_PRIORITY).max(MAX_PRIORITY);
const Testing = z.strictObject({ interactionPlanId: PlanId, fromAddresses: Addresses });
const Settings = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** Keeps the first of every set of addresses that differ in case alone: the list stands for a set. */
function distinct(addresses: readonly string[]): string[] {
  const byKey = new Map<string, string>();
  for (const address of addresses) {
    if (!byKey.has(addressKey(address))) byKey.set(addressKey(address), address);
  }
  return [...byKey.values()];
}

export const AddressPost = z.strictObject({
  emailAddress: MailboxAddress,
  name: Name,
  description: Description.optional(),
  serviceNameForReports: ServiceName.optional(),
  dataSources: DataSources.optional(),
  profileId: z.string().nullable().optional(),
});

/** `null` clears, in this and the other `…Patch`es. */
export const AddressPatch = z.strictObject({
  emailAddress: z.never({ error: "emailAddress can't be changed." }).optional(),
  name: Name.optional(),
  description: Description.nullable().optional(),
  serviceNameForReports: ServiceName.nullable().optional(),
  dataSources: DataSources.nullable().optional(),
  profileId: z.string().nullable().optional(),
});

export const SignaturePut = z.strictObject({
  html: z.string().refine((html) => Buffer.byteLength(html, "utf8") <= MAX_SIGNATURE_BYTES, {
    error: `at most ${MAX_SIGNATURE_BYTES} bytes of UTF-8`,
  }),
});

export const ProfilePost = z.strictObject({
  name: Name,
  description: Description.optional(),
  settings: Settings.optional(),
});

export const ProfilePatch = z.strictObject({
  name: Name.optional(),
  description: Description.nullable().optional(),
  settings: Settings.nullable().optional(),
});

export const MappingPost = z.strictObject({
  mappingName: Name,
  mappingDescription: Description,
  interactionPlanId: PlanId,
  toAddresses: Addresses,
  dataSources: DataSources.optional(),
  priority: Priority.optional(),
  testing: Testing.nullable().optional(),
});

export const MappingPatch = z.strictObject({
  mappingName: Name.optional(),
  mappingDescription: Description.nullable().optional(),
  interactionPlanId: PlanId.optional(),
  toAddresses: Addresses.optional(),
  dataSources: DataSources.nullable().optional(),
  priority: Priority.nullable().optional(),
  testing: Testing.nullable().optional(),
});

/** For the calls that take no fields: no body, or an empty object. */
export const NoFields = z.strictObject({}).optional();

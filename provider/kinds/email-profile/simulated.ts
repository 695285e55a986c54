import * as z from "zod";
import { EMAIL_PROFILES } from "../../../schema/email-profile";
import { Description, Name, Time } from "../../simulator/account/fields";
import { SimulatedCollection } from "../../simulator/routes/collection";

const Settings = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

const StoredProfile = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  settings: Settings,
  createdAt: Time,
  updatedAt: Time,
});
/**
 * A profile as the simulator stores and returns it.
 *
 * @interface
 */
export type StoredProfile = z.infer<typeof StoredProfile>;

/** Profiles that addresses share. Source: assumed. */
export const simulatedProfile = new SimulatedCollection({
  noun: "profile",
  stateKey: "profiles",
  endpoint: EMAIL_PROFILES,
  idPrefix: "prf",
  stored: StoredProfile,
  content: { name: Name, description: Description, settings: Settings },
  defaults: { description: "", settings: {} },
  unique: [{ path: "name" }],
  notFound: () => ({
    status: 404,
    title: "Not Found",
    errors: [{ message: "No such profile.", path: "id" }],
  }),
});

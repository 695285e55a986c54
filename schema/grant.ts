import * as z from "zod";

const fingerprint = z
  .string()
  .regex(/^sha256:[0-9a-f]+$/u)
  .optional();
const microsoftGrant = {
  provider: z.literal("microsoft"),
  tenantId: z.string(),
  clientId: z.string(),
  fingerprint,
};
const googleGrant = { provider: z.literal("google"), subject: z.string(), fingerprint };

/** What `PUT …/authentication` takes, without what ends with the run. Secret: never stored or shown. Source: assumed. */
export const Grant = z.discriminatedUnion("method", [
  z.strictObject({
    method: z.literal("serviceAccount"),
    ...googleGrant,
    serviceAccountKey: z.looseObject({ client_email: z.string(), private_key: z.string() }),
  }),
  z.strictObject({
    method: z.literal("workloadIdentity"),
    ...googleGrant,
    externalAccount: z.looseObject({ credential_source: z.never().optional() }),
  }),
  z.strictObject({ method: z.literal("federated"), ...microsoftGrant }),
  z.strictObject({
    method: z.literal("certificate"),
    ...microsoftGrant,
    certificate: z.string(),
    privateKey: z.string(),
  }),
  z.strictObject({ method: z.literal("clientSecret"), ...microsoftGrant, clientSecret: z.string() }),
  z.strictObject({
    method: z.literal("refreshToken"),
    provider: z.enum(["google", "microsoft"]),
    clientId: z.string(),
    clientSecret: z.string().optional(),
    tenantId: z.string().optional(),
    refreshToken: z.string(),
    fingerprint,
  }),
]);
export type Grant = z.infer<typeof Grant>;

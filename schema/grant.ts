import * as z from "zod";
import { PROVIDERS } from "./credential/credential";

/** A field that anybody may see; of all others no error may quote the value. */
function open<Field extends z.ZodType>(field: Field) {
  return Object.assign(field.clone(), { isPublic: true });
}

const identifier = open(z.string());
const microsoft = {
  provider: open(z.literal("microsoft")),
  tenantId: identifier,
  clientId: identifier,
};
const google = { provider: open(z.literal("google")), subject: identifier };
const unchecked = z.unknown().optional();

/**
 * Identifiers of an external account, Google's file format for workload identity: all that VCC gets of it, and never
 * where a run's own token comes from, because that may hold secrets of the run and ends with it.
 */
export const EXTERNAL_ACCOUNT_IDENTIFIERS = {
  type: open(unchecked),
  audience: open(unchecked),
  subject_token_type: open(unchecked),
  token_url: unchecked,
  token_info_url: unchecked,
  universe_domain: open(unchecked),
  service_account_impersonation_url: unchecked,
  workforce_pool_user_project: open(unchecked),
  quota_project_id: open(unchecked),
};

/** Google's file format for a service account's key, as far as it is known here. */
const serviceAccountKey = z.looseObject({
  type: open(unchecked),
  project_id: open(unchecked),
  client_email: identifier,
  client_id: open(unchecked),
  universe_domain: open(unchecked),
  private_key: z.string(),
});

function grant<const Method extends string, Shape extends z.ZodRawShape>(method: Method, shape: Shape) {
  const fingerprint = z.string().regex(/^sha256:[0-9a-f]+$/u);
  return z.strictObject({
    method: open(z.literal(method)),
    fingerprint: open(fingerprint.optional()),
    ...shape,
  });
}

/** Body of `PUT …/authentication`, without what ends with the run. Secret: never stored or shown. Source: assumed. */
export const Grant = z.discriminatedUnion("method", [
  grant("serviceAccount", { ...google, serviceAccountKey }),
  grant("workloadIdentity", {
    ...google,
    externalAccount: z.looseObject({
      ...EXTERNAL_ACCOUNT_IDENTIFIERS,
      credential_source: z.never().optional(),
    }),
  }),
  grant("federated", microsoft),
  grant("certificate", { ...microsoft, certificate: z.string(), privateKey: z.string() }),
  grant("clientSecret", { ...microsoft, clientSecret: z.string() }),
  grant("refreshToken", {
    provider: open(z.enum(PROVIDERS)),
    clientId: identifier,
    clientSecret: z.string().optional(),
    tenantId: open(z.string().optional()),
    refreshToken: z.string(),
  }),
]);
export type Grant = z.infer<typeof Grant>;

/** Names of the fields that anybody may see, at any depth. */
export const PUBLIC_GRANT_FIELDS: ReadonlySet<string> = new Set(
  Grant.options.flatMap((option) => publicNames(option)),
);

function publicNames(fields: z.ZodObject): string[] {
  return Object.entries<z.ZodType>(fields.shape).flatMap(([name, field]) => {
    if (field instanceof z.ZodObject) return publicNames(field);
    return "isPublic" in field ? [name] : [];
  });
}

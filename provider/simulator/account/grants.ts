import { X509Certificate } from "node:crypto";
import * as z from "zod";
import type { ManagedCredential } from "../../../schema/credential/credential";
import { parseBody } from "./body";

const Text = z.string().min(1);
const Google = z.literal("google");
const Microsoft = z.literal("microsoft");
const Material = z.record(z.string(), z.unknown());
/** VCC itself is the workload, so that a source of somebody else's token is of no use to it. */
const ExternalAccount = Material.refine((account) => !("credential_source" in account), {
  error: "an external account without credential_source",
});
const Certificate = Text.includes("-----BEGIN CERTIFICATE-----", { error: "a PEM certificate" });
const PrivateKey = Text.regex(/-----BEGIN [A-Z ]*PRIVATE KEY-----/u, { error: "a PEM private key" });
const Tenant = { provider: Microsoft, tenantId: Text, clientId: Text };

const FIELDS_BY_METHOD = {
  serviceAccount: { provider: Google, serviceAccountKey: Material, subject: Text },
  workloadIdentity: { provider: Google, externalAccount: ExternalAccount, subject: Text },
  clientSecret: { ...Tenant, clientSecret: Text },
  certificate: { ...Tenant, certificate: Certificate, privateKey: PrivateKey },
  federated: Tenant,
  refreshToken: {
    provider: z.enum(["google", "microsoft"]),
    clientId: Text,
    clientSecret: Text.optional(),
    tenantId: Text.optional(),
    refreshToken: Text,
  },
} satisfies Record<ManagedCredential["method"], z.ZodRawShape>;

/** The ways to sign in without a person. */
export type GrantMethod = keyof typeof FIELDS_BY_METHOD;
const GRANT_METHODS = Object.keys(FIELDS_BY_METHOD) as readonly GrantMethod[];

const GrantHead = z.looseObject({
  method: z.enum(GRANT_METHODS as [GrantMethod, ...GrantMethod[]]),
  fingerprint: z
    .string()
    .regex(/^sha256:.+$/u, { error: "of the form sha256:…" })
    .optional(),
});

/** A grant that keeps the contract's form. `fields` may be secret: never stored, logged or shown. */
export interface Grant {
  readonly provider: string;
  readonly method: GrantMethod;
  readonly fingerprint: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Error: 400 that names every broken field and repeats no value. */
export function parseGrant(body: unknown): Grant {
  const { method, fingerprint } = parseBody(GrantHead, body);
  const head = { method: z.string(), fingerprint: z.string().optional() };
  const fields = parseBody(z.strictObject({ ...FIELDS_BY_METHOD[method], ...head }), body);
  return { provider: fields.provider, method, fingerprint: fingerprint ?? null, fields };
}

/** End of the grant, ISO 8601: the end of a certificate that can be read, else null. */
export function grantExpiry(grant: Grant): string | null {
  if (grant.method !== "certificate") return null;
  try {
    return new Date(new X509Certificate(String(grant.fields.certificate)).validTo).toISOString();
  } catch {
    // Tests may send a certificate in name only; VCC then doesn't know when it ends.
    return null;
  }
}

const PROVIDERS: readonly unknown[] = ["google", "microsoft"];
const FINGERPRINT = /^sha256:[\w+/=:.-]{1,128}$/u;

/** A grant as the request log keeps it: its values only where they can't be secret. */
export function redactGrant(body: unknown): unknown {
  if (typeof body !== "object" || body === null) return "[not a grant]";
  const { provider, method, fingerprint } = body as Partial<Record<string, unknown>>;
  return {
    ...(PROVIDERS.includes(provider) && { provider }),
    ...(GRANT_METHODS.some((known) => known === method) && { method }),
    ...(typeof fingerprint === "string" && FINGERPRINT.test(fingerprint) && { fingerprint }),
  };
}

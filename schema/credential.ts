import * as z from "zod";
import { MailboxAddress } from "./fields";
import { rule, secretRule, strictFields } from "./rule";

/**
 * Where a secret is found, never the secret itself: `env:NAME` (environment variable), `file:path` (relative to the
 * program's folder) or `config:key` (a value of the stack's configuration, meant to be a Pulumi secret).
 */
export const SecretReference = z
  .string({ error: secretRule("a reference to a secret", "Write env:NAME, file:path or config:key.") })
  .regex(/^(?:env:[A-Za-z_][A-Za-z0-9_]*|file:.+|config:.+)$/u, {
    error: secretRule(
      "a reference to a secret, in the form env:NAME, file:path or config:key",
      "Put the secret in one of those places and name it here: a literal secret would land in the stack's state.",
    ),
  });

const FIELDS_BY_METHOD: Readonly<Record<string, readonly string[]>> = {
  interactive: [],
  serviceAccount: ["provider", "key", "subject"],
};

function credential<const Method extends string, Shape extends z.ZodRawShape>(method: Method, shape: Shape) {
  return strictFields({ method: z.literal(method), ...shape }, `a credential of method "${method}"`, (key) => {
    const owners = Object.keys(FIELDS_BY_METHOD).filter((other) => FIELDS_BY_METHOD[other]?.includes(key));
    if (owners.length === 0) return undefined;
    return `"${key}" belongs to the method ${owners.join(" or ")}, not to ${method}. Remove it or change the method.`;
  });
}

/** A person signs in with VCC's consent link. Source: what VCC's own screens do, documented. */
export const InteractiveCredential = credential("interactive", {});

/** A Google service account with domain-wide delegation, acting as the mailbox. Source: the grant's shape is assumed. */
export const ServiceAccountCredential = credential("serviceAccount", {
  provider: z.literal("google", { error: rule('"google"', "Service accounts are Google's.") }),
  key: SecretReference,
  subject: MailboxAddress.optional(),
});

export const Credential = z.discriminatedUnion("method", [InteractiveCredential, ServiceAccountCredential], {
  error: rule(
    `a credential whose method is one of ${Object.keys(FIELDS_BY_METHOD).join(", ")}`,
    "Leave the credential out to have a person sign in.",
  ),
});
export type Credential = z.infer<typeof Credential>;
export type ServiceAccountCredential = z.infer<typeof ServiceAccountCredential>;

const Fingerprint = z.string().regex(/^sha256:[0-9a-f]+$/u).optional();

/** What `PUT …/authentication` takes. Secret: never stored, logged or shown. Source: assumed. */
export const ServiceAccountGrant = z.strictObject({
  provider: z.literal("google"),
  method: z.literal("serviceAccount"),
  serviceAccountKey: z.looseObject({ client_email: z.string(), private_key: z.string() }),
  subject: z.string(),
  fingerprint: Fingerprint,
});

export const Grant = z.discriminatedUnion("method", [ServiceAccountGrant]);
export type Grant = z.infer<typeof Grant>;

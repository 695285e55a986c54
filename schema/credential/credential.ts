import * as z from "zod";
import { didYouMean } from "../nearest";
import { secretRule, showValue } from "../rule";
import type { FieldFacts } from "./field-facts";
import { PLAIN_VARIANTS, REFRESH_TOKEN_VARIANTS, VARIANTS, type CredentialSchema } from "./methods";

/** The rule of the property that decides about the others. Shows that one only: the others may hold secrets. */
function choice(property: string, known: readonly string[], nextStep: string) {
  return ({ input }: { readonly input?: unknown }): string => {
    const what = `one of ${known.join(", ")}`;
    if (typeof input !== "object" || input === null) {
      return secretRule(`a credential, whose ${property} is ${what}`, nextStep)({ input });
    }
    const value = (input as Readonly<Record<string, unknown>>)[property];
    const near = typeof value === "string" ? didYouMean(value, known) : "";
    return `${what}, got ${showValue(value)}.${near} ${nextStep}`;
  };
}

/** Identity providers, in VCC's words, too. Source: assumed. */
export const PROVIDERS = REFRESH_TOKEN_VARIANTS.map(({ shape }) => shape.provider.value);

const refreshTokenOf = z.discriminatedUnion("provider", REFRESH_TOKEN_VARIANTS, {
  error: choice("provider", PROVIDERS, "Name whose refresh token it is."),
});

/** Ways of signing in, in VCC's words, too. Source: assumed. */
export const METHOD_NAMES = [...new Set(VARIANTS.map(({ shape }) => shape.method.value))];

/** Credential that VCC signs in to a mailbox with. The fields are described at the `…Args` of each method. */
export const Credential = z.discriminatedUnion("method", [...PLAIN_VARIANTS, refreshTokenOf], {
  error: choice("method", METHOD_NAMES, "Leave the credential out to have a person sign in."),
});
export type Credential = z.infer<typeof Credential>;
/** A credential that the provider signs in with; with the other one, a person does. */
export type ManagedCredential = Exclude<Credential, { method: "interactive" }>;
export type RefreshTokenCredential = z.infer<typeof refreshTokenOf>;
export type Provider = RefreshTokenCredential["provider"];

/** True if VCC signs in by itself, with material that the program names. */
export function isManaged(credential: Credential | undefined): credential is ManagedCredential {
  return credential !== undefined && credential.method !== "interactive";
}

/** The method's schema; of a refresh token, its provider's. Undefined where no method is called so. */
export function schemaOf({
  method,
  provider,
}: {
  readonly method?: string | null | undefined;
  readonly provider?: string | null | undefined;
}): CredentialSchema | undefined {
  const ofMethod = VARIANTS.filter(({ shape }) => shape.method.value === method);
  const [only] = ofMethod;
  if (ofMethod.length === 1) return only;
  return ofMethod.find(({ shape }) => shape["provider"]?.safeParse(provider).success);
}

/** Credential to advise in place of one that ends while VCC holds it; undefined of one that lasts. */
export function lastingInstead(credential: Credential): string | undefined {
  return schemaOf(credential)?.lastingInstead;
}

const FIELDS = new Map(VARIANTS.flatMap(({ shape }) => Object.entries(shape)));

/** Facts of a field by its name, which are the same for all methods; undefined of `method` and of what is no field. */
export function factsOf(field: string): FieldFacts | undefined {
  return FIELDS.get(field)?.facts;
}

/** References of a credential that these facts fit, with their fields. */
export function referencesIn(
  credential: Credential,
  fits: (facts: FieldFacts) => boolean = () => true,
): { readonly field: string; readonly reference: string }[] {
  return Object.entries(credential).flatMap(([field, reference]) => {
    const facts = factsOf(field);
    if (facts?.reference === undefined || typeof reference !== "string" || !fits(facts)) return [];
    return [{ field, reference }];
  });
}

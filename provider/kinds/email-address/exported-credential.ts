import * as z from "zod";
import { Credential, factsOf, isManaged, schemaOf } from "../../../schema/credential/credential";
import { toReference } from "../../../schema/credential/secret-reference";
import type { EmailAddressDto } from "../../../schema/email-address";
import { shortHash } from "../../export/entry-names";

type Authentication = EmailAddressDto["authentication"];

/** Names the material of a sign-in: equal where mailboxes share it, undefined for the one kind that most share. */
export type MaterialName = (authentication: Authentication, resourceName: string) => string | undefined;

/**
 * Names of material by fingerprint: one for all mailboxes that are signed in to with the same, else the resource's own.
 */
export function nameMaterials(all: readonly Authentication[]): MaterialName {
  const counts = new Map<string, number>();
  for (const { fingerprint } of all) {
    if (fingerprint) counts.set(fingerprint, (counts.get(fingerprint) ?? 0) + 1);
  }
  const shared = all.filter(({ fingerprint }) => (counts.get(fingerprint ?? "") ?? 0) > 1);
  const isOnlyOne = ({ provider, method, fingerprint }: Authentication): boolean =>
    shared.every(
      (other) => other.provider !== provider || other.method !== method || other.fingerprint === fingerprint,
    );
  return (authentication, resourceName) => {
    const { fingerprint } = authentication;
    if (!fingerprint || !shared.includes(authentication)) return resourceName;
    return isOnlyOne(authentication) ? undefined : shortHash(fingerprint);
  };
}

/**
 * A credential of the method that VCC signs in with, as far as it tells: provider and method. The rest is to be filled in:
 * references with the name of the material, and stand-ins. Undefined where nobody has signed in, or in a way that this
 * release doesn't know.
 */
export function standInCredential(
  authentication: Authentication,
  material: string | undefined,
): Credential | undefined {
  const shape = schemaOf(authentication)?.shape;
  if (shape === undefined) return undefined;
  const vendor = shape["provider"] instanceof z.ZodLiteral ? String(shape["provider"].value) : undefined;
  const needed = Object.entries(shape).filter(([, field]) => !field.safeParse(undefined).success);
  const fields = needed.map(([name, field]) => {
    if (field instanceof z.ZodLiteral) return [name, field.value];
    const facts = factsOf(name);
    if (facts?.reference === undefined) return [name, facts?.standIn];
    return [name, toReference({ kind: "env", name: variableName(vendor, name, material) })];
  });
  const credential = Credential.safeParse(Object.fromEntries(fields)).data;
  if (!isManaged(credential)) return credential;
  // Programs name the provider first.
  const first = { provider: credential.provider };
  return { ...first, ...credential };
}

/** Such as `GOOGLE_KEY_SUPPORT`. */
function variableName(vendor: string | undefined, field: string, material: string | undefined): string {
  const words = [vendor, field.replace(/[A-Z]/gu, "_$&"), material];
  return words
    .filter((word) => word !== undefined)
    .join("_")
    .toUpperCase()
    .replaceAll("-", "_");
}

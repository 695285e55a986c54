/** Pulumi's package of all dynamic resources. */
export const DYNAMIC_PACKAGE = "pulumi-nodejs";

/** Resource type of a class. Frozen, as it is in every user's state. */
export function resourceType(kind: string): string {
  return `${DYNAMIC_PACKAGE}:dynamic/vcc:${kind}`;
}

/** Resource type of a component. Frozen, as it is in every user's state. */
export function componentType(name: string): string {
  return `vcc:index:${name}`;
}

/** Kind and name of the resource whose id is the stack's identity. */
export const IDENTITY = { kind: "StackIdentity", name: "vcc" } as const;

/** Pulumi's key for the provider text; it has to come back with every bag. */
export const PROVIDER_KEY = "__provider";
/** Our classes' key for the resource's URN, which Pulumi doesn't pass to dynamic providers. */
export const URN_KEY = "__urn";
/** Our classes' key for the option deleteBeforeReplace, which Pulumi doesn't pass either. */
export const DELETES_FIRST_KEY = "__deletesFirst";
/** Our classes' key for the stack's identity, from which names are generated. */
export const STACK_IDENTITY_KEY = "__stackIdentity";

/**
 * The provider that Pulumi stores with every resource: a text, run in the program's folder, that loads the installed
 * package. It captures nothing, so no secret lands in it, and old state runs current code.
 *
 * Frozen: it is in every user's state, and one changed byte strands resources that already exist.
 */
export function providerText(kind: string): string {
  return `exports.handler=()=>require("pulumi-vcc/dynamic/${moduleOf(kind)}")`;
}

/** Module of a class below `pulumi-vcc/dynamic`: `email-profile` of `EmailProfile`. */
export function moduleOf(kind: string): string {
  return kind.replace(/(?<!^)[A-Z]/gu, "-$&").toLowerCase();
}

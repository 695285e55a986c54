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

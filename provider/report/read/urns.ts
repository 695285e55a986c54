/** True for the URN of the stack itself. */
export function isStack(urn: string): boolean {
  return urn.includes("::pulumi:pulumi:Stack::");
}

/** True for a provider that the engine makes by itself, which it neither counts nor shows in a digest. */
export function isDefaultProvider(urn: string): boolean {
  return /::pulumi:providers:[^:]+::default/u.test(urn);
}

/**
 * An address as VCC compares those of mappings: without case, and nothing else, so that two spellings of an international
 * domain are two. Source: documented.
 */
export function addressKey(address: string): string {
  return address.toLowerCase();
}

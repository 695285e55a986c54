import { toUrl } from "../provider/text/to-url";

/**
 * Canonical spelling of a mailbox: lower case, and the domain in ASCII (IDNA), so that `Info@Bücher.example` and
 * `info@xn--bcher-kva.example` are one. For comparison only; VCC gets what the program says, and in mappings its own
 * spelling of an address.
 */
export function canonicalAddress(address: string): string {
  // Mappings of other channels name telephone numbers and handles.
  if (!address.includes("@")) return address.toLowerCase();
  const { local, domain } = partsOf(address);
  return `${local.normalize("NFC").toLowerCase()}@${asciiDomain(domain)}`;
}

/** Parts before and after the last `@`. */
export function partsOf(address: string): { readonly local: string; readonly domain: string } {
  const at = address.lastIndexOf("@");
  return { local: address.slice(0, at), domain: address.slice(at + 1) };
}

/** A domain that is its own spelling: thousands of mailboxes have one, and a URL takes its time to find that out. */
const PLAIN_DOMAIN = /^(?:(?!xn--)[a-z0-9-]+\.){1,126}(?!xn--)[a-z][a-z0-9-]*$/u;

/** A domain as the name system has it. What is no domain name stays as it is, in lower case. */
export function asciiDomain(domain: string): string {
  if (PLAIN_DOMAIN.test(domain)) return domain;
  // A URL takes percent signs for an encoding, and these other characters for its own parts.
  if (/[%/?#\\:@\s]/u.test(domain)) return domain.toLowerCase();
  return toUrl(`http://${domain}`)?.hostname ?? domain.toLowerCase();
}

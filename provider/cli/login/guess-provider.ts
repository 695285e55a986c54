/** Whose mailboxes a public domain's are; of any other domain nothing can be told. */
const PUBLIC_DOMAINS: readonly (readonly ["google" | "microsoft", RegExp])[] = [
  ["google", /^(?:gmail|googlemail)\.com$/u],
  ["microsoft", /^(?:outlook|hotmail|live)\.(?:[a-z]{2,3}|co\.[a-z]{2}|com\.[a-z]{2})$/u],
  ["microsoft", /^(?:msn\.com|passport\.com)$/u],
  ["microsoft", /\.onmicrosoft\.(?:com|us)$/u],
];

/** The identity provider of an address, where its domain alone tells. */
export function guessProvider(address: string): "google" | "microsoft" | undefined {
  const domain = domainOf(address);
  return PUBLIC_DOMAINS.find(([, pattern]) => pattern.test(domain))?.[0];
}

/** Whether it is a person's own Microsoft account, which belongs to no organisation. */
export function isConsumerAccount(address: string): boolean {
  const domain = domainOf(address);
  return guessProvider(address) === "microsoft" && !domain.includes(".onmicrosoft.");
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}

import { canonicalAddress } from "../../../schema/canonical-address";
import type { RoutedMailbox } from "../../report/render/mermaid";
import { rank } from "../../report/routing/rank";
import { toRouting } from "../../report/routing/to-routing";
import type { RoutableMapping, RoutingFacts } from "./routing-facts";

/** Every mailbox that has an address or that a mapping names, with its mappings in the order in which VCC asks them. */
export function routedMailboxes({ addresses, mappings }: RoutingFacts): RoutedMailbox[] {
  const pulled = new Set(addresses.map(({ emailAddress }) => canonicalAddress(emailAddress)));
  const naming = new Map<string, { readonly mailbox: string; readonly mappings: RoutableMapping[] }>(
    addresses.map(({ emailAddress }) => [
      canonicalAddress(emailAddress),
      { mailbox: emailAddress, mappings: [] },
    ]),
  );
  for (const mapping of mappings) {
    for (const [key, mailbox] of mapping.mailboxes) {
      const known = naming.get(key) ?? { mailbox, mappings: [] };
      known.mappings.push(mapping);
      naming.set(key, known);
    }
  }
  return [...naming].map(([key, { mailbox, mappings: own }]) => ({
    mailbox,
    routing: toRouting(rank(own), { isPulled: pulled.has(key) || undefined, isSignedIn: undefined }),
  }));
}

import { isKnownStatus, SIGN_IN_STATUS } from "../../../schema/email-address";
import { didYouMean } from "../../../schema/nearest";
import { describeName } from "../../text/in-sentence";
import type { RoutableAddress, RoutingFacts } from "./routing-facts";

/** Reasons why nobody can tell if VCC pulls the mail. A fleet file never tells. */
export function pullDoubts(
  to: string,
  addresses: readonly RoutableAddress[],
  { fleet, unreadAddresses }: RoutingFacts,
): string[] {
  const [address, another] = addresses;
  if (another !== undefined)
    return [`Several addresses are ${describeName(to)}: which of them counts isn't known.`];
  if (fleet !== undefined) return [];
  if (address === undefined) return [...unreadAddresses];
  if (isKnownStatus(address.status)) return [];
  const status = address.status === null ? "no word" : describeName(address.status);
  return [
    `VCC's word for the sign-in to ${describeName(to)} is ${status}, which doesn't tell if mail is pulled.`,
  ];
}

/** Reason why the mail of a mailbox certainly isn't pulled, as half a sentence; undefined where it is, or may be. */
export function whyNotPulled(
  to: string,
  addresses: readonly RoutableAddress[],
  isMapped: boolean,
  facts: RoutingFacts,
): string | undefined {
  const [address] = addresses;
  if (address === undefined) return whyUnknown(to, isMapped, facts);
  const { status } = address;
  if (!isKnownStatus(status) || status === SIGN_IN_STATUS.active) return undefined;
  return `VCC isn't signed in to the mailbox, whose status is ${status}. See npx pulumi-vcc doctor for what to do.`;
}

function whyUnknown(
  to: string,
  isMapped: boolean,
  { fleet, addresses, mappings, unreadAddresses }: RoutingFacts,
): string | undefined {
  const known = addresses.map(({ emailAddress }) => emailAddress);
  if (fleet === undefined)
    return unreadAddresses.length > 0 ? undefined : `VCC has no such address.${didYouMean(to, known)}`;
  if (isMapped) return undefined;
  const named = mappings.flatMap(({ mailboxes }) => [...mailboxes.values()]);
  return `the fleet file has no such address.${didYouMean(to, new Set([...known, ...named]))}`;
}

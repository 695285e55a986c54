import { canonicalAddress } from "../../schema/canonical-address";
import type { PlannedResource } from "./planned-resource";
import type { Side } from "./read/step";
import { type PlannedMapping, toMappingView } from "./routing/planned-mapping";
import { mailboxOf, sidesOf, type StackNames } from "./stack-names";

/** The mailbox that a resource belongs to, as it is to be; undefined where it belongs to several, or nobody can tell. */
export function ownerOf(resource: PlannedResource, names: StackNames): string | undefined {
  switch (resource.kind) {
    case "EmailAddress":
      return mailboxOf(resource);
    case "EmailSignature":
      return mailboxOf(addressOf(resource, names));
    case "InteractionPlanMapping":
      return onlyOf(mailboxesOf(resource, names), names);
    default:
      return undefined;
  }
}

/** Number of mailboxes that a shared object concerns, before a run or after it; null where nobody can tell. */
export function mailboxCount(
  resource: PlannedResource,
  names: StackNames,
  isComplete: boolean,
): number | null {
  switch (resource.kind) {
    case "InteractionPlanMapping":
      return viewsOf(resource, names).every((view) => view.isComplete)
        ? distinct(mailboxesOf(resource, names).keys(), names)
        : null;
    case "EmailProfile":
      return isComplete ? profiledMailboxes(resource, names) : null;
    default:
      // The one that it is of can't be read.
      return 1;
  }
}

/** A mailbox and the one that takes its place are one. */
function distinct(mailboxes: Iterable<string>, { successors }: StackNames): number {
  return new Set([...mailboxes].map((mailbox) => successors.get(mailbox) ?? mailbox)).size;
}

/** Number of mailboxes whose address has a profile; null where the profile of one can't be told. */
function profiledMailboxes(profile: PlannedResource, names: StackNames): number | null {
  const found: string[] = [];
  for (const address of names.byUrn.values()) {
    if (address.kind !== "EmailAddress") continue;
    for (const side of [address.actual, address.planned]) {
      const has = side === undefined ? false : hasProfile(side, profile, names);
      if (has === undefined) return null;
      const mailbox = side?.inputs["emailAddress"];
      if (has) found.push(typeof mailbox === "string" ? canonicalAddress(mailbox) : address.urn);
    }
  }
  return distinct(found, names);
}

/** Undefined where nobody can tell which profile it is. */
function hasProfile(
  { inputs: { profileId }, dependencies }: Side,
  profile: PlannedResource,
  names: StackNames,
): boolean | undefined {
  if (profileId === undefined || profileId === null) return false;
  const found = names.profile(profileId, dependencies?.get("profileId") ?? []);
  if (found === undefined && typeof profileId !== "string") return undefined;
  return found?.urn === profile.urn;
}

function viewsOf(mapping: PlannedResource, names: StackNames): readonly PlannedMapping[] {
  return sidesOf(mapping).map((side) => toMappingView(mapping, side, names, false));
}

/** Mailboxes that a mapping names before a run or after it, by canonical spelling. */
function mailboxesOf(mapping: PlannedResource, names: StackNames): ReadonlyMap<string, string> {
  return new Map(viewsOf(mapping, names).flatMap(({ mailboxes }) => [...mailboxes]));
}

/** The address of a signature: by its id, by what that comes from, or as the only one of its component. */
function addressOf(signature: PlannedResource, names: StackNames): PlannedResource | undefined {
  const { planned, actual, stored } = signature;
  const found = [planned, actual, stored].map((side) => side && addressOn(side, names));
  return found.find((address) => address !== undefined) ?? siblingOf(planned, names);
}

function addressOn({ inputs, dependencies }: Side, names: StackNames): PlannedResource | undefined {
  return names.address(inputs["addressId"], dependencies?.get("addressId") ?? []);
}

function siblingOf(side: Side | undefined, names: StackNames): PlannedResource | undefined {
  const siblings = side?.parent === undefined ? [] : names.addressesBelow(side.parent);
  return siblings.length === 1 ? siblings[0] : undefined;
}

/** The only mailbox, or the one that takes the place of the other. */
function onlyOf(mailboxes: ReadonlyMap<string, string>, names: StackNames): string | undefined {
  const [first, second] = mailboxes;
  if (first === undefined || mailboxes.size > 2) return undefined;
  if (second === undefined) return first[1];
  const pairs = [
    [first, second],
    [second, first],
  ] as const;
  return pairs.find(([[was], [will]]) => names.successors.get(was) === will)?.[1][1];
}

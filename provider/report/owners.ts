import { groupBy } from "../values/group-by";
import { canonicalAddress } from "../../schema/canonical-address";
import { INTERACTION_PLAN_MAPPING } from "../../schema/interaction-plan-mapping";
import { EMAIL_SIGNATURE } from "../../schema/email-signature";
import { EMAIL_PROFILE } from "../../schema/email-profile";
import { EMAIL_ADDRESS } from "../../schema/email-address";
import type { PlannedResource } from "./planned-resource";
import type { Side } from "./read/engine-run";
import { mailboxesOf } from "./routing/planned-mapping";
import { mailboxOf, sidesOf } from "./resource-sides";
import type { StackIndex } from "./stack-index";

/** The mailbox that a resource belongs to, as it is to be; undefined where it belongs to several, or nobody can tell. */
export function ownerOf(resource: PlannedResource, index: StackIndex): string | undefined {
  switch (resource.kind) {
    case EMAIL_ADDRESS:
      return mailboxOf(resource);
    case EMAIL_SIGNATURE:
      return mailboxOf(addressOf(resource, index));
    case INTERACTION_PLAN_MAPPING:
      return onlyOf(allMailboxesOf(resource, index), index);
    default:
      return undefined;
  }
}

/** Mailboxes whose address has a profile, before a run or after it, by the profile's URN. */
export type ProfiledMailboxes = ReadonlyMap<string, readonly string[]>;

/** Number of mailboxes that a shared object concerns, before a run or after it; null where nobody can tell. */
export function mailboxCount(
  resource: PlannedResource,
  index: StackIndex,
  profiled: ProfiledMailboxes | undefined,
): number | null {
  switch (resource.kind) {
    case INTERACTION_PLAN_MAPPING:
      return sidesOf(resource).every((side) => mailboxesOf(side, index).areMailboxesKnown)
        ? distinct(allMailboxesOf(resource, index).keys(), index)
        : null;
    case EMAIL_PROFILE:
      return profiled === undefined ? null : distinct(profiled.get(resource.urn) ?? [], index);
    default:
      // The one that it is of can't be read.
      return 1;
  }
}

/** A mailbox and the one that takes its place are one. */
function distinct(mailboxes: Iterable<string>, { successors }: StackIndex): number {
  return new Set([...mailboxes].map((mailbox) => successors.get(mailbox) ?? mailbox)).size;
}

/** The mailboxes of all profiles of a stack; undefined where the profile of one of them can't be told. */
export function profiledMailboxes(index: StackIndex): ProfiledMailboxes | undefined {
  const addresses = [...index.byUrn.values()].filter(({ kind }) => kind === EMAIL_ADDRESS);
  const found = addresses.flatMap(({ urn, actual, planned }) =>
    [actual, planned].flatMap((side) => (side === undefined ? [] : [{ urn, ...profileOf(side, index) }])),
  );
  if (found.some(({ isKnown }) => !isKnown)) return undefined;
  const byProfile = groupBy(found, ({ profile }) => (profile === undefined ? [] : [profile.urn]));
  return new Map(
    [...byProfile].map(([profile, own]) => [profile, own.map(({ mailbox, urn }) => mailbox ?? urn)] as const),
  );
}

/** The profile of an address on one side of a run, where it has one of the stack. */
function profileOf({ inputs, dependencies }: Side, index: StackIndex) {
  const { profileId, emailAddress } = inputs;
  const isNone = profileId === undefined || profileId === null;
  const profile = isNone ? undefined : index.profile(profileId, dependencies?.get("profileId") ?? []);
  return {
    profile,
    isKnown: isNone || profile !== undefined || typeof profileId === "string",
    mailbox: typeof emailAddress === "string" ? canonicalAddress(emailAddress) : undefined,
  };
}

/** Mailboxes that a mapping names before a run or after it, by canonical spelling. */
function allMailboxesOf(mapping: PlannedResource, index: StackIndex): ReadonlyMap<string, string> {
  return new Map(sidesOf(mapping).flatMap((side) => [...mailboxesOf(side, index).mailboxes]));
}

/** The address of a signature: by its id, by what that comes from, or as the only one of its component. */
function addressOf(signature: PlannedResource, index: StackIndex): PlannedResource | undefined {
  const { planned, actual, stored } = signature;
  const found = [planned, actual, stored].map((side) => side && addressOn(side, index));
  return found.find((address) => address !== undefined) ?? siblingOf(planned, index);
}

function addressOn({ inputs, dependencies }: Side, index: StackIndex): PlannedResource | undefined {
  return index.address(inputs["addressId"], dependencies?.get("addressId") ?? []);
}

function siblingOf(side: Side | undefined, index: StackIndex): PlannedResource | undefined {
  const siblings = side?.parent === undefined ? [] : index.addressesBelow(side.parent);
  return siblings.length === 1 ? siblings[0] : undefined;
}

/** The only mailbox, or the one that takes the place of the other. */
function onlyOf(mailboxes: ReadonlyMap<string, string>, index: StackIndex): string | undefined {
  const [first, second] = mailboxes;
  if (first === undefined || mailboxes.size > 2) return undefined;
  if (second === undefined) return first[1];
  const pairs = [
    [first, second],
    [second, first],
  ] as const;
  return pairs.find(([[was], [will]]) => index.successors.get(was) === will)?.[1][1];
}

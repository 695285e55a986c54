import type { PlannedResource } from "./planned-resource";
import type { Side } from "./read/step";
import { toMappingView } from "./routing/planned-mapping";
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

/** Mailboxes that a mapping names before a run or after it, by canonical spelling. */
export function mailboxesOf(mapping: PlannedResource, names: StackNames): ReadonlyMap<string, string> {
  const views = sidesOf(mapping).map((side) => toMappingView(mapping, side, names, false));
  return new Map(views.flatMap(({ mailboxes }) => [...mailboxes]));
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

import { canonicalAddress } from "../../schema/canonical-address";
import type { PlannedResource } from "./planned-resource";
import type { Side } from "./read/engine-run";

/** Mailbox of an address: as it is to be, else as it is. */
export function mailboxOf(address: PlannedResource | undefined): string | undefined {
  const mailbox = (address?.planned ?? address?.actual ?? address?.stored)?.inputs["emailAddress"];
  return typeof mailbox === "string" ? mailbox : undefined;
}

/** The former mailbox of an address that is replaced by one of another mailbox. */
export function formerMailboxOf({ actual, planned }: PlannedResource): string | undefined {
  const [was, will] = [actual, planned].map((side) => side?.inputs["emailAddress"]);
  if (typeof was !== "string" || typeof will !== "string") return undefined;
  return canonicalAddress(was) === canonicalAddress(will) ? undefined : was;
}

/** True for an object that is in VCC before the run, and in the stack after it alone. */
export function isTakenOver({ action }: PlannedResource): boolean {
  return action === "adopt" || action === "import";
}

/** True for an object that is taken over, and of which VCC alone knows what it is before the run. */
export function isObjectUnseen(resource: PlannedResource): boolean {
  return isTakenOver(resource) && resource.actual === undefined;
}

/** True if the former object of a resource that is replaced stays in VCC as it is. */
export function isFormerKept({ action, actual }: PlannedResource): boolean {
  return action === "replace" && actual?.isRetained === true;
}

/** True of a resource that doesn't go, and of which the input can't be read as it is to be. */
export function isUnreadAfter({ action, planned, isUnreadable }: PlannedResource): boolean {
  return isUnreadable && planned === undefined && action !== "delete" && action !== "leave";
}

/**
 * Objects of a resource that VCC has after a run. One that leaves the program alone stays as it is; so does, as far as is
 * known, one that can't be read.
 */
export function sidesAfter(resource: PlannedResource): Side[] {
  const { action, actual, planned } = resource;
  const isKept = action === "leave" || isFormerKept(resource) || isUnreadAfter(resource);
  const kept = isKept ? actual : undefined;
  return [action === "leave" ? undefined : planned, kept].filter((side) => side !== undefined);
}

/** Sides of a resource, each that there is. */
export function sidesOf({ stored, actual, planned }: PlannedResource): Side[] {
  return [stored, actual, planned].filter((side) => side !== undefined);
}

import { isEndedHealth, isKnownStatus, type MailboxHealth, SIGN_IN_STATUS } from "../../schema/email-address";
import { isRecord } from "../values/records";
import type { PlannedResource } from "./planned-resource";
import type { PropertyMap } from "./read/engine-values";

/** Sign-in of an address at both ends of a run: true if VCC can pull its mail; undefined where nobody can tell. */
export interface SignIn {
  readonly isSignedInBefore: boolean | undefined;
  readonly isSignedInAfter: boolean | undefined;
}

/** The sign-in of an address before a run, and what the run leaves of it. */
export function signInOf(resource: PlannedResource): SignIn {
  const { actual, action, isManaged } = resource;
  const before = actual && isSignedIn(actual.outputs);
  // Another object has another sign-in, which nobody has seen yet; one that leaves the program alone keeps its own.
  const isAnother = action === "delete" || action === "replace" || action === "adopt";
  if (isAnother) return { isSignedInBefore: before, isSignedInAfter: undefined };
  const isMended = before === false && isManaged && isSignedInAgain(resource);
  return { isSignedInBefore: before, isSignedInAfter: isMended ? true : before };
}

/** Undefined for a word of VCC's that this release doesn't know. */
export function isSignedIn({ status, health }: PropertyMap): boolean | undefined {
  if (typeof health === "string" && isEndedHealth(health as MailboxHealth)) return false;
  return isKnownStatus(status) ? status === SIGN_IN_STATUS.active : undefined;
}

/** True if the run gives VCC a credential anew: a person's sign-in nobody can give. */
function isSignedInAgain(resource: PlannedResource): boolean {
  const isGiven =
    resource.changedKeys?.some((key) => key === "status" || key === "credentialFingerprint") === true;
  return isGiven && !isInteractive(resource);
}

/** True if nobody but a person can sign in, as the program names no credential. */
export function isInteractive({ planned }: PlannedResource): boolean {
  return methodOf(planned?.inputs ?? {}) === "interactive";
}

export function methodOf({ credential }: PropertyMap): string {
  const method = isRecord(credential) ? credential["method"] : undefined;
  return typeof method === "string" ? method : "interactive";
}

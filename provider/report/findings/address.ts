import { canonicalAddress } from "../../../schema/canonical-address";
import { factsOf } from "../../../schema/credential/credential";
import { DAY_MS, toIso, toMs } from "../../../schema/time";
import { isRecord } from "../../values/records";
import type { PlannedResource } from "../planned-resource";
import type { ResourceChanges } from "../resource-changes";
import { isInteractive, isSignedIn, methodOf, signInOf } from "../sign-in";
import { formerMailboxOf, isFormerKept } from "../resource-sides";
import { aboutMailbox, type Draft, asJson } from "./draft";

/** An address with its mailbox before a run and after it. */
export interface AddressChange {
  readonly resource: PlannedResource;
  readonly mailbox: string;
  readonly formerMailbox: string | undefined;
  readonly changes: ResourceChanges;
  /** True if the report is about where its mail goes: in drift, and where a change touches it. */
  readonly isMailAsked: boolean;
}

/** Time from which and to which ends of credentials count. */
export interface Horizon {
  readonly nowMs: number;
  readonly days: number;
}

/** Findings about an address itself: its mailbox and its sign-in. */
export function addressFindings(change: AddressChange, horizon: Horizon): Draft[] {
  // What the program only reads is somebody else's to sign in to.
  if (!change.resource.isManaged) return [];
  const isStaying = change.resource.planned !== undefined;
  return [
    ...existence(change),
    ...signIn(change),
    ...untoldSignIn(change),
    ...(isStaying ? [...credential(change), ...ending(change, horizon)] : []),
  ];
}

function existence({ resource, mailbox, formerMailbox }: AddressChange): Draft[] {
  const { action, stored } = resource;
  const subject = aboutMailbox(mailbox);
  if (formerMailbox !== undefined) {
    const text = `VCC no longer pulls the mail of ${formerMailbox}: the address is replaced by one of ${mailbox}. Mail to ${formerMailbox} reaches nobody.`;
    return [{ id: "mailbox-replaced", subject, text, values: [canonicalAddress(formerMailbox)] }];
  }
  // One that somebody deleted is none that is new; one whose former object stays is new beside it.
  const isBeside = isFormerKept(resource) && formerMailboxOf(resource) !== undefined;
  if ((action === "create" && stored === undefined) || isBeside)
    return [
      { id: "address-created", subject, text: `VCC begins to pull the mail of ${mailbox}.`, values: [] },
    ];
  if (action === "delete") {
    const text = `VCC no longer pulls the mail of ${mailbox}: its address is deleted.`;
    return [{ id: "address-deleted", subject, text, values: [] }];
  }
  return [];
}

function signIn(change: AddressChange): Draft[] {
  const { actual, planned, action } = change.resource;
  const isTakenOver = action === "adopt" || action === "import";
  const ended = actual === undefined ? [] : endedSignIn(change);
  // Another object is signed in to anew.
  const isNew = planned !== undefined && (actual === undefined || action === "replace");
  return isNew && !isTakenOver && isInteractive(change.resource) ? [...ended, consentNeeded(change)] : ended;
}

function consentNeeded({ mailbox }: AddressChange): Draft {
  const text = `A person has to sign in to ${mailbox} before its mail arrives: the program names no credential.`;
  return { id: "consent-needed", subject: aboutMailbox(mailbox), text, values: [] };
}

function endedSignIn(change: AddressChange): Draft[] {
  const { resource, formerMailbox } = change;
  const { isSignedInBefore, isSignedInAfter } = signInOf(resource);
  if (isSignedInBefore !== false) return [];
  // The sign-in that VCC tells of is that of the object that is there now.
  const mailbox = formerMailbox ?? change.mailbox;
  const subject = aboutMailbox(mailbox);
  if (isSignedInAfter === true) {
    const text = `VCC isn't signed in to ${mailbox}, so its mail reaches nobody until the next pulumi up --refresh, which signs in again.`;
    return [{ id: "signed-in", subject, text, values: [] }];
  }
  const who = mendingOf(change);
  const text = resource.isActualKnown
    ? `VCC isn't signed in to ${mailbox}, so its mail reaches nobody: ${who}.`
    : `VCC wasn't signed in to ${mailbox} when the stack last looked, so its mail reached nobody: ${who}.`;
  return [{ id: "credential-expired", subject, ...rated(text, resource), values: [] }];
}

/** Of a sign-in that VCC has no known word for, mail may reach nobody; what was so before a change is no news in it. */
function untoldSignIn({ resource: { actual, stored, action }, mailbox, ...change }: AddressChange): Draft[] {
  const status = actual?.outputs["status"];
  if (actual === undefined || typeof status !== "string" || isSignedIn(actual.outputs) !== undefined)
    return [];
  const isNews = stored?.outputs["status"] !== status;
  if (action === "delete" || !(isNews || change.isMailAsked)) return [];
  const of = change.formerMailbox ?? mailbox;
  const word = status === "" ? "none" : `${asJson(status)}, which this release doesn't know`;
  const text = `Nobody can tell whether mail to ${of} reaches anybody: VCC's word for its sign-in is ${word}. Look at the mailbox in VCC.`;
  return [{ id: "cannot-tell", subject: aboutMailbox(of), text, values: ["sign-in", status] }];
}

/** The end of a sentence on an ended sign-in: what mends it, or that nothing does. */
function mendingOf({ resource, formerMailbox, mailbox }: AddressChange): string {
  const { action, planned } = resource;
  if (action === "delete") return "its address is deleted";
  if (formerMailbox !== undefined) return `its address is replaced by one of ${mailbox}`;
  if (planned !== undefined && isInteractive(resource)) return "a person has to sign in";
  return action === "replace"
    ? "this run makes another object, whose sign-in nobody has seen yet"
    : "nothing in this run signs in again";
}

/** A report rates the change: a sign-in that had ended before is no doing of it, unless it takes the credential away. */
function rated(text: string, resource: PlannedResource): Pick<Draft, "text" | "level"> {
  const { action, actual, planned, stored } = resource;
  const wasSo = action === "import" || (stored !== undefined && isSignedIn(stored.outputs) === false);
  const isTakenAway =
    planned !== undefined &&
    isInteractive(resource) &&
    actual !== undefined &&
    methodOf(actual.inputs) !== "interactive";
  if (!wasSo || (isTakenAway && action !== "import")) return { text };
  return { text: `${text} It was so before this change.`, level: action === "none" ? "info" : "warning" };
}

function credential({ resource, mailbox, formerMailbox, changes }: AddressChange): Draft[] {
  const { actual, planned } = resource;
  if (actual === undefined || planned === undefined || formerMailbox !== undefined) return [];
  const [from, to] = [actual, planned].map(({ inputs }) => methodOf(inputs));
  const subject = aboutMailbox(mailbox);
  const isChanged = changes.changes.some(({ property }) => isMaterial(property));
  if (!isChanged || from === undefined || to === undefined) return [];
  if (from !== "interactive" && to === "interactive") {
    const text = `The program no longer signs in to ${mailbox}: when this sign-in ends, a person has to sign in, and mail stops until then.`;
    return [{ id: "credential-removed", subject, text, values: [from] }];
  }
  if (from === "interactive" && to !== "interactive") {
    const text = `From now on the program signs in to ${mailbox} by itself (${to}).`;
    return [{ id: "credential-added", subject, text, values: [to] }];
  }
  const how = from === to ? `with other material (${to})` : `with ${to} in place of ${from}`;
  return [
    { id: "credential-changed", subject, text: `VCC signs in to ${mailbox} ${how}.`, values: [from, to] },
  ];
}

/** True for a part of a credential that VCC gets, or its digest: not for dates that people note beside it. */
function isMaterial(property: string): boolean {
  if (property === "credentialFingerprint") return true;
  const field = /^credential\.(\w+)$/u.exec(property)?.[1];
  return property === "credential" || (field !== undefined && factsOf(field)?.isForVcc !== false);
}

/** The end of a sign-in, where the program or VCC tells it. */
function ending({ resource, mailbox }: AddressChange, { nowMs, days }: Horizon): Draft[] {
  const ends = endsOf(resource);
  const soonest = ends.length === 0 ? undefined : Math.min(...ends);
  if (soonest === undefined || soonest > nowMs + days * DAY_MS) return [];
  const left = Math.floor((soonest - nowMs) / DAY_MS);
  const end = toIso(soonest);
  const text =
    left < 0
      ? `The credential of ${mailbox} ended at ${end}: VCC doesn't route its mail once it notices. Renew it.`
      : `The credential of ${mailbox} ends at ${end}, in ${left === 1 ? "1 day" : `${left} days`}: VCC then stops routing its mail. Renew it before.`;
  const isTouched = resource.action !== "none";
  return [
    {
      id: "expiring-credential",
      subject: aboutMailbox(mailbox),
      text,
      values: [end],
      ...(!isTouched && { level: "info" }),
    },
  ];
}

/** Ends that the program declares, and the one that VCC tells of the sign-in that stays. */
function endsOf({ actual, planned, changedKeys = [] }: PlannedResource): number[] {
  const given = planned?.inputs["credential"];
  const declared = isRecord(given)
    ? Object.entries(given)
        .filter(([field]) => factsOf(field)?.date === "end")
        .map(([, value]) => value)
    : [];
  const isRenewed = changedKeys.some((key) => key.startsWith("credential") || key === "status");
  const told = isRenewed ? [] : [actual?.outputs["credentialExpiresAt"]];
  return [...declared, ...told].flatMap((end) => toMs(typeof end === "string" ? end : undefined) ?? []);
}

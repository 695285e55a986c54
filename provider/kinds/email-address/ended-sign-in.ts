import type { ManagedCredential } from "../../../schema/credential/credential";
import { toMs } from "../../../schema/time";
import { type EndedHealth, isEndedHealth } from "../../../schema/email-address";
import type { Context, Holding, ProbeResult, SignInPart } from "../../ports";

/** New apps, keys and secrets aren't known to every server of an identity provider at once. */
const KNOWN_EVERYWHERE_AFTER_MS = 60 * 60 * 1_000;
/**
 * The parts of its sign-in that VCC shares with what lies here, by what it holds: a refusal of these meets VCC, too.
 */
const SHARED: Readonly<Record<Holding, readonly SignInPart[]>> = {
  copy: ["token", "idleToken", "key", "app", "account"],
  renewed: ["key", "app", "account"],
  identifiers: ["app", "account"],
};

/** The material that VCC was signed in with, as far as it is known. */
export interface HeldSignIn {
  readonly mailbox: string;
  readonly fingerprint: string | null | undefined;
  /** ISO 8601. */
  readonly authenticatedAt?: string | null | undefined;
  /** Of the material of the last run, for where this machine can't read it. */
  readonly lastFingerprint?: string | undefined;
}

/** True if VCC is signed in with this material; where this machine can't read it, with the material of the last run. */
export function isSignedInWith(
  { credentials }: Context,
  credential: ManagedCredential,
  { mailbox, fingerprint, lastFingerprint }: HeldSignIn,
): boolean {
  const present = credentials.fingerprint(credential, mailbox, fingerprint) ?? lastFingerprint;
  return present !== undefined && present === fingerprint;
}

/** True if the identity provider is certain that the probed copy can't sign in. */
export function isEnded(
  probe: ProbeResult | undefined,
): probe is ProbeResult & { readonly health: EndedHealth } {
  return probe !== undefined && isEndedHealth(probe.health);
}

/** True if signing in with the probed copy is bound to fail. */
export function isUnusable(probe: ProbeResult | undefined): probe is ProbeResult {
  return isEnded(probe) || probe?.cause === "misconfigured" || probe?.cause === "wrongMailbox";
}

/** True if the refused part is VCC's as well, rather than the copy's or the run's alone. */
export function isShared(
  { credentials }: Context,
  credential: ManagedCredential,
  probe: ProbeResult | undefined,
): boolean {
  return probe?.endedPart !== undefined && SHARED[credentials.holding(credential)].includes(probe.endedPart);
}

/** End of VCC's sign-in, where the identity provider is certain of it. */
export function endedHealthOf(
  context: Context,
  credential: ManagedCredential,
  probe: ProbeResult | undefined,
  held: HeldSignIn,
): EndedHealth | undefined {
  if (!isShared(context, credential, probe) || !isSignedInWith(context, credential, held)) return undefined;
  if (isEnded(probe)) return probe.health;
  // What may have been wrong from the start has worked, because VCC was signed in with it.
  // Of a sign-in whose time isn't known, nobody can tell.
  const age = context.now() - (toMs(held.authenticatedAt) ?? Number.POSITIVE_INFINITY);
  return age >= KNOWN_EVERYWHERE_AFTER_MS ? "revoked" : undefined;
}

/**
 * True if the copy ended because nobody used it, while VCC goes on with what it got for it. False for any other end, of
 * which nobody can tell: what VCC holds may have come to the same, such as a sign-in that has grown too old for a
 * policy.
 */
export function isOldCopy(
  context: Context,
  credential: ManagedCredential,
  probe: ProbeResult,
  held: HeldSignIn,
): boolean {
  const isRenewed = context.credentials.holding(credential) === "renewed";
  return isRenewed && probe.endedPart === "idleToken" && isSignedInWith(context, credential, held);
}

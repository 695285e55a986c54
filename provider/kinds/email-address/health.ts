import { type Credential, isManaged, type ManagedCredential } from "../../../schema/credential/credential";
import { DEFAULT_EXPIRY_WARNING_DAYS } from "../../../schema/credential/fields";
import { sameValue } from "../../values/equality";
import { withoutUndefined } from "../../values/records";
import {
  SIGN_IN_STATUS,
  type EmailAddressDto,
  type EmailAddressState,
  isKnownStatus,
  type MailboxHealth,
} from "../../../schema/email-address";
import { DAY_MS, sameTime, toMs } from "../../../schema/time";
import type { Context, ProbeResult } from "../../ports";
import {
  endedHealthOf,
  type HeldSignIn,
  isEnded,
  isOldCopy,
  isSignedInWith,
  isUnusable,
} from "./ended-sign-in";

/** Beginning of a reason that VCC gives. */
const VCC = "VCC";
/** `--refresh`, because what a preview has seen is not in the state yet: without it, `up` finds nothing to change. */
const SIGN_IN_AGAIN = "pulumi up --refresh signs in again, in place.";
const SIGN_IN = "pulumi up --refresh signs in, or prints the link for a person to do so.";

/**
 * State of a mailbox's sign-in and its cause. VCC's status decides; the identity provider overrules it only where it is
 * certain about the very material that VCC holds.
 */
export type Health = Pick<EmailAddressState, "status" | "health" | "healthReason" | "credentialExpiresAt">;

/** Result of an earlier look, and the sign-in that it was about. */
type KnownHealth = Partial<Health & Pick<EmailAddressState, "authenticatedAt" | "credentialFingerprint">>;

/** Facts that a conclusion rests on. */
export interface Findings {
  readonly dto: EmailAddressDto;
  readonly credential: Credential | undefined;
  readonly known?: KnownHealth | undefined;
  /** Result of probing the material; absent where it wasn't probed now. */
  readonly probe?: ProbeResult | undefined;
}

/**
 * State of a mailbox's sign-in. The status is `Expired` before VCC notices where the material that VCC holds is
 * certainly ended. All else that a probe finds is a warning, a forecast or `unknown`: what can't be asked hasn't ended.
 */
export function concludeHealth(context: Context, findings: Findings): Health {
  const { dto, credential, known } = findings;
  // Nothing that was known of another sign-in holds for this one.
  const current = { ...findings, known: isSameSignIn(known, dto) ? known : undefined };
  const { unreadableExpiresAt: unreadable } = dto.authentication;
  if (unreadable !== undefined) {
    context.sayOnce(
      `warning: ${dto.emailAddress}: VCC tells the end of its sign-in as ${JSON.stringify(unreadable)}, which is no time ` +
        "of ISO 8601, so it isn't known when it ends.",
    );
  }
  const found = withoutUndefined({
    ...judge(context, current),
    credentialExpiresAt: endOf(context, current),
  });
  return withForecast(context, found, credential, dto.emailAddress);
}

/** A sign-in that is well is `expiring` while its end is near, or is said to be past although VCC is signed in. */
export function withForecast(
  context: Context,
  found: Health,
  credential: Credential | undefined,
  mailbox: string,
): Health {
  const { healthReason: _former, ...others } = found;
  const { health, credentialExpiresAt } = others;
  if (health !== "active" && health !== "expiring") return found;
  const warning = credentialExpiresAt && forecast(context, credential, credentialExpiresAt);
  if (warning) {
    context.sayOnce(`warning: ${mailbox}: ${warning}`);
    return { ...found, health: "expiring", healthReason: warning };
  }
  return health === "active" ? found : { ...others, health: "active" };
}

function forecast(context: Context, credential: Credential | undefined, end: string): string | undefined {
  const days = isManaged(credential)
    ? context.credentials.warningDays(credential)
    : DEFAULT_EXPIRY_WARNING_DAYS;
  const left = (toMs(end) ?? Number.POSITIVE_INFINITY) - context.now();
  if (left <= 0) {
    return `The credential ended at ${end}, as far as is known here, though VCC is signed in. Renew it, and run pulumi up --refresh.`;
  }
  return left < days * DAY_MS
    ? `The credential ends at ${end}. Renew it before, and run pulumi up --refresh.`
    : undefined;
}

function isSameSignIn(known: KnownHealth | undefined, { authentication }: EmailAddressDto): boolean {
  const { authenticatedAt, fingerprint } = authentication;
  return (
    known !== undefined &&
    sameTime(known.authenticatedAt, authenticatedAt) &&
    (known.credentialFingerprint === undefined || known.credentialFingerprint === fingerprint)
  );
}

/**
 * End of VCC's sign-in: VCC knows best, then a probe, then material and declared dates, where VCC holds a copy of them.
 */
function endOf(context: Context, findings: Findings): string | undefined {
  const { dto, credential, known, probe } = findings;
  // A word that is no moment hides none that is.
  const word = dto.authentication.expiresAt ?? "";
  const told = toMs(word) === undefined ? undefined : word;
  if (told !== undefined || !isManaged(credential)) return told;
  if (!isSignedInWith(context, credential, heldBy(findings))) return undefined;
  // Trying it may have put its end off.
  if (probe?.expiresAt !== undefined || probe?.health === "active") return probe.expiresAt;
  const end = context.credentials.expiresAt(credential, dto.emailAddress);
  return end ?? rememberedEnd(context, credential, known?.credentialExpiresAt);
}

/** The end that an earlier look knew. Once it is past, it was that of the copy here, where VCC goes on with another. */
export function rememberedEnd(
  { credentials, now }: Context,
  credential: ManagedCredential,
  end: string | undefined,
): string | undefined {
  const isPast = (toMs(end) ?? Number.POSITIVE_INFINITY) <= now();
  return isPast && credentials.holding(credential) === "renewed" ? undefined : end;
}

function heldBy({ dto: { emailAddress: mailbox, authentication }, known }: Findings): HeldSignIn {
  const { fingerprint, authenticatedAt } = authentication;
  return { mailbox, fingerprint, authenticatedAt, lastFingerprint: known?.credentialFingerprint };
}

/** Tries the material, and tells what concerns more than this mailbox's state: doubtful files, unclear answers. */
export async function probeAndTell(
  context: Context,
  credential: ManagedCredential,
  mailbox: string,
): Promise<ProbeResult> {
  for (const warning of context.credentials.warnings(credential)) context.sayOnce(`warning: ${warning}`);
  const probe = await context.credentials.probe(credential, mailbox);
  if (isUnclear(probe) && probe.reason !== undefined) context.sayOnce(`warning: ${probe.reason}`);
  return probe;
}

/** True if somebody was asked and gave no answer that tells if the sign-in has ended. */
function isUnclear({ health, cause }: ProbeResult): boolean {
  return health === "unknown" && cause !== "skipped" && cause !== "noAccess";
}

function judge(context: Context, findings: Findings): Health {
  const { dto, credential, probe } = findings;
  const { status } = dto.authentication;
  const held = heldBy(findings);
  const ended = isManaged(credential) ? endedHealthOf(context, credential, probe, held) : undefined;
  if (ended !== undefined) return concluded(SIGN_IN_STATUS.expired, ended, probe?.reason);
  if (isLost(status) && isUnusable(probe)) return judgeLost(dto, probe);
  if (status !== SIGN_IN_STATUS.active) return judgeByVcc(context, dto);
  return isManaged(credential) && isEnded(probe)
    ? judgeEndedCopy(context, dto, probe, isOldCopy(context, credential, probe, held))
    : judgeActive(findings);
}

/** True if VCC says that it is not signed in. */
export function isLost(status: string): boolean {
  return status !== SIGN_IN_STATUS.active && isKnownStatus(status);
}

/** VCC has lost its sign-in, and what lies here can't give it another. */
function judgeLost(dto: EmailAddressDto, probe: ProbeResult): Health {
  const { status } = dto.authentication;
  const health = isEnded(probe) ? probe.health : healthByVcc(status);
  return { status, health, healthReason: `${wordOfVcc(dto)} ${probe.reason ?? ""}`.trim() };
}

/** VCC is signed in, though what lies here has ended and can't sign in again. */
function judgeEndedCopy(
  context: Context,
  { emailAddress, authentication: { status } }: EmailAddressDto,
  { reason }: ProbeResult,
  isOld: boolean,
): Health {
  const healthReason = isOld
    ? `VCC is signed in and goes on. The copy of its first refresh token, kept for signing in anew, has ended. ${reason ?? ""}`.trim()
    : `VCC is signed in, as far as it says, though the credential here is not accepted. ${reason ?? ""}`.trim();
  context.sayOnce(`warning: ${emailAddress}: ${healthReason}`);
  return { status, health: isOld ? "active" : "unknown", healthReason };
}

function judgeByVcc(context: Context, dto: EmailAddressDto): Health {
  const { status } = dto.authentication;
  if (!isKnownStatus(status)) {
    const what =
      status === ""
        ? `${VCC} doesn't tell its status`
        : `${VCC}'s status is "${status}", which this release doesn't know`;
    const healthReason = `${what}, so nothing is done about it. See in VCC's own screens whether the mailbox is signed in.`;
    context.sayOnce(`warning: ${dto.emailAddress}: ${healthReason}`);
    return { status, health: "unknown", healthReason };
  }
  const word = wordOfVcc(dto);
  return {
    status,
    health: healthByVcc(status),
    healthReason: `${word} ${status === SIGN_IN_STATUS.pending ? SIGN_IN : SIGN_IN_AGAIN}`,
  };
}

function healthByVcc(status: string): MailboxHealth {
  return status === SIGN_IN_STATUS.pending ? "consentRequired" : "expired";
}

function wordOfVcc({ authentication: { status, reason } }: EmailAddressDto): string {
  if (status === SIGN_IN_STATUS.pending) return "Nobody has signed in to this mailbox yet.";
  return reason ? `${VCC} says: ${reason.replace(/\.$/u, "")}.` : `${VCC}'s status is ${status}.`;
}

function judgeActive(findings: Findings): Health {
  const { dto, credential, probe } = findings;
  const { status } = dto.authentication;
  const isUntried = isManaged(credential) && probe === undefined;
  if (isUntried || probe?.cause === "transient" || probe?.cause === "noAccess") return unchanged(findings);
  if (probe !== undefined && isUnclear(probe)) return concluded(status, "unknown", probe.reason);
  return { status, health: "active" };
}

/**
 * No clear answer now: what was known of this sign-in still holds, also that it has ended, unless VCC takes that back.
 */
function unchanged({ dto, known, probe }: Findings): Health {
  const { status } = dto.authentication;
  if (known?.health !== undefined && !isTakenBack(known, status)) {
    return concluded(known.status ?? status, known.health, known.healthReason);
  }
  if (probe?.cause === "noAccess") return { status, health: "active" };
  return concluded(status, "unknown", probe?.reason);
}

/** VCC takes back what it said itself; not what the identity provider said of what VCC holds. */
function isTakenBack({ status, healthReason }: KnownHealth, told: string): boolean {
  return status !== told && (status !== SIGN_IN_STATUS.expired || healthReason?.startsWith(VCC) === true);
}

function concluded(status: string, health: MailboxHealth, healthReason: string | undefined): Health {
  return withoutUndefined({ status, health, healthReason });
}

/** Nothing follows from a word that this release doesn't know. */
export function sameStatus(stored: unknown, desired: unknown): boolean {
  return sameValue(stored, desired) || (typeof stored === "string" && !isKnownStatus(stored));
}

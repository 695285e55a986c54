import {
  type Credential,
  DEFAULT_EXPIRY_WARNING_DAYS,
  isManaged,
  type ManagedCredential,
} from "../../schema/credential";
import { type EmailAddressDto, isKnownStatus, type MailboxHealth } from "../../schema/email-address";
import type { Context, Holding, ProbeResult } from "../core/ports";

const DAY_MS = 24 * 60 * 60 * 1_000;
/** How a reason begins that is VCC's word. */
const VCC = "VCC";
/** `--refresh`, as what a preview has seen is not in the state yet: without it, `up` finds nothing to change. */
const SIGN_IN_AGAIN = "pulumi up --refresh signs in again, in place.";

/**
 * State of a mailbox's sign-in and its cause. VCC's status decides; the identity provider overrules it only where it is
 * certain about the very material that VCC holds.
 */
export interface Health {
  readonly status: string;
  readonly health: MailboxHealth;
  readonly healthReason?: string;
  readonly credentialExpiresAt?: string;
}

/** What an earlier look found, and of which sign-in. */
export interface KnownHealth extends Partial<Health> {
  readonly authenticatedAt?: string;
  readonly credentialFingerprint?: string;
}

/** What a conclusion rests on. */
export interface Findings {
  readonly dto: EmailAddressDto;
  readonly credential: Credential | undefined;
  readonly known?: KnownHealth | undefined;
  /** What trying the material showed; absent where it wasn't tried now. */
  readonly probe?: ProbeResult | undefined;
}

/**
 * What is true of a mailbox's sign-in. The status is `Expired` before VCC notices where the material that VCC holds is
 * certainly dead. All else that a probe finds is a warning, a forecast or `unknown`: can't look isn't dead.
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
  const expiresAt = endOf(context, current);
  const found = {
    ...judge(context, current),
    ...(expiresAt !== undefined && { credentialExpiresAt: expiresAt }),
  };
  return withForecast(context, found, { credential, mailbox: dto.emailAddress });
}

interface ForecastSubject {
  readonly credential: Credential | undefined;
  readonly mailbox: string;
}

/** A sign-in that is well is `expiring` while its end is near, or is said to be past although VCC is signed in. */
export function withForecast(
  context: Context,
  found: Health,
  { credential, mailbox }: ForecastSubject,
): Health {
  const { status, health, credentialExpiresAt: end } = found;
  if (health !== "active" && health !== "expiring") return found;
  const warning = end === undefined ? undefined : forecast(context, credential, end);
  if (warning !== undefined) {
    context.sayOnce(`warning: ${mailbox}: ${warning}`);
    return { ...found, health: "expiring", healthReason: warning };
  }
  return health === "active"
    ? found
    : { status, health: "active", ...(end !== undefined && { credentialExpiresAt: end }) };
}

function forecast(context: Context, credential: Credential | undefined, end: string): string | undefined {
  const days = isManaged(credential)
    ? context.credentials.warningDays(credential)
    : DEFAULT_EXPIRY_WARNING_DAYS;
  const left = Date.parse(end) - context.now();
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
    (known.authenticatedAt ?? undefined) === (authenticatedAt ?? undefined) &&
    (known.credentialFingerprint === undefined || known.credentialFingerprint === fingerprint)
  );
}

/** When VCC's sign-in ends: VCC knows best, then a probe, then material and declared dates, where VCC holds a copy of them. */
function endOf(context: Context, findings: Findings): string | undefined {
  const { dto, credential } = findings;
  const told = dto.authentication.expiresAt ?? undefined;
  if (told !== undefined || !isManaged(credential)) return told;
  if (!isSignedInWith(context, credential, findings)) return undefined;
  const end = endHere(context, credential, findings);
  // The copy here has ended; what VCC has made of it goes on.
  const isCopyAlone = context.credentials.holding(credential) === "successor";
  return isCopyAlone && end !== undefined && Date.parse(end) <= context.now() ? undefined : end;
}

function endHere(
  { credentials }: Context,
  credential: ManagedCredential,
  { dto, known, probe }: Findings,
): string | undefined {
  // Trying it may have put its end off.
  if (probe?.expiresAt !== undefined || probe?.health === "active") return probe.expiresAt;
  return credentials.expiresAt(credential, dto.emailAddress) ?? known?.credentialExpiresAt;
}

/** Whether VCC is signed in with this material; where this machine can't read it, with the material of the last run. */
function isSignedInWith(context: Context, credential: ManagedCredential, { dto, known }: Findings): boolean {
  const present =
    context.credentials.fingerprint(credential, dto.emailAddress, dto.authentication.fingerprint) ??
    known?.credentialFingerprint;
  return present !== undefined && present === dto.authentication.fingerprint;
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

/** Whether somebody was asked and gave no answer that tells dead from alive. */
function isUnclear({ health, cause }: ProbeResult): boolean {
  return health === "unknown" && cause !== "skipped" && cause !== "noAccess";
}

/** Whether the identity provider is certain that the copy that was tried can't sign in. */
export function isDead(
  probe: ProbeResult | undefined,
): probe is ProbeResult & { readonly health: DeadHealth } {
  return probe !== undefined && probe.health !== "active" && probe.health !== "unknown";
}
type DeadHealth = Exclude<ProbeResult["health"], "active" | "unknown">;

function judge(context: Context, findings: Findings): Health {
  const { dto, credential, probe } = findings;
  const { status } = dto.authentication;
  if (isDead(probe) && isManaged(credential)) {
    const holding = context.credentials.holding(credential);
    const isHeld = holding === "copy" && isSignedInWith(context, credential, findings);
    if (isHeld) return { status: "Expired", health: probe.health, ...explained(probe.reason) };
    // VCC has lost its sign-in, and what lies here can't give it another.
    if (isLost(status)) return { status, health: probe.health, ...explained(probe.reason) };
    if (status === "Active") return judgeDeadCopy(context, dto, probe, holding);
  }
  return status === "Active" ? judgeActive(context, findings) : judgeByVcc(context, dto);
}

/** Whether VCC says that it is not signed in. */
export function isLost(status: string): boolean {
  return status !== "Active" && isKnownStatus(status);
}

/** VCC is signed in, though what lies here is dead and can't sign in again. */
function judgeDeadCopy(
  context: Context,
  { emailAddress, authentication: { status } }: EmailAddressDto,
  { health, reason }: ProbeResult,
  holding: Holding,
): Health {
  // It ended by its age alone, and VCC goes on with what it was given since.
  const isOldCopy = holding === "successor" && health === "expired";
  const healthReason = isOldCopy
    ? `VCC is signed in and goes on. The copy of its first refresh token, kept for signing in anew, has ended. ${reason ?? ""}`.trim()
    : `VCC is signed in, as far as it says, though the credential here is not accepted. ${reason ?? ""}`.trim();
  context.sayOnce(`warning: ${emailAddress}: ${healthReason}`);
  return { status, health: isOldCopy ? "active" : "unknown", healthReason };
}

function judgeByVcc(context: Context, { emailAddress, authentication }: EmailAddressDto): Health {
  const { status, reason } = authentication;
  if (status === "Pending") {
    return { status, health: "consentRequired", healthReason: "Nobody has signed in to this mailbox yet." };
  }
  if (!isKnownStatus(status)) {
    const healthReason = `${VCC}'s status is "${status}", which this release doesn't know, so nothing is done about it. See in VCC's own screens whether the mailbox is signed in.`;
    context.sayOnce(`warning: ${emailAddress}: ${healthReason}`);
    return { status, health: "unknown", healthReason };
  }
  const why = reason ? `${VCC} says: ${reason.replace(/\.$/u, "")}.` : `${VCC}'s status is ${status}.`;
  return { status, health: "expired", healthReason: `${why} ${SIGN_IN_AGAIN}` };
}

function judgeActive(context: Context, findings: Findings): Health {
  const { dto, credential, probe } = findings;
  const { status } = dto.authentication;
  const isUntried = isManaged(credential) && probe === undefined;
  if (isUntried || probe?.cause === "transient" || probe?.cause === "noAccess")
    return unchanged(context, findings);
  if (probe !== undefined && isUnclear(probe))
    return { status, health: "unknown", ...explained(probe.reason) };
  return { status, health: "active" };
}

/**
 * No clear answer now: what was known of this sign-in still holds, also that the material is dead; but VCC takes back
 * what it said itself, and a copy that VCC doesn't hold never told of it.
 */
function unchanged(context: Context, findings: Findings): Health {
  const { dto, known, probe } = findings;
  const { status } = dto.authentication;
  if (known?.health !== undefined && !isTakenBack(context, findings)) {
    return { status: known.status ?? status, health: known.health, ...explained(known.healthReason) };
  }
  if (probe?.cause === "noAccess") return { status, health: "active" };
  return { status, health: "unknown", ...explained(probe?.reason) };
}

function isTakenBack(context: Context, { dto, credential, known }: Findings): boolean {
  if (known?.status === undefined || known.status === dto.authentication.status) return false;
  const isCertain = isManaged(credential) && context.credentials.holding(credential) === "copy";
  return !isCertain || known.healthReason?.startsWith(VCC) === true;
}

function explained(reason: string | undefined): { healthReason?: string } {
  return reason === undefined ? {} : { healthReason: reason };
}

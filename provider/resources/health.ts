import {
  type Credential,
  DEFAULT_EXPIRY_WARNING_DAYS,
  type ManagedCredential,
} from "../../schema/credential";
import type { EmailAddressDto, MailboxHealth } from "../../schema/email-address";
import type { Context, ProbeResult } from "../core/ports";

const DAY_MS = 24 * 60 * 60 * 1_000;
/** How a reason begins that is VCC's word. */
const VCC = "VCC";
/** `--refresh`, as what a preview has seen is not in the state yet: without it, `up` finds nothing to change. */
const SIGN_IN_AGAIN = "pulumi up --refresh signs in again, in place.";

/** How a mailbox's sign-in is, and why. VCC's status decides; a probe of the material explains, or knows better. */
export interface Health {
  readonly status: string;
  readonly health: MailboxHealth;
  readonly healthReason?: string;
  readonly credentialExpiresAt?: string;
}

/** What an earlier look found. */
export type KnownHealth = Partial<Health>;

/** What a conclusion rests on. */
export interface Findings {
  readonly dto: EmailAddressDto;
  readonly credential: Credential | undefined;
  /** What an earlier look found. */
  readonly known?: KnownHealth | undefined;
  /** What trying the material showed; absent where it wasn't tried now. */
  readonly probe?: ProbeResult | undefined;
}

/**
 * What is true of a mailbox's sign-in. Material that is dead makes the status `Expired`, before VCC notices. An identity
 * provider that gives no clear answer changes nothing.
 */
export function concludeHealth(context: Context, findings: Findings): Health {
  const { status, health, healthReason } = judge(findings);
  const expiresAt = endOf(context, findings);
  const expiry = expiresAt === undefined ? {} : { credentialExpiresAt: expiresAt };
  const isWell = health === "active" || health === "expiring";
  if (!isWell) return { status, health, ...explained(healthReason), ...expiry };
  if (!isExpiring(context, findings.credential, expiresAt)) return { status, health: "active", ...expiry };
  const warning = `The credential ends at ${expiresAt}. Renew it before, and run pulumi up --refresh.`;
  context.sayOnce(`warning: ${findings.dto.emailAddress}: ${warning}`);
  return { status, health: "expiring", healthReason: warning, ...expiry };
}

/** When the sign-in ends: VCC knows its grant best, then a probe, then the material. */
function endOf(context: Context, { dto, credential, known, probe }: Findings): string | undefined {
  const told = dto.authentication.expiresAt ?? probe?.expiresAt ?? undefined;
  if (told !== undefined || !isManaged(credential) || probe?.health === "active") return told;
  return context.credentials.expiresAt(credential, dto.emailAddress) ?? known?.credentialExpiresAt;
}

/** Whether VCC signs in by itself, with material that the program names. */
export function isManaged(credential: Credential | undefined): credential is ManagedCredential {
  return credential !== undefined && credential.method !== "interactive";
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

function judge(findings: Findings): Health {
  const { dto, probe } = findings;
  const isDead = probe !== undefined && probe.health !== "active" && probe.health !== "unknown";
  if (isDead) return { status: "Expired", health: probe.health, ...explained(probe.reason) };
  return dto.authentication.status === "Active" ? judgeActive(findings) : judgeByVcc(dto);
}

function judgeByVcc({ authentication: { status, reason } }: EmailAddressDto): Health {
  if (status === "Pending") {
    return { status, health: "consentRequired", healthReason: "Nobody has signed in to this mailbox yet." };
  }
  const why = reason ? `${VCC} says: ${reason.replace(/\.$/u, "")}.` : `${VCC}'s status is ${status}.`;
  return { status, health: "expired", healthReason: `${why} ${SIGN_IN_AGAIN}` };
}

function judgeActive({ dto, credential, known, probe }: Findings): Health {
  const { status } = dto.authentication;
  const isUntried = isManaged(credential) && probe === undefined;
  if (isUntried || probe?.cause === "transient" || probe?.cause === "noAccess")
    return unchanged(status, known, probe);
  if (probe !== undefined && isUnclear(probe))
    return { status, health: "unknown", ...explained(probe.reason) };
  return { status, health: "active" };
}

/** No clear answer: what was known still holds, also that the material is dead; but VCC takes back what it said itself. */
function unchanged(status: string, known: KnownHealth | undefined, probe: ProbeResult | undefined): Health {
  const isStale = known?.status !== status && known?.healthReason?.startsWith(VCC);
  if (known?.health === undefined || isStale) {
    return { status, health: probe?.cause === "noAccess" ? "active" : "unknown" };
  }
  return { status: known.status ?? status, health: known.health, ...explained(known.healthReason) };
}

function explained(reason: string | undefined): { healthReason?: string } {
  return reason === undefined ? {} : { healthReason: reason };
}

function isExpiring(
  context: Context,
  credential: Credential | undefined,
  expiresAt: string | undefined,
): boolean {
  if (expiresAt === undefined) return false;
  const days =
    (isManaged(credential) ? credential.expiryWarningDays : undefined) ?? DEFAULT_EXPIRY_WARNING_DAYS;
  return context.now() > Date.parse(expiresAt) - days * DAY_MS;
}

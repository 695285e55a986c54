import { type Credential, isManaged, type ManagedCredential } from "../../../schema/credential";
import type { MailboxHealth } from "../../../schema/email-address";
import { toMs } from "../../../schema/time";
import type { Context, ProbeResult } from "../../ports";
import { deathOf } from "../../kinds/email-address/deaths";
import { concludeHealth } from "../../kinds/email-address/health";
import type { Deadline } from "./deadline";
import type { Patient } from "./mailboxes";
import type { Level, MailboxLine } from "./report";

const DAY_MS = 86_400_000;

const LEVELS: Readonly<Record<MailboxHealth, Level>> = {
  active: "fine",
  expiring: "expiring",
  unknown: "unknown",
  expired: "broken",
  revoked: "broken",
  mailboxGone: "broken",
  consentRequired: "broken",
};

/** What was found of one mailbox. */
type Conclusion = Pick<MailboxLine, "status" | "health" | "level"> & {
  readonly reason?: string | undefined;
  readonly expiresAt?: string | undefined;
};

/** Looks at one mailbox: VCC's status decides, and a probe of the credential that the stack names explains. */
export async function examine(
  context: Context,
  patient: Patient,
  /** Whether VCC shows, in a form that can be read, whether it has this one. */
  isListed: boolean,
  deadline: Deadline,
): Promise<MailboxLine> {
  const { mailbox, inStack } = patient;
  const credential = inStack?.credential;
  const probe = isManaged(credential) ? await tryOut(context, credential, mailbox, deadline) : undefined;
  const { status, health, level, reason, expiresAt } = conclude(context, patient, isListed, probe);
  return {
    mailbox,
    resource: inStack?.resource ?? null,
    level,
    status,
    health,
    reason: reason ?? whyNotTried(probe) ?? null,
    expiresAt: expiresAt ?? null,
    daysLeft: daysUntil(expiresAt, context.now()),
    credential: describe(credential),
    probe: probe === undefined ? null : summarize(probe),
    warnings: credential === undefined ? [] : warningsOf(context, patient, credential),
  };
}

function daysUntil(expiresAt: string | undefined, now: number): number | null {
  const time = toMs(expiresAt);
  return time === undefined ? null : Math.floor((time - now) / DAY_MS);
}

function summarize({ health, cause, code }: ProbeResult): MailboxLine["probe"] {
  return { health, cause: cause ?? null, code: code ?? null };
}

function tryOut(
  context: Context,
  credential: ManagedCredential,
  mailbox: string,
  deadline: Deadline,
): Promise<ProbeResult> {
  const late: ProbeResult = {
    health: "unknown",
    cause: "transient",
    code: "ETIMEDOUT",
    reason: "ETIMEDOUT: there was no answer in time. Try again with a longer --timeout.",
  };
  const probe = context.credentials.probe(credential, mailbox).catch((error: unknown) => {
    // The pause before a second try is cut short at the deadline.
    if (deadline.signal.aborted) return late;
    throw error;
  });
  return deadline.within(probe, () => late);
}

function conclude(
  context: Context,
  { dto, inStack }: Patient,
  isListed: boolean,
  probe: ProbeResult | undefined,
): Conclusion {
  if (dto === undefined) return isListed ? missing() : unlisted(context, inStack, probe);
  // Its status is what VCC should come to see; here, what it sees is told.
  const { status, reason: because } = dto.authentication;
  const { health, healthReason, credentialExpiresAt } = concludeHealth(context, {
    dto,
    credential: inStack?.credential,
    probe,
  });
  const isElsewhere = inStack === undefined && LEVELS[health] === "broken";
  const reason = isElsewhere
    ? `VCC's status is ${status}${said(because)}. Sign in with pulumi up --refresh in the stack that manages it, or in VCC's own screens.`
    : healthReason;
  const level = levelOf(context, { health, expiresAt: credentialExpiresAt }, probe);
  const told = status === "" ? null : status;
  return { status: told, health, level, reason, expiresAt: credentialExpiresAt };
}

/** Whether VCC's sign-in has outlived an end that is past, nobody can tell, unless the credential has just worked. */
function levelOf(
  { now }: Context,
  { health, expiresAt }: Pick<Conclusion, "health" | "expiresAt">,
  probe: ProbeResult | undefined,
): Level {
  const isPast = health === "expiring" && (toMs(expiresAt) ?? Number.POSITIVE_INFINITY) <= now();
  return isPast && probe?.health !== "active" ? "unknown" : LEVELS[health];
}

function missing(): Conclusion {
  const reason = "VCC doesn't have this address any more: run pulumi up --refresh to make it anew.";
  return { status: null, health: "unknown", level: "broken", reason };
}

/** What the credential alone tells, of the sign-in that the stack knows. */
function unlisted(context: Context, inStack: Patient["inStack"], probe: ProbeResult | undefined): Conclusion {
  const credential = inStack?.credential;
  const death =
    inStack !== undefined && isManaged(credential)
      ? deathOf(context, credential, probe, { ...inStack, mailbox: inStack.address })
      : undefined;
  return {
    status: null,
    health: death ?? "unknown",
    level: death === undefined ? "unknown" : "broken",
    reason:
      probe?.health === "active"
        ? "The credential works, but VCC doesn't tell whether it is signed in with it."
        : probe?.reason,
    expiresAt: probe?.expiresAt,
  };
}

/** Why a line that is fine rests on VCC's word alone. */
function whyNotTried(probe: ProbeResult | undefined): string | undefined {
  if (probe?.cause === "noAccess") return `The credential wasn't tried here. ${probe.reason ?? ""}`.trim();
  return probe?.cause === "skipped" ? "The credential wasn't tried: it says probe: false." : undefined;
}

function warningsOf(context: Context, { mailbox, dto }: Patient, credential: Credential): readonly string[] {
  const { credentials } = context;
  const used = dto?.authentication.fingerprint;
  const present = credentials.fingerprint(credential, mailbox, used);
  const isOther = present !== undefined && dto?.authentication.status === "Active" && present !== used;
  return [
    ...credentials.warnings(credential),
    ...(isOther
      ? ["VCC isn't signed in with this credential as it is now: pulumi up --refresh signs in with it."]
      : []),
  ];
}

function describe(credential: Credential | undefined): MailboxLine["credential"] {
  if (credential === undefined) return null;
  return { provider: isManaged(credential) ? credential.provider : null, method: credential.method };
}

function said(reason: string | null | undefined): string {
  return reason ? ` (${reason.replace(/\.$/u, "")})` : "";
}

import { type Credential, isManaged, type ManagedCredential } from "../../../schema/credential/credential";
import {
  SIGN_IN_STATUS,
  type EndedHealth,
  type EmailAddressDto,
  isEndedHealth,
  type MailboxHealth,
} from "../../../schema/email-address";
import { DAY_MS, toMs } from "../../../schema/time";
import type { Context, ProbeResult } from "../../ports";
import { endedHealthOf } from "../../kinds/email-address/ended-sign-in";
import { concludeHealth } from "../../kinds/email-address/health";
import { withKnownMaterial } from "../../kinds/email-address/mailbox-sign-in";
import type { Deadline } from "../../values/deadline";
import { sameAddress } from "../../values/equality";
import type { StackMailbox } from "../pulumi/stack";
import type { Level, MailboxLine } from "../output";

/** A mailbox as account and stack know it. */
export interface KnownMailbox {
  readonly mailbox: string;
  /** Absent where VCC doesn't have it, or couldn't be asked. */
  readonly dto: EmailAddressDto | undefined;
  /** Absent where the stack doesn't have it, or wasn't read. */
  readonly inStack: StackMailbox | undefined;
}

/** Every mailbox of the account and of the stack, once, by address. `addresses`: undefined where VCC couldn't be asked. */
export function knownMailboxes(
  addresses: readonly EmailAddressDto[] | undefined,
  stack: readonly StackMailbox[],
): readonly KnownMailbox[] {
  const known = (addresses ?? []).map((dto) => {
    const inStack =
      stack.find(({ id }) => id === dto.id) ??
      stack.find(({ address }) => sameAddress(address, dto.emailAddress));
    const { fingerprint: credentialFingerprint, authenticatedAt, credential } = inStack ?? {};
    const signedIn = withKnownMaterial(dto, { credentialFingerprint, authenticatedAt, credential });
    return { mailbox: dto.emailAddress, dto: signedIn, inStack };
  });
  const matched = new Set(known.map(({ inStack }) => inStack));
  const others = stack
    .filter((mailbox) => !matched.has(mailbox))
    .map((inStack) => ({ mailbox: inStack.address, dto: undefined, inStack }));
  return [...known, ...others].sort((one, other) => one.mailbox.localeCompare(other.mailbox, "en"));
}

const LEVELS: Readonly<Record<Exclude<MailboxHealth, EndedHealth>, Level>> = {
  active: "fine",
  expiring: "expiring",
  unknown: "unknown",
};

/** Finding about one mailbox. */
type Conclusion = Pick<MailboxLine, "status" | "health" | "level"> & {
  readonly reason?: string | undefined;
  readonly expiresAt?: string | undefined;
};

/** Checks one mailbox: VCC's status decides, and a probe of the credential that the stack names explains. */
export async function checkMailbox(
  context: Context,
  known: KnownMailbox,
  /** True if VCC's list could be read and would show the mailbox. */
  isListed: boolean,
  deadline: Deadline,
): Promise<MailboxLine> {
  const { mailbox, inStack } = known;
  const credential = inStack?.credential;
  const probe = isManaged(credential) ? await probeInTime(context, credential, mailbox, deadline) : undefined;
  const { status, health, level, reason, expiresAt } = conclude(context, known, isListed, probe);
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
    warnings: credential === undefined ? [] : warningsOf(context, known, credential),
  };
}

function daysUntil(expiresAt: string | undefined, now: number): number | null {
  const time = toMs(expiresAt);
  return time === undefined ? null : Math.floor((time - now) / DAY_MS);
}

function summarize({ health, cause, code }: ProbeResult): MailboxLine["probe"] {
  return { health, cause: cause ?? null, code: code ?? null };
}

function probeInTime(
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
  { dto, inStack }: KnownMailbox,
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
  const isElsewhere = inStack === undefined && isEndedHealth(health);
  const reason = isElsewhere
    ? `VCC's status is ${status}${said(because)}. Sign in with pulumi up --refresh in the stack that manages it, or in VCC's own screens.`
    : healthReason;
  const level = levelOf(context, { health, expiresAt: credentialExpiresAt }, probe);
  const told = status === "" ? null : status;
  return { status: told, health, level, reason, expiresAt: credentialExpiresAt };
}

/** Nobody can tell if VCC's sign-in has outlived an end that is past, unless the credential has just worked. */
function levelOf(
  { now }: Context,
  { health, expiresAt }: Pick<Conclusion, "health" | "expiresAt">,
  probe: ProbeResult | undefined,
): Level {
  if (isEndedHealth(health)) return "broken";
  const isPast = health === "expiring" && (toMs(expiresAt) ?? Number.POSITIVE_INFINITY) <= now();
  return isPast && probe?.health !== "active" ? "unknown" : LEVELS[health];
}

function missing(): Conclusion {
  const reason = "VCC doesn't have this address any more: run pulumi up --refresh to make it anew.";
  return { status: null, health: "unknown", level: "broken", reason };
}

/** Conclusion from the credential alone, about the sign-in that the stack knows. */
function unlisted(
  context: Context,
  inStack: KnownMailbox["inStack"],
  probe: ProbeResult | undefined,
): Conclusion {
  const credential = inStack?.credential;
  const ended =
    inStack !== undefined && isManaged(credential)
      ? endedHealthOf(context, credential, probe, { ...inStack, mailbox: inStack.address })
      : undefined;
  return {
    status: null,
    health: ended ?? "unknown",
    level: ended === undefined ? "unknown" : "broken",
    reason:
      probe?.health === "active"
        ? "The credential works, but VCC doesn't tell whether it is signed in with it."
        : probe?.reason,
    expiresAt: probe?.expiresAt,
  };
}

/** Reason why a line that is fine rests on VCC's word alone. */
function whyNotTried(probe: ProbeResult | undefined): string | undefined {
  if (probe?.cause === "noAccess") return `The credential wasn't tried here. ${probe.reason ?? ""}`.trim();
  return probe?.cause === "skipped" ? "The credential wasn't tried: it says probe: false." : undefined;
}

function warningsOf(
  context: Context,
  { mailbox, dto }: KnownMailbox,
  credential: Credential,
): readonly string[] {
  const { credentials } = context;
  const used = dto?.authentication.fingerprint;
  const present = credentials.fingerprint(credential, mailbox, used);
  const isOther =
    present !== undefined && dto?.authentication.status === SIGN_IN_STATUS.active && present !== used;
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

import type { Grant } from "../../schema/credential";
import type { EmailAddressDesired, EmailAddressDto, EmailAddressState } from "../../schema/email-address";
import type { Context } from "../core/ports";
import { PartialError, VccError } from "../errors";

type ToState = (dto: EmailAddressDto, desired: EmailAddressDesired) => EmailAddressState;

/** What to hand to VCC as a sign-in; undefined where a person signs in. */
export async function grantFor(context: Context, desired: EmailAddressDesired): Promise<Grant | undefined> {
  const { credential, emailAddress } = desired;
  if (credential === undefined || credential.method === "interactive") return undefined;
  return context.credentials.grant(credential, emailAddress);
}

/** Whether the mailbox is signed in as desired: active and, where the program names material, with that material. */
export function isSignedIn(
  present: { readonly status: string; readonly credentialFingerprint?: string | null | undefined },
  desired: EmailAddressDesired,
): boolean {
  if (present.status !== "Active") return false;
  const { credential, credentialFingerprint } = desired;
  const isManaged = credential !== undefined && credential.method !== "interactive";
  // Where this machine has no access to the material, whatever is active is taken for right.
  if (!isManaged || credentialFingerprint === undefined) return true;
  return present.credentialFingerprint === credentialFingerprint;
}

/**
 * Signs the mailbox in, in place: with the grant, or by waiting for a person. The object exists by now, so every
 * failure is partial: its id is kept and the next `up` goes on from here.
 */
export async function signIn(
  context: Context,
  dto: EmailAddressDto,
  desired: EmailAddressDesired,
  grant: Grant | undefined,
  toState: ToState,
): Promise<EmailAddressDto> {
  const { status, fingerprint } = dto.authentication;
  if (isSignedIn({ status, credentialFingerprint: fingerprint }, desired)) return dto;
  try {
    return grant === undefined
      ? await signInByPerson(context, dto)
      : await signInByGrant(context, dto, grant);
  } catch (error) {
    if (!(error instanceof VccError)) throw error;
    throw new PartialError(
      `${dto.emailAddress} is not signed in, so VCC can't route its mail: ${error.message}`,
      {
        id: dto.id,
        state: toState(error instanceof NotSignedInError ? error.dto : dto, desired),
      },
    );
  }
}

/** The mailbox as it is after an attempt that did not make it active. */
class NotSignedInError extends VccError {
  readonly code = "ERR_PARTIAL";
  readonly dto: EmailAddressDto;
  constructor(message: string, dto: EmailAddressDto, hint: string) {
    super(message, { hint });
    this.dto = dto;
  }
}

async function signInByGrant(context: Context, dto: EmailAddressDto, grant: Grant): Promise<EmailAddressDto> {
  const signedIn = await context.api.addresses.authenticate(dto.id, grant);
  if (signedIn.authentication.status === "Active") return signedIn;
  const { status, reason } = signedIn.authentication;
  throw new NotSignedInError(
    `VCC took the ${grant.method} credential, but the status is ${status}${reason ? ` (${reason})` : ""}.`,
    signedIn,
    "Check that the credential may read this mailbox, and run pulumi up again.",
  );
}

async function signInByPerson(context: Context, dto: EmailAddressDto): Promise<EmailAddressDto> {
  const { authorizationUrl, expiresAt } = await context.api.addresses.requestConsent(dto.id);
  const { consentWaitMs, pollIntervalMs } = context.limits;
  const instruction = `Sign in to ${dto.emailAddress}: open ${authorizationUrl} (until ${expiresAt}).`;
  context.say(instruction);
  const deadline = context.now() + consentWaitMs;
  let latest = dto;
  while (context.now() < deadline) {
    await context.sleep(Math.min(pollIntervalMs, deadline - context.now()));
    latest = await context.api.addresses.get(dto.id);
    if (latest.authentication.status === "Active") return latest;
  }
  throw new NotSignedInError(
    consentWaitMs === 0
      ? "a person has to sign in."
      : `nobody signed in within ${Math.round(consentWaitMs / 1000)} seconds.`,
    latest,
    `${instruction} Then run pulumi up again: it goes on with the same address.`,
  );
}

import { factsOf, isManaged, METHOD_NAMES, PROVIDERS } from "../../../schema/credential/credential";
import type { Grant } from "../../../schema/grant";
import { SIGN_IN_STATUS, EMAIL_ADDRESSES } from "../../../schema/email-address";
import type {
  EndedHealth,
  EmailAddressDesired,
  EmailAddressDto,
  EmailAddressState,
} from "../../../schema/email-address";
import { sameTime, toMs } from "../../../schema/time";
import type { Context, ProbeResult } from "../../ports";
import { sameValue } from "../../values/equality";
import { writeOnce } from "../../consistency/idempotent-writes";
import { type ErrorCode, hasErrorCode, mayPass, NotFoundError, PartialError, VccError } from "../../errors";
import { isEnded, isShared, isUnusable } from "./ended-sign-in";
import { authenticate, requestConsent } from "./calls";
import { toState, type WantedAddress } from "./body";
import { concludeHealth, isLost, probeAndTell } from "./health";

/** Grant to hand to VCC, probed before; empty where a person signs in. */
export interface Preparation {
  readonly grant?: Grant;
  readonly probe?: ProbeResult;
}

/** Reads and tries the material. Error: a `ConfigError` when it is missing or malformed. */
export async function prepareSignIn(context: Context, desired: EmailAddressDesired): Promise<Preparation> {
  const { credential, emailAddress } = desired;
  if (!isManaged(credential)) return {};
  const grant = await context.credentials.grant(credential, emailAddress, desired.credentialFingerprint);
  return { grant, probe: await probeAndTell(context, credential, emailAddress) };
}

/**
 * Error: when the material has certainly ended or is wrong, or opens another mailbox. Where the identity provider gave no
 * clear answer, or what was refused is this run's own and not what VCC gets, VCC shall decide.
 */
export function requireUsable(
  context: Context,
  { probe }: Preparation,
  { credential, emailAddress }: EmailAddressDesired,
): void {
  if (!isManaged(credential) || !isUnusable(probe)) return;
  const isOfRun = context.credentials.holding(credential) === "identifiers";
  if (isOfRun && !isShared(context, credential, probe)) return;
  throw new VccError(
    codeOf(probe),
    `the ${credential.method} credential of ${emailAddress} can't sign in. ${probe.reason ?? probe.health}`,
  );
}

/** Codes of what an identity provider is certain of. */
const ENDED_CODES: Readonly<Record<EndedHealth, ErrorCode>> = {
  expired: "VCC_SIGN_IN_EXPIRED",
  revoked: "VCC_SIGN_IN_REVOKED",
  mailboxGone: "VCC_MAILBOX_GONE",
  consentRequired: "VCC_CONSENT_REQUIRED",
};

function codeOf(probe: ProbeResult): ErrorCode {
  if (isEnded(probe)) return ENDED_CODES[probe.health];
  return probe.cause === "wrongMailbox" ? "VCC_WRONG_MAILBOX" : "VCC_CREDENTIAL_REFUSED";
}

/**
 * True if the mailbox is signed in as desired: by VCC's word and, where the program names material, with that material.
 * A status that this release doesn't know says nothing against it.
 */
export function isSignedIn(
  { status, fingerprint }: { readonly status: string; readonly fingerprint?: string | null | undefined },
  { credential, credentialFingerprint }: EmailAddressDesired,
): boolean {
  if (isLost(status)) return false;
  // Where this machine has no access to the material, whatever is active is taken for right.
  if (!isManaged(credential) || credentialFingerprint === undefined) return true;
  return fingerprint === credentialFingerprint;
}

/**
 * The address with the material of its last known sign-in, where VCC doesn't tell which one it holds, and the sign-in
 * is the same.
 */
export function withKnownMaterial(dto: EmailAddressDto, known: KnownSignIn = {}): EmailAddressDto {
  const { authenticatedAt, credentialFingerprint: fingerprint, credential } = known;
  if (!isManaged(credential) || !sameTime(dto.authentication.authenticatedAt, authenticatedAt)) return dto;
  return withMaterial(dto, { ...credential, fingerprint });
}

type KnownSignIn = {
  readonly [Key in "authenticatedAt" | "credentialFingerprint" | "credential"]?:
    EmailAddressState[Key] | undefined;
};

/** The grant that VCC was given. */
type Given = Pick<Grant, "provider" | "method"> & { readonly fingerprint?: string | undefined };

/**
 * Adds the fingerprint of the material that VCC was given, unless VCC tells of some, or that it was signed in to in
 * another way.
 */
function withMaterial(dto: EmailAddressDto, given: Given): EmailAddressDto {
  const { authentication } = dto;
  const { fingerprint } = given;
  if (authentication.fingerprint || fingerprint === undefined || isOtherWay(authentication, given))
    return dto;
  return { ...dto, authentication: { ...authentication, fingerprint } };
}

/**
 * True if VCC tells that it was signed in to in another way, such as by a person. A word that this release doesn't know
 * tells nothing, nor does none.
 */
function isOtherWay({ provider, method }: EmailAddressDto["authentication"], given: Given): boolean {
  return isOther(method, METHOD_NAMES, given.method) || isOther(provider, PROVIDERS, given.provider);
}

function isOther(told: string | null | undefined, known: readonly string[], given: string): boolean {
  const word = known.find((one) => one.toLowerCase() === told?.toLowerCase());
  return word !== undefined && word !== given;
}

/** True if two credentials point to the same material. What the provider alone reads, such as dates, is no part of that. */
export function sameMaterial(a: unknown, b: unknown): boolean {
  return sameValue(referencesOf(a), referencesOf(b));
}

function referencesOf(credential: unknown): unknown {
  if (typeof credential !== "object" || credential === null) return credential;
  return Object.fromEntries(
    Object.entries(credential).filter(([field]) => factsOf(field)?.isForVcc !== false),
  );
}

/** True if the program points to other material than before, which this machine can't read: nobody applied it yet. */
export function isUnreadChange(prior: EmailAddressState, desired: EmailAddressDesired): boolean {
  const { credential, credentialFingerprint } = desired;
  return (
    isManaged(credential) &&
    credentialFingerprint === undefined &&
    !sameMaterial(prior.credential, credential)
  );
}

/** Tells that a mailbox that is taken over gets another sign-in: a preview shows no more than that it will be there. */
export function sayNewSignIn(
  { say }: Context,
  { emailAddress: mailbox, authentication }: EmailAddressDto,
  desired: EmailAddressDesired,
): void {
  const { status, method } = authentication;
  const isNew = isManaged(desired.credential) && status === SIGN_IN_STATUS.active;
  if (!isNew || isSignedIn(authentication, desired)) return;
  const before = method ? `, in place of the one by ${JSON.stringify(method)} that it had` : "";
  say(`The email address ${mailbox} is taken over, and signed in with the program's credential${before}.`);
}

interface SignInRequest {
  readonly dto: EmailAddressDto;
  readonly desired: WantedAddress;
  readonly known?: EmailAddressState;
  /** Absent where the material hasn't been read and tried yet. */
  readonly prepared?: Preparation;
}

/**
 * Signs the mailbox in, in place: with the grant, or by waiting for a person. The object exists by now, so every
 * failure is partial: its id is kept, with the state that the mailbox is left in, and the next `up` goes on from here.
 */
export async function signInMailbox(
  context: Context,
  { dto, desired, known, prepared: early }: SignInRequest,
): Promise<EmailAddressState> {
  let prepared = early ?? {};
  let latest = dto;
  const stateNow = () => {
    const findings = { dto: latest, credential: desired.credential, known, probe: prepared.probe };
    return toState(latest, desired, concludeHealth(context, findings));
  };
  try {
    prepared = early ?? (await prepareSignIn(context, desired));
    requireUsable(context, prepared, desired);
    const { grant } = prepared;
    if (!isSignedIn(dto.authentication, desired)) {
      latest = await (grant ? signInByGrant(context, dto, grant) : signInByPerson(context, dto));
    }
  } catch (error) {
    if (!(error instanceof VccError)) throw error;
    if (error instanceof NotSignedInError) latest = error.dto;
    const consequence = isLost(latest.authentication.status)
      ? "is not signed in, so VCC can't route its mail"
      : "keeps its earlier sign-in, as the new one failed";
    // What VCC refuses here is the credential.
    const code = error.code === "VCC_REJECTED" ? "VCC_NOT_SIGNED_IN" : error.code;
    const left = { id: dto.id, state: stateNow() };
    throw new PartialError(code, `${dto.emailAddress} ${consequence}: ${error.message}`, left);
  }
  return stateNow();
}

/** The mailbox as it is after an attempt that did not make it active. */
class NotSignedInError extends VccError {
  readonly dto: EmailAddressDto;
  constructor(code: ErrorCode, message: string, dto: EmailAddressDto, hint: string) {
    super(code, message, { hint });
    this.dto = dto;
  }
}

async function signInByGrant(context: Context, dto: EmailAddressDto, grant: Grant): Promise<EmailAddressDto> {
  const addresses = context.api.collection(EMAIL_ADDRESSES);
  const before = toMs(dto.authentication.authenticatedAt) ?? 0;
  const signedIn = await writeOnce(context, {
    write: () => authenticate(context.api, dto.id, grant),
    get: () => addresses.get(dto.id),
    isDone: ({ authentication }) => {
      const { status, authenticatedAt, fingerprint } = authentication;
      if (isLost(status)) return false;
      if (fingerprint && grant.fingerprint !== undefined) return fingerprint === grant.fingerprint;
      return !isOtherWay(authentication, grant) && (toMs(authenticatedAt) ?? 0) > before;
    },
  });
  if (!isLost(signedIn.authentication.status)) return withMaterial(signedIn, grant);
  const { status, reason } = signedIn.authentication;
  throw new NotSignedInError(
    "VCC_NOT_SIGNED_IN",
    `VCC took the ${grant.method} credential, but the status is ${status}${reason ? ` (${reason})` : ""}.`,
    signedIn,
    "Check that the credential may read this mailbox, and run pulumi up again.",
  );
}

async function signInByPerson(context: Context, dto: EmailAddressDto): Promise<EmailAddressDto> {
  const instruction = await howToSignIn(context, dto);
  const { consentWaitMs, pollIntervalMs } = context.limits;
  context.say(instruction);
  const deadline = context.now() + consentWaitMs;
  let latest = dto;
  while (context.now() < deadline) {
    await context.sleep(Math.min(pollIntervalMs, deadline - context.now()));
    latest = await context.api
      .collection(EMAIL_ADDRESSES)
      .get(dto.id)
      .catch((error: unknown) => notYet(error, latest));
    if (!isLost(latest.authentication.status)) return latest;
  }
  throw new NotSignedInError(
    "VCC_PERSON_NEEDED",
    consentWaitMs === 0
      ? "a person has to sign in."
      : `nobody signed in within ${Math.round(consentWaitMs / 1000)} seconds.`,
    latest,
    `${instruction} Then run pulumi up again: it goes on with the same address.`,
  );
}

/** Where the account's API has no call for a link, VCC's own screens have one. */
async function howToSignIn(context: Context, { id, emailAddress }: EmailAddressDto): Promise<string> {
  const inScreens = `Sign in to ${emailAddress} in VCC's own screens`;
  try {
    const { authorizationUrl, expiresAt } = await requestConsent(context.api, id);
    if (authorizationUrl === undefined)
      return `${inScreens}: the link that VCC gave is neither https nor to this machine.`;
    return `Sign in to ${emailAddress}: open ${authorizationUrl} (until ${expiresAt}).`;
  } catch (error) {
    if (!hasErrorCode(error, "VCC_NOT_IN_CONTRACT")) throw error;
    return `${inScreens}: its API gives no link.`;
  }
}

/** A new address may not be visible yet, and a call may fail for a passing reason, while a person takes their time. */
function notYet(error: unknown, latest: EmailAddressDto): EmailAddressDto {
  if (error instanceof NotFoundError || mayPass(error)) return latest;
  throw error;
}

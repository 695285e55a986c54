import {
  SIGN_IN_STATUS,
  EMAIL_ADDRESS,
  EMAIL_ADDRESSES,
  type EmailAddressBody,
  type EmailAddressDto,
  EmailAddressInputs,
  type EmailAddressState,
} from "../../../schema/email-address";
import type { ContractCall } from "../../../schema/contract/kinds";
import { canonicalAddress } from "../../../schema/canonical-address";
import { isManaged } from "../../../schema/credential/credential";
import { isEmpty, type ReadBody } from "../../consistency/patch";
import { type ConflictError, VccError } from "../../errors";
import type { Made, Updated } from "../../lifecycle/definition";
import type { Context, Credentials } from "../../ports";
import { sameAddress, sameValue } from "../../values/equality";
import { withoutUndefined } from "../../values/records";
import { hasUnknown } from "../../values/unknown";
import { NamedResource } from "../named-resource";
import { contentOf, toBody, readBody, toState, type WantedAddress } from "./body";
import { requireRoomForSuccessor, requireUnmapped, stillMapped } from "./deletion";
import { concludeHealth, probeAndTell, rememberedEnd, sameStatus, withForecast } from "./health";
import { profileOf, withNamedProfile } from "./profile-reference";
import { restOfInbox } from "./rest-of-inbox";
import {
  isSignedIn,
  isUnreadChange,
  prepareSignIn,
  requireUsable,
  sameMaterial,
  sayNewSignIn,
  signInMailbox,
  withKnownMaterial,
} from "./mailbox-sign-in";

type Dto = EmailAddressDto;
type Body = EmailAddressBody;
type State = EmailAddressState;
type Inputs = Partial<WantedAddress>;

class EmailAddressResource extends NamedResource<WantedAddress, State, Dto, Body> {
  readonly kind = EMAIL_ADDRESS;
  readonly inputs = EmailAddressInputs;
  readonly endpoint = EMAIL_ADDRESSES;
  override readonly spelling = { emailAddress: canonicalAddress };
  readonly equal = { status: sameStatus };
  readonly derived = ["status", "credentialFingerprint"];
  readonly replaceOn = ["emailAddress"];
  override readonly unique = ["emailAddress", "name"];
  override readonly nameSeeds = ["emailAddress"];
  protected override readonly merged = ["dataSources"] as const;
  // A change of it is a replacement, so it is equal here but for its spelling, and VCC refuses it in a PATCH.
  protected override readonly fixed = ["emailAddress"] as const;

  /** The old object still has the name: a second one with it would be refused. */
  deletesBeforeReplace(state: State, desired: WantedAddress): boolean {
    return sameValue(state.name, desired.name);
  }

  derive(inputs: Inputs, olds: Inputs, credentials: Credentials): Inputs {
    const { credential, emailAddress: mailbox } = inputs;
    if (credential === undefined || credential.method === "interactive")
      return { status: SIGN_IN_STATUS.active };
    const isKnown = typeof mailbox === "string" && !hasUnknown(credential);
    const present = isKnown
      ? credentials.fingerprint(credential, mailbox, olds.credentialFingerprint)
      : undefined;
    // A pipeline without access to the material takes it for unchanged, as long as it is to be found at the same place.
    const isSame = sameMaterial(credential, olds.credential);
    const fingerprint = present ?? (isSame ? olds.credentialFingerprint : undefined);
    return withoutUndefined({ status: SIGN_IN_STATUS.active, credentialFingerprint: fingerprint });
  }

  callFor(property: string, value: unknown): ContractCall | undefined {
    return property === "credential" && isManaged(value as Inputs["credential"]) ? "signIn" : undefined;
  }

  problems({ credential }: Inputs, olds: Inputs, credentials: Credentials) {
    if (credential === undefined || hasUnknown(credential)) return [];
    const problems = credentials.problems(credential, olds.credential);
    return problems.map(({ field, reason }) => ({ path: ["credential", field], reason }));
  }

  async create(context: Context, desired: WantedAddress): Promise<Made<State>> {
    const wanted = await this.resolve(context, desired);
    // Material that can't sign in fails here, before anything is made.
    const prepared = await prepareSignIn(context, wanted);
    requireUsable(context, prepared, wanted);
    const { dto, isTakenOver } = await this.ensure(context, wanted);
    if (isTakenOver) sayNewSignIn(context, dto, wanted);
    return { id: dto.id, state: await signInMailbox(context, { dto, desired: wanted, prepared }) };
  }

  async read(context: Context, id: string, prior: State | undefined): Promise<State | undefined> {
    const found = await this.observeListed(context, id, prior);
    if (found === undefined) return undefined;
    const dto = withKnownMaterial(found, prior);
    const credential = prior?.credential;
    const probe = isManaged(credential)
      ? await probeAndTell(context, credential, dto.emailAddress)
      : undefined;
    return toState(dto, prior, concludeHealth(context, { dto, credential, known: prior, probe }));
  }

  async update(
    context: Context,
    id: string,
    prior: State,
    desired: WantedAddress,
  ): Promise<Updated<WantedAddress, State>> {
    const wanted = await this.resolve(context, desired, prior);
    const staysEqual = isEmpty(this.shownChanges(prior, wanted));
    const before = { status: prior.status, fingerprint: prior.credentialFingerprint };
    const staysSignedIn = isSignedIn(before, wanted) && !isUnreadChange(prior, wanted);
    if (staysEqual && staysSignedIn) return { state: restate(context, prior, wanted), asked: wanted };
    // A sign-in is looked at afresh: somebody may have signed in since the list was read.
    const observed = await (staysEqual
      ? this.observe(context, id, prior)
      : this.observeSeen(context, id, prior));
    const { dto: latest, asked } = await this.change(context, { id, prior, wanted, observed });
    const dto = withKnownMaterial(latest, prior);
    const { credential } = asked;
    if (staysSignedIn) {
      const health = concludeHealth(context, { dto, credential, known: prior });
      return { state: toState(dto, asked, health), asked };
    }
    return { state: await signInMailbox(context, { dto, desired: asked, known: prior }), asked };
  }

  protected override async resolve(context: Context, desired: WantedAddress, prior?: State) {
    return withNamedProfile(context, desired, prior);
  }

  protected toBody(wanted: WantedAddress): Body {
    return toBody(wanted);
  }

  protected readBody(dto: Dto): ReadBody<Body> {
    return readBody(dto);
  }

  protected async present(_context: Context, dto: Dto, known: WantedAddress) {
    return Promise.resolve(contentOf(dto, known));
  }

  /** A sign-in doesn't move `updatedAt`. */
  protected override times(object: Dto | State) {
    const { authenticatedAt } = "authentication" in object ? object.authentication : object;
    return [object.updatedAt, authenticatedAt];
  }

  protected override madeAt({ createdAt }: Dto): string {
    return createdAt;
  }

  protected override isMeant(dto: Dto, { emailAddress }: WantedAddress): boolean {
    return sameAddress(dto.emailAddress, emailAddress);
  }

  protected override collides(dto: Dto, wanted: WantedAddress): boolean {
    return dto.name === wanted.name || this.isMeant(dto, wanted);
  }

  /** Never signed in, or signed in with this very material. */
  protected override isLeftBehind(dto: Dto, wanted: WantedAddress): boolean {
    const { status, fingerprint } = dto.authentication;
    const neverSignedIn = status === SIGN_IN_STATUS.pending && !fingerprint;
    const ownSignIn = Boolean(fingerprint) && fingerprint === wanted.credentialFingerprint;
    return (neverSignedIn || ownSignIn) && this.isMeant(dto, wanted);
  }

  protected override requireFit(dto: Dto, wanted: WantedAddress): void {
    if (this.isMeant(dto, wanted)) return;
    throw new VccError(
      "VCC_ADOPT_OTHER_MAILBOX",
      `adopt: the id of ${wanted.emailAddress}, got "${dto.id}", which is ${dto.emailAddress}.`,
      {
        hint: "Write true to take over the one of this mailbox, or remove adopt to make a new address.",
      },
    );
  }

  protected override describe({ emailAddress: mailbox }: Dto): string {
    return `The ${this.endpoint.noun} ${mailbox}`;
  }

  protected override describeHolder(dto: Dto): string {
    return `${this.describe(dto)}, named "${dto.name}",`;
  }

  protected override async describeRest(context: Context, dto: Dto): Promise<string> {
    return restOfInbox(context, dto);
  }

  protected override async requireRoom(context: Context, { emailAddress: mailbox }: State): Promise<void> {
    await requireRoomForSuccessor(context, mailbox);
    if (!context.contract.hasSemantic(this.endpoint.kind, "refusesMapped"))
      await requireUnmapped(context, mailbox);
  }

  protected override async explainInUse(
    context: Context,
    _id: string,
    { emailAddress: mailbox }: State,
    refusal: ConflictError,
  ): Promise<ConflictError> {
    return stillMapped(context, mailbox, refusal);
  }
}

export const emailAddress = new EmailAddressResource();

/** The state after a change that VCC needn't know of, such as another reference to the same material. */
function restate(context: Context, prior: EmailAddressState, desired: WantedAddress): EmailAddressState {
  const { credential, emailAddress } = desired;
  const { credential: _old, credentialFingerprint, profileId, namedProfileId, ...rest } = prior;
  const { health, healthReason, credentialExpiresAt: _oldEnd, ...others } = rest;
  const credentialExpiresAt = restatedEnd(context, prior, desired);
  const found = withoutUndefined({ status: prior.status, health, healthReason, credentialExpiresAt });
  return {
    ...others,
    emailAddress,
    ...profileOf(namedProfileId ?? profileId, desired),
    ...(credential && { credential }),
    ...withForecast(context, found, credential, emailAddress),
    ...(isManaged(credential) && credentialFingerprint !== undefined && { credentialFingerprint }),
  };
}

/** The end of the same sign-in: what was declared before counts no more, what VCC or a probe said does. */
function restatedEnd(
  context: Context,
  { credential: before, credentialExpiresAt: known }: EmailAddressState,
  { credential, emailAddress: mailbox }: WantedAddress,
): string | undefined {
  const { credentials } = context;
  const declared = credential && credentials.expiresAt(credential, mailbox);
  const wasDeclared = before !== undefined && credentials.expiresAt(before, mailbox) === known;
  if (declared !== undefined || wasDeclared) return declared;
  return isManaged(before) ? rememberedEnd(context, before, known) : known;
}

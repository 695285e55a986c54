import {
  type EmailAddressDesired,
  type EmailAddressDto,
  EmailAddressInputs,
  type EmailAddressState,
} from "../../../schema/email-address";
import { isManaged } from "../../../schema/credential";
import { type Bookkeeping, keepingName } from "../../lifecycle/stored-metadata";
import { createOnce } from "../../consistency/create-once";
import { uniqueValues } from "../../lifecycle/handovers";
import { defineResource } from "../../lifecycle/definition";
import { sameAddress, sameValue } from "../../values/equality";
import { mergeChanges } from "../../values/three-way";
import {
  changedKeys,
  deleteOnce,
  isEmpty,
  patchOnce,
  sharedKeys,
  statedKeys,
} from "../../consistency/write-once";
import type { Context } from "../../ports";
import { readSettled } from "../../consistency/settled-read";
import { hasUnknown } from "../../values/unknown";
import { isLastingConflict, RejectedError } from "../../errors";
import { adoptable, adoptionOf, notThere, sayWhatChanges, warnOfOtherStack } from "../adoption";
import {
  DEFAULT_BODY,
  contentOf,
  DEFAULT_SERVICE_NAME,
  differences,
  patchBody,
  postBody,
  toBody,
  toldOf,
  toState,
} from "./body";
import { confirmAddressGone, requireRoomForSuccessor, stillMapped } from "./deletion";
import { concludeHealth, probeAndTell, rememberedEnd, withForecast, sameStatus } from "./health";
import { profileOf, type ProfileReference, withNamedProfile } from "./profile-reference";
import { restOfInbox } from "./rest-of-inbox";
import {
  isSignedIn,
  isUnreadChange,
  prepareSignIn,
  requireUsable,
  sameMaterial,
  sayNewSignIn,
  signIn,
  withKnownMaterial,
} from "./sign-in";

type Desired = EmailAddressDesired & Bookkeeping & ProfileReference;

export const emailAddress = defineResource<Desired, EmailAddressState>({
  kind: "EmailAddress",
  inputs: EmailAddressInputs,
  defaults: { description: "", serviceNameForReports: DEFAULT_SERVICE_NAME, dataSources: {} },
  equal: { emailAddress: sameAddress, status: sameStatus },
  desires: ["status", "credentialFingerprint"],
  replaceOn: ["emailAddress"],
  replaceOnUnknown: [],
  // The old object still has the name: a second one with it would be refused.
  deleteBeforeReplace: (state, desired) => sameValue(state.name, desired.name),
  unique: ["emailAddress", "name"],
  nameSeeds: ["emailAddress"],

  desire(inputs, olds, credentials) {
    const { credential, emailAddress: mailbox } = inputs;
    if (credential === undefined || credential.method === "interactive") return { status: "Active" };
    const isKnown = typeof mailbox === "string" && !hasUnknown(credential);
    const present = isKnown
      ? credentials.fingerprint(credential, mailbox, olds.credentialFingerprint)
      : undefined;
    // A pipeline without access to the material takes it for unchanged, as long as it is to be found at the same place.
    const isSame = sameMaterial(credential, olds.credential);
    const fingerprint = present ?? (isSame ? olds.credentialFingerprint : undefined);
    return { status: "Active", ...(fingerprint === undefined ? {} : { credentialFingerprint: fingerprint }) };
  },

  problems({ credential }, olds, credentials) {
    if (credential === undefined || hasUnknown(credential)) return [];
    const problems = credentials.problems(credential, olds.credential);
    return problems.map(({ field, reason }) => ({ path: ["credential", field], reason }));
  },

  async create(context, wanted) {
    const desired = await withNamedProfile(context, wanted);
    // Material that can't sign in fails here, before anything is made.
    const prepared = await prepareSignIn(context, desired);
    requireUsable(context, prepared, desired);
    const adopt = adoptionOf(desired);
    const dto =
      adopt === undefined ? await createNew(context, desired) : await adoptAddress(context, adopt, desired);
    if (adopt !== undefined) sayNewSignIn(context, dto, desired);
    const state = await signedInState(context, { dto, desired, prepare: () => Promise.resolve(prepared) });
    return { id: dto.id, state };
  },

  async read(context, id, prior) {
    const fromList = async () => (await context.api.addresses.list()).find((address) => address.id === id);
    const found = await readAddress(context, id, prior, fromList);
    if (found === undefined) return undefined;
    const dto = withKnownMaterial(found, prior);
    const credential = prior?.credential;
    const probe = isManaged(credential)
      ? await probeAndTell(context, credential, dto.emailAddress)
      : undefined;
    return toState(dto, prior, concludeHealth(context, { dto, credential, known: prior, probe }));
  },

  async update(context, id, prior, program) {
    const wanted = await withNamedProfile(context, program, prior);
    const shown = patchBody(changedKeys(toBody(prior), toBody(wanted)));
    const staysEqual = isEmpty(shown);
    const staysSignedIn = isSignedIn(prior, wanted) && !isUnreadChange(prior, wanted);
    if (staysEqual && staysSignedIn) return { state: restate(context, prior, wanted), asked: wanted };
    const fromList = async () => (await context.seen.addresses.objects()).find((dto) => dto.id === id);
    // A sign-in is looked at afresh: somebody may have signed in since the list was read.
    const found =
      (await readAddress(context, id, prior, staysEqual ? undefined : fromList)) ??
      (await context.api.addresses.get(id));
    const present = contentOf(found, prior);
    const asked = mergeChanges(["dataSources"], { from: prior, to: wanted, present });
    const patch = sharedKeys(differences(found, asked, prior), shown);
    const latest = isEmpty(patch) ? found : await patchAddress(context, id, patch, asked);
    const dto = withKnownMaterial(latest, prior);
    const { credential } = asked;
    if (staysSignedIn) {
      const health = concludeHealth(context, { dto, credential, known: prior });
      return { state: toState(dto, asked, health), asked };
    }
    const prepare = () => prepareSignIn(context, asked);
    return { state: await signedInState(context, { dto, desired: asked, known: prior, prepare }), asked };
  },

  async delete(context, id, { emailAddress: mailbox }) {
    await requireRoomForSuccessor(context, mailbox);
    const confirmGone = () => confirmAddressGone(context, id);
    await deleteOnce({ delete: () => context.api.addresses.delete(id), confirmGone }).catch(
      async (error: unknown) => {
        throw isLastingConflict(error) ? await stillMapped(context, mailbox, error) : error;
      },
    );
  },
});

/** The address as soon as VCC shows one's own last write. */
async function readAddress(
  context: Context,
  id: string,
  prior: EmailAddressState | undefined,
  fromList?: () => Promise<EmailAddressDto | undefined>,
): Promise<EmailAddressDto | undefined> {
  return readSettled(context, {
    ...(fromList && { fromList }),
    get: () => context.api.addresses.get(id),
    // A sign-in doesn't move updatedAt.
    times: ({ updatedAt, authentication }) => [updatedAt, authentication.authenticatedAt],
    knownTimes: [prior?.updatedAt, prior?.authenticatedAt],
    confirmGone: () => confirmAddressGone(context, id),
  });
}

interface SigningIn {
  readonly dto: EmailAddressDto;
  readonly desired: Desired;
  readonly known?: EmailAddressState;
  readonly prepare: () => ReturnType<typeof prepareSignIn>;
}

/** The state once the mailbox is signed in, or, within the error, the state that it is left in. */
async function signedInState(
  context: Context,
  { dto, desired, known, prepare }: SigningIn,
): Promise<EmailAddressState> {
  const toResult: Parameters<typeof signIn>[1]["toState"] = (signedIn) =>
    toState(
      signedIn.dto,
      desired,
      concludeHealth(context, { ...signedIn, credential: desired.credential, known }),
    );
  return toResult(await signIn(context, { dto, desired, prepare, toState: toResult }));
}

async function createNew(context: Context, desired: Desired): Promise<EmailAddressDto> {
  const body = toBody(desired);
  return createOnce(context, {
    kind: "EmailAddress",
    unique: uniqueValues(emailAddress, desired),
    post: (onSend) =>
      context.api.addresses.create(postBody({ ...body, emailAddress: desired.emailAddress }), onSend),
    seen: context.seen.addresses,
    listFresh: () => context.api.addresses.listFresh(),
    collides: (dto) => dto.name === desired.name || sameAddress(dto.emailAddress, desired.emailAddress),
    isEqual: (dto) => isAsLeftBehind(dto, desired),
    madeAt: ({ createdAt }) => createdAt,
    describe: (dto) => ({ what: `The email address ${dto.emailAddress}, named "${dto.name}",`, id: dto.id }),
    describeRest: (dto) => restOfInbox(context, dto),
  });
}

/** Equal in every field, and never signed in, or signed in with this very material. */
function isAsLeftBehind(dto: EmailAddressDto, desired: Desired): boolean {
  const { status, fingerprint } = dto.authentication;
  const neverSignedIn = status === "Pending" && !fingerprint;
  const ownSignIn = Boolean(fingerprint) && fingerprint === desired.credentialFingerprint;
  // A PATCH never carries the mailbox, so its difference shows only here.
  const isSameMailbox = sameAddress(dto.emailAddress, desired.emailAddress);
  return (neverSignedIn || ownSignIn) && isSameMailbox && isEmpty(differences(dto, desired, desired));
}

async function adoptAddress(
  context: Context,
  adopt: true | string,
  desired: Desired,
): Promise<EmailAddressDto> {
  const { addresses } = context.api;
  const { emailAddress: mailbox } = desired;
  const ofMailbox = (dto: EmailAddressDto) => sameAddress(dto.emailAddress, mailbox);
  const dto = await adoptable(context, {
    kind: "EmailAddress",
    noun: "email address",
    adopt,
    get: (id) => addresses.get(id),
    find: async () =>
      (await context.seen.addresses.objects()).find(ofMailbox) ??
      (await addresses.listFresh()).find(ofMailbox),
    idOf: ({ id }) => id,
  });
  if (dto === undefined)
    throw notThere(`an email address of VCC, got ${mailbox}, which the list doesn't have.`);
  if (!ofMailbox(dto)) {
    throw new RejectedError(`adopt: the id of ${mailbox}, got "${dto.id}", which is ${dto.emailAddress}.`, {
      hint: "Write true to take over the one of this mailbox, or remove adopt to make a new address.",
      paths: ["adopt"],
    });
  }
  warnOfOtherStack(context, dto.name, desired.name);
  const wanted = keepingName(desired, dto.name);
  const patch = statedKeys(differences(dto, wanted), DEFAULT_BODY);
  sayWhatChanges(context, `The email address ${dto.emailAddress}`, patch);
  return isEmpty(patch) ? dto : patchAddress(context, dto.id, patch, wanted);
}

async function patchAddress(
  context: Context,
  id: string,
  patch: ReturnType<typeof patchBody>,
  desired: Desired,
): Promise<EmailAddressDto> {
  const { addresses } = context.api;
  return patchOnce(context, {
    kind: "EmailAddress",
    id,
    unique: uniqueValues(emailAddress, desired),
    patch,
    told: toldOf,
    write: () => addresses.patch(id, patch),
    get: () => addresses.get(id),
  });
}

/** The state after a change that VCC needn't know of, such as another reference to the same material. */
function restate(context: Context, prior: EmailAddressState, desired: Desired): EmailAddressState {
  const { credential, emailAddress: mailbox } = desired;
  const { credential: _old, credentialFingerprint, profileId, namedProfileId, ...rest } = prior;
  const { health, healthReason, credentialExpiresAt: _oldEnd, ...others } = rest;
  const end = restatedEnd(context, prior, desired);
  const found = {
    status: prior.status,
    health,
    ...(healthReason !== undefined && { healthReason }),
    ...(end !== undefined && { credentialExpiresAt: end }),
  };
  return {
    ...others,
    emailAddress: mailbox,
    ...profileOf(namedProfileId ?? profileId, desired),
    ...(credential && { credential }),
    ...withForecast(context, found, { credential, mailbox }),
    ...(isManaged(credential) && credentialFingerprint !== undefined && { credentialFingerprint }),
  };
}

/** The end of the same sign-in: what was declared before counts no more, what VCC or a probe said does. */
function restatedEnd(
  context: Context,
  { credential: before, credentialExpiresAt: known }: EmailAddressState,
  { credential, emailAddress: mailbox }: Desired,
): string | undefined {
  const { credentials } = context;
  const declared = credential && credentials.expiresAt(credential, mailbox);
  const wasDeclared = before !== undefined && credentials.expiresAt(before, mailbox) === known;
  if (declared !== undefined || wasDeclared) return declared;
  return isManaged(before) ? rememberedEnd(context, before, known) : known;
}

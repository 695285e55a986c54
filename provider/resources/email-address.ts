import {
  type EmailAddressDesired,
  type EmailAddressDto,
  EmailAddressInputs,
  type EmailAddressState,
  isKnownStatus,
} from "../../schema/email-address";
import type { Bookkeeping } from "../core/bookkeeping";
import { requireUnlisted } from "../core/absence";
import { createOnce } from "../core/create-once";
import { uniqueValues } from "../core/handovers";
import { defineResource } from "../core/definition";
import { sameAddress, sameValue } from "../core/equality";
import { changedKeys, deleteOnce, isEmpty, patchOnce } from "../core/write-once";
import type { Context } from "../core/ports";
import { readSettled } from "../core/settled-read";
import { hasUnknown } from "../core/unknown";
import { ConflictError, RejectedError } from "../errors";
import { adoptable } from "./adoptable";
import { contentOf, DEFAULT_SERVICE_NAME, patchBody, postBody, toBody } from "./email-address-body";
import { concludeHealth, type Health, isManaged, probeAndTell, withForecast } from "./health";
import { profileOf, type ProfileReference, withNamedProfile } from "./profile-reference";
import { isSignedIn, isUnreadChange, prepareSignIn, requireUsable, sameMaterial, signIn } from "./sign-in";

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
    const { adopt } = desired;
    const isAdopted = adopt !== undefined && !context.claims.has("EmailAddress", adopt);
    const dto = isAdopted ? await adoptAddress(context, adopt, desired) : await createNew(context, desired);
    const state = await signedInState(context, { dto, desired, prepare: () => Promise.resolve(prepared) });
    return { id: dto.id, state };
  },

  async read(context, id, prior) {
    const fromList = async () => (await context.api.addresses.list()).find((address) => address.id === id);
    const dto = await readAddress(context, id, prior, fromList);
    if (dto === undefined) return undefined;
    const credential = prior?.credential;
    const probe = isManaged(credential)
      ? await probeAndTell(context, credential, dto.emailAddress)
      : undefined;
    return toState(dto, prior, concludeHealth(context, { dto, credential, known: prior, probe }));
  },

  async update(context, id, prior, wanted) {
    const desired = await withNamedProfile(context, wanted, prior);
    const patch = patchBody(changedKeys(toBody(prior), toBody(desired)));
    const patched = isEmpty(patch) ? undefined : await patchAddress(context, id, patch, desired);
    if (isSignedIn(prior, desired) && !isUnreadChange(prior, desired)) {
      if (patched === undefined) return restate(context, prior, desired);
      const { credential } = desired;
      return toState(patched, desired, concludeHealth(context, { dto: patched, credential, known: prior }));
    }
    // Somebody may have signed in since the last look.
    const dto = patched ?? (await readAddress(context, id, prior)) ?? (await context.api.addresses.get(id));
    return signedInState(context, {
      dto,
      desired,
      known: prior,
      prepare: () => prepareSignIn(context, desired),
    });
  },

  async delete(context, id, { emailAddress: mailbox }) {
    const confirmGone = () => confirmAddressGone(context, id);
    await deleteOnce({ delete: () => context.api.addresses.delete(id), confirmGone }).catch(
      async (error: unknown) => {
        throw error instanceof ConflictError && !error.retryable
          ? await stillMapped(context, mailbox, error)
          : error;
      },
    );
  },
});

/** Nothing follows from a word that this release doesn't know. */
function sameStatus(stored: unknown, desired: unknown): boolean {
  return sameValue(stored, desired) || (typeof stored === "string" && !isKnownStatus(stored));
}

/** VCC's refusal, with the mappings in the way as a person can find them. */
async function stillMapped(
  { api }: Context,
  mailbox: string,
  refusal: ConflictError,
): Promise<ConflictError> {
  const mappings = (await api.mappings.listFresh()).filter(({ toAddresses }) =>
    toAddresses.some((address) => sameAddress(address, mailbox)),
  );
  if (mappings.length === 0) return refusal;
  const names = mappings.map(({ mappingName, mappingId }) => `"${mappingName}" (${mappingId})`).join(", ");
  return new ConflictError(
    `The email address ${mailbox} can't be deleted: VCC refuses while it is mapped, and these mappings name it: ${names}.`,
    {
      hint: "Remove it from those mappings in VCC, or in the program that manages them, and run again. Nothing was unmapped behind your back.",
      paths: refusal.paths,
    },
  );
}

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

/** Error: where the list of addresses still shows it. */
export async function confirmAddressGone(context: Context, id: string): Promise<void> {
  const isListed = async () => (await context.api.addresses.listFresh()).some((dto) => dto.id === id);
  await requireUnlisted(context, `the email address ${id}`, isListed);
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
  });
}

/** Equal in every field, and never signed in, or signed in with this very material. */
function isAsLeftBehind(dto: EmailAddressDto, desired: Desired): boolean {
  const { status, fingerprint } = dto.authentication;
  const neverSignedIn = status === "Pending" && !fingerprint;
  const ownSignIn = Boolean(fingerprint) && fingerprint === desired.credentialFingerprint;
  return (neverSignedIn || ownSignIn) && isEmpty(differences(dto, desired));
}

/** What a `PATCH` has to carry to make the address as desired. */
function differences(dto: EmailAddressDto, desired: Desired, prior?: EmailAddressState) {
  return patchBody(changedKeys(toBody(contentOf(dto, prior)), toBody(desired)));
}

async function adoptAddress(context: Context, id: string, desired: Desired): Promise<EmailAddressDto> {
  const dto = await adoptable("email address", id, () => context.api.addresses.get(id));
  if (!sameAddress(dto.emailAddress, desired.emailAddress)) {
    throw new RejectedError(
      `adopt: the id of ${desired.emailAddress}, got "${id}", which is ${dto.emailAddress}.`,
      {
        hint: "Correct it, or remove it to make a new address.",
        paths: ["adopt"],
      },
    );
  }
  const patch = differences(dto, desired);
  return isEmpty(patch) ? dto : patchAddress(context, id, patch, desired);
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
    unique: uniqueValues(emailAddress, desired),
    patch: () => addresses.patch(id, patch),
    get: () => addresses.get(id),
    isDone: (dto) => isEmpty(patchBody(changedKeys(toBody(contentOf(dto, desired)), toBody(desired)))),
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
  { credentials }: Context,
  { credential: before, credentialExpiresAt: known }: EmailAddressState,
  { credential, emailAddress: mailbox }: Desired,
): string | undefined {
  const declared = credential && credentials.expiresAt(credential, mailbox);
  const wasDeclared = before !== undefined && credentials.expiresAt(before, mailbox) === known;
  return declared ?? (wasDeclared ? undefined : known);
}

/** The state, in the program's spelling of the address, with the credential's reference that only the program knows. */
function toState(
  dto: EmailAddressDto,
  known: (EmailAddressInputs & ProfileReference) | undefined,
  health: Health,
): EmailAddressState {
  const { fingerprint, authenticatedAt } = dto.authentication;
  const credential = known?.credential;
  const { profileId, ...content } = contentOf(dto, known);
  return {
    ...content,
    ...profileOf(profileId, known),
    emailAddress:
      sameAddress(known?.emailAddress, dto.emailAddress) && known ? known.emailAddress : content.emailAddress,
    ...(credential && { credential }),
    ...health,
    // Whoever signed in by hand is right where the program leaves signing in to people.
    ...(isManaged(credential) && fingerprint ? { credentialFingerprint: fingerprint } : {}),
    ...(authenticatedAt ? { authenticatedAt } : {}),
    updatedAt: dto.updatedAt,
  };
}

import {
  type EmailProfileDto,
  EmailProfileInputs,
  type EmailProfilePost,
  type EmailProfileState,
} from "../../../schema/email-profile";
import { type Bookkeeping, keepingName } from "../../lifecycle/stored-metadata";
import { requireUnlisted } from "../../consistency/absence";
import { createOnce } from "../../consistency/create-once";
import { uniqueValues } from "../../lifecycle/handovers";
import { defineResource } from "../../lifecycle/definition";
import { mergeChanges } from "../../values/three-way";
import {
  changedKeys,
  deleteOnce,
  isEmpty,
  patchOnce,
  sharedKeys,
  statedKeys,
  type Told,
} from "../../consistency/write-once";
import type { Context } from "../../ports";
import { readSettled } from "../../consistency/settled-read";
import { ConflictError, isLastingConflict } from "../../errors";
import { adoptable, adoptionOf, notThere, sayWhatChanges, warnOfOtherStack } from "../adoption";

export const emailProfile = defineResource<EmailProfileInputs & Bookkeeping, EmailProfileState>({
  kind: "EmailProfile",
  inputs: EmailProfileInputs,
  defaults: { description: "", settings: {} },
  equal: {},
  desires: [],
  replaceOn: [],
  replaceOnUnknown: [],
  deleteBeforeReplace: () => false,
  unique: ["name"],
  nameSeeds: [],

  problems({ adopt, name, __generatedName }) {
    if (adopt !== true || name !== __generatedName) return [];
    const reason =
      "true for the profile of a name that the program gives, got no name. Give its name, or its id here.";
    return [{ path: ["adopt"], reason }];
  },

  async create(context, desired) {
    const adopt = adoptionOf(desired);
    const dto =
      adopt === undefined
        ? await createProfile(context, desired)
        : await adoptProfile(context, adopt, desired);
    return { id: dto.id, state: toState(dto, desired) };
  },

  async read(context, id, prior) {
    const dto = await readProfile(context, id, prior, () => context.api.profiles.list());
    return dto && toState(dto, prior);
  },

  async update(context, id, prior, desired) {
    const shown = changedKeys(toBody(prior), toBody(desired));
    if (isEmpty(shown)) return { state: prior, asked: desired };
    const found =
      (await readProfile(context, id, prior, () => context.seen.profiles.objects())) ??
      (await context.api.profiles.get(id));
    const present = toState(found, prior);
    const asked = mergeChanges(["settings"], { from: prior, to: desired, present });
    const patch = sharedKeys(differences(found, toBody(asked), prior), shown);
    const dto = isEmpty(patch) ? found : await patchProfile(context, id, patch, asked);
    return { state: toState(dto, asked), asked };
  },

  async delete(context, id, state) {
    const { profiles } = context.api;
    const remove = { delete: () => profiles.delete(id), confirmGone: () => confirmGone(context, id) };
    await deleteOnce(remove).catch(async (error: unknown) => {
      if (!isLastingConflict(error)) throw error;
      const users = (await context.api.addresses.listFresh()).filter(({ profileId }) => profileId === id);
      if (users.length === 0) throw error;
      throw new ConflictError(
        `The profile "${state.name}" can't be deleted: these addresses use it: ${users.map((user) => user.emailAddress).join(", ")}.`,
        {
          hint: "Give those addresses another profile, or none, and run again. Nothing was changed behind your back.",
          paths: error.paths,
        },
      );
    });
  },
});

/** Error: where the list of profiles still shows it. */
async function confirmGone(context: Context, id: string): Promise<void> {
  const { profiles } = context.api;
  await requireUnlisted(context, `the email profile ${id}`, profiles, { id, idOf: (dto) => dto.id });
}

async function createProfile(
  context: Context,
  desired: EmailProfileInputs & Bookkeeping,
): Promise<EmailProfileDto> {
  const body = toBody(desired);
  return createOnce(context, {
    kind: "EmailProfile",
    unique: uniqueValues(emailProfile, desired),
    post: (onSend) => context.api.profiles.create(body, onSend),
    seen: context.seen.profiles,
    listFresh: () => context.api.profiles.listFresh(),
    collides: ({ name }) => name === desired.name,
    isEqual: (dto) => isEmpty(differences(dto, body, body)),
    madeAt: ({ createdAt }) => createdAt,
    describe: ({ id, name }) => ({ what: `The profile "${name}"`, id }),
  });
}

/** The profile, from a list where that is new enough. */
async function readProfile(
  context: Context,
  id: string,
  prior: EmailProfileState | undefined,
  list: () => Promise<readonly EmailProfileDto[]>,
): Promise<EmailProfileDto | undefined> {
  return readSettled(context, {
    fromList: async () => (await list()).find((profile) => profile.id === id),
    get: () => context.api.profiles.get(id),
    times: ({ updatedAt }) => [updatedAt],
    knownTimes: [prior?.updatedAt],
    confirmGone: () => confirmGone(context, id),
  });
}

const DEFAULT_BODY: Partial<EmailProfilePost> = { description: "", settings: {} };

async function adoptProfile(
  context: Context,
  adopt: true | string,
  desired: EmailProfileInputs & Bookkeeping,
): Promise<EmailProfileDto> {
  const { profiles } = context.api;
  const ofName = ({ name }: EmailProfileDto) => name === desired.name;
  const found = await adoptable(context, {
    kind: "EmailProfile",
    noun: "profile",
    adopt,
    get: (id) => profiles.get(id),
    find: async () =>
      (await context.seen.profiles.objects()).find(ofName) ?? (await profiles.listFresh()).find(ofName),
    idOf: ({ id }) => id,
  });
  if (found === undefined) {
    throw notThere(`a profile of VCC, got ${JSON.stringify(desired.name)}, which the list doesn't have.`);
  }
  warnOfOtherStack(context, found.name, desired.name);
  const wanted = toBody(keepingName(desired, found.name));
  const patch = statedKeys(differences(found, wanted), DEFAULT_BODY);
  sayWhatChanges(context, `The profile "${found.name}"`, patch);
  return isEmpty(patch) ? found : patchProfile(context, found.id, patch, wanted);
}

async function patchProfile(
  context: Context,
  id: string,
  patch: Partial<EmailProfilePost>,
  wanted: { readonly name: string },
): Promise<EmailProfileDto> {
  const { profiles } = context.api;
  return patchOnce(context, {
    kind: "EmailProfile",
    id,
    unique: uniqueValues(emailProfile, wanted),
    patch,
    told: ({ name, description, settings }): Told<EmailProfilePost> => ({ name, description, settings }),
    write: () => profiles.patch(id, patch),
    get: () => profiles.get(id),
  });
}

/** The object's content as VCC carries it, complete with defaults, so that two of them can be compared key by key. */
function toBody({ name, description = "", settings = {} }: EmailProfileInputs): EmailProfilePost {
  return { name, description, settings };
}

/** What VCC doesn't tell is as in `known`. */
function toState(
  { name, description, settings, updatedAt }: EmailProfileDto,
  known?: Omit<EmailProfileInputs, "name">,
): EmailProfileState {
  return {
    name,
    description: description ?? known?.description ?? "",
    settings: settings ?? known?.settings ?? {},
    updatedAt,
  };
}

/** What a `PATCH` has to carry to make the profile as wanted. `known`: as for `toState`. */
function differences(
  found: EmailProfileDto,
  wanted: EmailProfilePost,
  known?: Omit<EmailProfileInputs, "name">,
): Partial<EmailProfilePost> {
  return changedKeys(toBody(toState(found, known)), wanted);
}

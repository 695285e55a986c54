import {
  type EmailProfileDto,
  EmailProfileInputs,
  type EmailProfilePost,
  type EmailProfileState,
} from "../../schema/email-profile";
import { createOnce } from "../core/create-once";
import { defineResource } from "../core/definition";
import { sameValue } from "../core/equality";
import { changedKeys, isEmpty } from "../core/patch";
import type { Context } from "../core/ports";
import { readSettled } from "../core/settled-read";
import { ConflictError } from "../errors";

export const emailProfile = defineResource<EmailProfileInputs, EmailProfileState>({
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

  async create(context, desired) {
    const body = toBody(desired);
    const dto =
      desired.adopt === undefined
        ? await createOnce(context, {
            post: () => context.api.profiles.create(body),
            listFresh: () => context.api.profiles.listFresh(),
            collides: ({ name }) => name === desired.name,
            isOwnOrphan: (dto) =>
              !context.managedIds.has("EmailProfile", dto.id) && sameValue(toBody(toState(dto)), body),
            describe: ({ id, name }) => ({ what: `The profile "${name}"`, id }),
          })
        : await bringInLine(context, desired.adopt, await context.api.profiles.get(desired.adopt), body);
    return { id: dto.id, state: toState(dto) };
  },

  async read(context, id, prior) {
    const { profiles } = context.api;
    const dto = await readSettled(context, {
      fromList: async () => (await profiles.list()).find((profile) => profile.id === id),
      get: () => profiles.get(id),
      times: ({ updatedAt }) => [updatedAt],
      knownTimes: [prior?.updatedAt],
    });
    return dto && toState(dto);
  },

  async update(context, id, prior, desired) {
    const patch = changedKeys(toBody(prior), toBody(desired));
    return isEmpty(patch) ? prior : toState(await context.api.profiles.patch(id, patch));
  },

  async delete(context, id, state) {
    await context.api.profiles.delete(id).catch(async (error: unknown) => {
      if (!(error instanceof ConflictError)) throw error;
      const users = (await context.api.addresses.listFresh()).filter(({ profileId }) => profileId === id);
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

async function bringInLine(
  context: Context,
  id: string,
  found: EmailProfileDto,
  wanted: EmailProfilePost,
): Promise<EmailProfileDto> {
  const patch = changedKeys(toBody(toState(found)), wanted);
  return isEmpty(patch) ? found : context.api.profiles.patch(id, patch);
}

/** The object's content as VCC carries it, complete with defaults, so that two of them can be compared key by key. */
function toBody({ name, description = "", settings = {} }: EmailProfileInputs): EmailProfilePost {
  return { name, description, settings };
}

function toState({ name, description, settings, updatedAt }: EmailProfileDto): EmailProfileState {
  return { name, description, settings, updatedAt };
}

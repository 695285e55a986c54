import type { EmailAddressInputs, EmailAddressState } from "../../../schema/email-address";
import { EMAIL_PROFILES } from "../../../schema/email-profile";
import { showValue } from "../../../schema/rule";
import type { Context } from "../../ports";
import { VccError } from "../../errors";
import { existingNames } from "../existing-names";

/** Prefix of a reference to an existing profile by its name in VCC, in place of an id. */
const BY_NAME = "name:";

/** A reference to a profile, with its id where the reference is by name. */
export type ProfileReference = Pick<EmailAddressState, "profileId" | "namedProfileId">;

/** The inputs, with the id of a profile that they name. One that was named before keeps its id, without a call. */
export async function withNamedProfile<Inputs extends EmailAddressInputs>(
  { api }: Context,
  inputs: Inputs,
  prior?: ProfileReference,
): Promise<Inputs & ProfileReference> {
  const { profileId } = inputs;
  if (profileId?.startsWith(BY_NAME) !== true) return inputs;
  if (prior?.profileId === profileId && prior.namedProfileId !== undefined) {
    return { ...inputs, namedProfileId: prior.namedProfileId };
  }
  const name = profileId.slice(BY_NAME.length);
  const profiles = await api.reader(EMAIL_PROFILES).list();
  const found = profiles.find((profile) => profile.name === name);
  if (found !== undefined) return { ...inputs, namedProfileId: found.id };
  const names = profiles.map((profile) => profile.name);
  throw new VccError(
    "VCC_PROFILE_NOT_FOUND",
    `profileId: the name of an existing profile, got ${showValue(name)}, which no profile has.`,
    { hint: existingNames("profiles", name, names) },
  );
}

/** The profile that an address has, as the program refers to it where that is the one. */
export function profileOf(
  actualId: string | null | undefined,
  { profileId: written, namedProfileId }: ProfileReference = {},
): ProfileReference {
  if (!actualId) return {};
  const isNamed = written !== undefined && namedProfileId === actualId;
  return isNamed ? { profileId: written, namedProfileId } : { profileId: actualId };
}

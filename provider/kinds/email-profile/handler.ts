import { EMAIL_ADDRESSES } from "../../../schema/email-address";
import {
  EMAIL_PROFILE,
  EMAIL_PROFILES,
  type EmailProfileBody,
  type EmailProfileDesired,
  type EmailProfileDto,
  EmailProfileInputs,
  type EmailProfileState,
} from "../../../schema/email-profile";
import { defaultsOf } from "../../../schema/rule";
import type { ReadBody } from "../../consistency/patch";
import { ConflictError } from "../../errors";
import type { StoredMetadata } from "../../lifecycle/stored-metadata";
import type { Context } from "../../ports";
import { StandardResource } from "../standard-resource";

type Desired = EmailProfileDesired & StoredMetadata;

const DEFAULTS = defaultsOf(EmailProfileInputs);

class EmailProfileResource extends StandardResource<
  Desired,
  EmailProfileState,
  EmailProfileDto,
  EmailProfileBody
> {
  readonly kind = EMAIL_PROFILE;
  readonly inputs = EmailProfileInputs;
  readonly endpoint = EMAIL_PROFILES;
  protected override readonly merged = ["settings"] as const;

  problems({ adopt, name, __generatedName }: Partial<Desired>) {
    if (adopt !== true || name !== __generatedName) return [];
    const reason =
      "true for the profile of a name that the program gives, got no name. Give its name, or its id here.";
    return [{ path: ["adopt"], reason }];
  }

  protected toBody({ name, description, settings }: Desired): EmailProfileBody {
    return { name, description, settings };
  }

  protected readBody({ name, description, settings }: EmailProfileDto): ReadBody<EmailProfileBody> {
    return { name, description, settings };
  }

  protected async toState(
    _context: Context,
    { name, description, settings, updatedAt }: EmailProfileDto,
    known: typeof DEFAULTS = DEFAULTS,
  ): Promise<EmailProfileState> {
    return Promise.resolve({
      name,
      description: description ?? known.description,
      settings: settings ?? known.settings,
      updatedAt,
    });
  }

  protected override madeAt({ createdAt }: EmailProfileDto): string {
    return createdAt;
  }

  protected override async explainInUse(
    { api }: Context,
    id: string,
    { name }: EmailProfileState,
    refusal: ConflictError,
  ): Promise<ConflictError> {
    const addresses = await api.reader(EMAIL_ADDRESSES).listFresh();
    const users = addresses.filter(({ profileId }) => profileId === id);
    if (users.length === 0) return refusal;
    return new ConflictError(
      "VCC_PROFILE_IN_USE",
      `The ${this.endpoint.noun} "${name}" can't be deleted: these addresses use it: ${users.map((user) => user.emailAddress).join(", ")}.`,
      {
        hint: "Give those addresses another profile, or none, and run again. Nothing was changed behind your back.",
      },
    );
  }
}

export const emailProfile = new EmailProfileResource();

import { EMAIL_ADDRESSES, type EmailAddressDto } from "../../../schema/email-address";
import { EMAIL_PROFILES, type EmailProfileDto, type EmailProfileInputs } from "../../../schema/email-profile";
import type { ExportedKind } from "../../export/exported-kind";
import type { ValueMap } from "../../export/typescript-text";
import { addressesNamedBy } from "../email-address/exported";

export const exportedProfile: ExportedKind<EmailProfileDto, EmailProfileInputs, "profiles"> = {
  noun: "profile",
  plural: "profiles",
  list: EMAIL_PROFILES,
  fleet: { section: "profiles" },

  /**
   * A profile comes along where nobody but chosen addresses uses it: one that others share is theirs as much, so it is
   * referred to by its id, unless a glob matches its name.
   */
  select(matches, account) {
    const addresses = account.objects(EMAIL_ADDRESSES);
    const named = new Set(addressesNamedBy(matches, account));
    const isWhollyNamed = (users: readonly EmailAddressDto[]) =>
      users.length > 0 && users.every((user) => named.has(user));
    const usersOf = (id: string) => addresses.filter(({ profileId }) => profileId === id);
    return account
      .objects(EMAIL_PROFILES)
      .filter(({ id, name }) => matches(name) || isWhollyNamed(usersOf(id)));
  },

  toDrafts: (chosen) =>
    chosen.map((object) => {
      const args = toArgs(object.dto);
      return {
        object,
        args,
        declared: { ...args, settings: args.settings && sorted(args.settings) },
        entry: args,
      };
    }),
};

function toArgs({ name, description, settings = {} }: EmailProfileDto): EmailProfileInputs {
  return {
    name,
    ...(description && { description }),
    ...(Object.keys(settings).length > 0 && { settings }),
  };
}

function sorted(record: ValueMap): ValueMap {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

import { canonicalAddress } from "../../../schema/canonical-address";
import { type Credential, factsOf, isManaged, referencesIn } from "../../../schema/credential/credential";
import {
  DEFAULT_SERVICE_NAME,
  EMAIL_ADDRESSES,
  type EmailAddressDto,
  type EmailAddressInputs,
  isKnownStatus,
} from "../../../schema/email-address";
import type { InboxEntry } from "../../../schema/fleet/inbox-entry";
import { assignNames, type Nameable, shortHash, toSlug } from "../../export/entry-names";
import type { AccountSnapshot, ExportedKind, Notes, TakenObject } from "../../export/exported-kind";
import { ResourceOutput } from "../../export/typescript-text";
import { withoutUndefined } from "../../values/records";
import { fromDataSourceDtos } from "../data-sources";
import { emailProfile } from "../email-profile/handler";
import { knownServiceName } from "./body";
import { isLost } from "./health";
import { type MaterialName, nameMaterials, standInCredential } from "./exported-credential";

export const exportedAddress: ExportedKind<EmailAddressDto, EmailAddressInputs, "addresses", AddressNotes> = {
  noun: "address",
  plural: "addresses",
  list: EMAIL_ADDRESSES,
  isBasis: true,
  fleet: { section: "inboxes" },
  label: ({ emailAddress }) => emailAddress,

  /** By their mailboxes: `support` where no other domain has a support too. */
  names: (account) => assignNames(account.objects(EMAIL_ADDRESSES).map(toInboxCandidates)),

  select: addressesNamedBy,

  toDrafts(chosen, account) {
    const authentications = account.objects(EMAIL_ADDRESSES).map(({ authentication }) => authentication);
    const materialName = nameMaterials(authentications);
    const profiles = account.taken(emailProfile.kind);
    return chosen.map((object) => {
      const { name, id, dto } = object;
      const args = toArgs(dto, name, materialName);
      const { profileId, ...entry } = args;
      const { fingerprint } = dto.authentication;
      // A profile that isn't taken is named by its id.
      const profile = profiles.find((taken) => taken.id === profileId);
      const inbox: InboxEntry = {
        ...entry,
        ...(profileId !== undefined && { profile: profile?.name ?? { fromId: profileId } }),
      };
      return {
        object,
        args,
        known: fingerprint ? { credentialFingerprint: fingerprint } : {},
        declared: { ...args, ...(profile && { profileId: new ResourceOutput(profile, "id") }) },
        component: { type: "Inbox", outputs: { addressId: id, emailAddress: dto.emailAddress } },
        entry: inbox,
      };
    });
  },

  notes: (_account, taken) => ({
    toFillIn: noteToFillIn(taken),
    notSignedIn: noteNotSignedIn(taken),
    unknownWords: noteUnknownWords(taken),
    unknownMethods: noteUnknownMethods(taken),
  }),
};

/** Addresses whose mailbox or name a glob matches. */
export function addressesNamedBy(
  matches: (text: string) => boolean,
  account: AccountSnapshot,
): EmailAddressDto[] {
  return account
    .objects(EMAIL_ADDRESSES)
    .filter(({ emailAddress, name }) => matches(emailAddress) || matches(name));
}

function toInboxCandidates({ id, emailAddress }: EmailAddressDto): Nameable {
  // Else care+vip and care.vip would have to be told apart by a hash.
  const spelled = emailAddress.replaceAll("+", "-plus-");
  const local = toSlug(spelled.slice(0, spelled.lastIndexOf("@")));
  const whole = toSlug(spelled);
  const hash = shortHash(canonicalAddress(emailAddress));
  const distinct = `${local === "" ? "inbox" : local}-${hash}`;
  return { id, candidates: local === "" ? [distinct] : [local, whole, distinct] };
}

function toArgs(dto: EmailAddressDto, resourceName: string, materialName: MaterialName): EmailAddressInputs {
  const { description, profileId, authentication } = dto;
  const serviceNameForReports = knownServiceName(dto.serviceNameForReports);
  const dataSources = fromDataSourceDtos(dto.dataSources);
  const credential = standInCredential(authentication, materialName(authentication, resourceName));
  return {
    emailAddress: dto.emailAddress,
    name: dto.name,
    ...(description && { description }),
    // A word that this release doesn't know is left to VCC.
    ...(serviceNameForReports !== DEFAULT_SERVICE_NAME && withoutUndefined({ serviceNameForReports })),
    ...(Object.keys(dataSources).length > 0 && { dataSources }),
    ...(profileId && { profileId }),
    ...withoutUndefined({ credential }),
  };
}

/** A credential whose material VCC doesn't tell. */
interface ToFillIn {
  readonly emailAddress: string;
  readonly method: string;
  /** Fields that hold a stand-in, such as `clientId`. */
  readonly fields: readonly string[];
  /** References to put the material behind, such as `env:GOOGLE_KEY_SUPPORT`. */
  readonly references: readonly string[];
}

/** Notes on addresses in the summary's JSON. */
export interface AddressNotes {
  readonly toFillIn: readonly ToFillIn[];
  /** Mailboxes whose mail VCC can't route. */
  readonly notSignedIn: readonly { readonly emailAddress: string; readonly status: string }[];
  /** Words of VCC that this release doesn't know, and leaves to it. */
  readonly unknownWords: readonly {
    readonly emailAddress: string;
    readonly field: string;
    readonly word: string;
  }[];
  /** Mailboxes that VCC signs in to in a way that this release doesn't know. */
  readonly unknownMethods: readonly { readonly emailAddress: string; readonly method: string }[];
}

type TakenAddress = TakenObject<EmailAddressInputs, EmailAddressDto>;

function noteToFillIn(addresses: readonly TakenAddress[]): Notes<AddressNotes>["toFillIn"] {
  return {
    topic: "to do",
    title: "To fill in, when it suits you: VCC tells of no secret, and nothing changes without",
    items: addresses.flatMap(({ args }) => toFillIn(args.emailAddress, args.credential)),
    line: ({ emailAddress, method, fields, references }) =>
      `${emailAddress} (${method}): ${[...fields, ...references].join(", ")}`,
  };
}

function toFillIn(emailAddress: string, credential: Credential | undefined): ToFillIn[] {
  if (!isManaged(credential)) return [];
  const { method } = credential;
  const fields = Object.entries(credential).filter(([field, value]) => factsOf(field)?.standIn === value);
  const references = referencesIn(credential).map(({ reference }) => reference);
  return [{ emailAddress, method, fields: fields.map(([field]) => field), references }];
}

function noteNotSignedIn(taken: readonly TakenAddress[]): Notes<AddressNotes>["notSignedIn"] {
  const items = taken
    .map(({ object: { dto } }) => dto)
    .filter(({ authentication }) => isLost(authentication.status))
    .map((dto) => ({ emailAddress: dto.emailAddress, status: dto.authentication.status }));
  return {
    topic: "not working",
    title: "Not signed in, so their mail is not routed",
    items,
    line: ({ emailAddress, status }) => `${emailAddress}: ${status}`,
    // The state shows them as the program wants them, signed in, until a refresh looks.
    next: {
      names: items.map(({ emailAddress }) => emailAddress),
      step: (mailboxes) =>
        `pulumi up --refresh    (signs in to ${mailboxes}, with the credential that you fill in or the link that it prints; ` +
        "until then the state and the outputs say Active of them)",
    },
  };
}

function noteUnknownWords(taken: readonly TakenAddress[]): Notes<AddressNotes>["unknownWords"] {
  return {
    topic: "unknown",
    title: "Left as they are in VCC: words that this release doesn't know, so the program doesn't set them",
    items: taken.flatMap(({ object: { dto } }) => {
      const { emailAddress, serviceNameForReports: service, authentication } = dto;
      const { status } = authentication;
      const isServiceKnown = !service || knownServiceName(service) !== undefined;
      return [
        ...(isServiceKnown ? [] : [{ emailAddress, field: "serviceNameForReports", word: service }]),
        ...(isKnownStatus(status)
          ? []
          : [{ emailAddress, field: "status", word: status === "" ? "none" : status }]),
      ];
    }),
    line: ({ emailAddress, field, word }) => `${emailAddress}: ${field} ${word}`,
  };
}

function noteUnknownMethods(taken: readonly TakenAddress[]): Notes<AddressNotes>["unknownMethods"] {
  return {
    topic: "unknown",
    title: "Exported as signed in by a person: VCC signs in to these in a way that this release doesn't know",
    items: taken.flatMap(
      ({
        args: { credential },
        object: {
          dto: { emailAddress, authentication },
        },
      }) =>
        !authentication.method || credential !== undefined
          ? []
          : [{ emailAddress, method: authentication.method }],
    ),
    line: ({ emailAddress, method }) => `${emailAddress}: ${method}`,
  };
}

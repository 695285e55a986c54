import { type Credential, factsOf, isManaged, referencesIn } from "../../schema/credential/credential";
import { type EmailAddressDto, isKnownStatus } from "../../schema/email-address";
import type { AccountReading, Unread } from "./account-reading";
import type { Inventory, LeftOut, TakenAddress } from "./inventory";
import { knownServiceName } from "../kinds/email-address/body";
import { isLost } from "../kinds/email-address/health";
import { isMailbox } from "./selection";

/** A credential whose material VCC doesn't tell. */
interface ToFillIn {
  readonly emailAddress: string;
  readonly method: string;
  /** Fields that hold a stand-in, such as `clientId`. */
  readonly fields: readonly string[];
  /** References to put the material behind, such as `env:GOOGLE_KEY_SUPPORT`. */
  readonly references: readonly string[];
}

/** A mailbox whose mail VCC can't route. */
interface NotSignedIn {
  readonly emailAddress: string;
  readonly status: string;
}

/** What an export has taken, and what it has not. Holds nothing secret. */
export interface ExportSummary {
  /** Whether everything that was asked for could be read and taken. */
  readonly isComplete: boolean;
  readonly taken: Readonly<Record<"addresses" | "signatures" | "profiles" | "mappings", number>>;
  readonly unread: readonly Unread[];
  readonly leftOut: readonly LeftOut[];
  readonly toFillIn: readonly ToFillIn[];
  readonly notSignedIn: readonly NotSignedIn[];
  /** Names of mappings that name no mailbox, so that they belong to other channels. */
  readonly otherChannels: readonly string[];
  /** Words of VCC that this release doesn't know, and leaves to it. */
  readonly unknownWords: readonly {
    readonly emailAddress: string;
    readonly field: string;
    readonly word: string;
  }[];
  /** Mailboxes that VCC signs in to in a way that this release doesn't know. */
  readonly unknownMethods: readonly { readonly emailAddress: string; readonly method: string }[];
}

/** Sums an export up. */
export function summarize(
  { addresses: found, mappings: mappingsFound, unread }: AccountReading,
  { addresses, signatures, profiles, mappings, leftOut }: Inventory,
): ExportSummary {
  const dtos = new Map(found.map((dto) => [dto.id, dto]));
  const taken = addresses.flatMap((address) => {
    const dto = dtos.get(address.id);
    return dto === undefined ? [] : [{ address, dto }];
  });
  return {
    isComplete: unread.length === 0 && leftOut.length === 0,
    taken: {
      addresses: addresses.length,
      signatures: signatures.length,
      profiles: profiles.length,
      mappings: mappings.length,
    },
    unread,
    leftOut,
    toFillIn: addresses.flatMap(({ args }) => toFillIn(args.emailAddress, args.credential)),
    notSignedIn: taken
      .filter(({ dto: { authentication } }) => isLost(authentication.status))
      .map(({ dto }) => ({ emailAddress: dto.emailAddress, status: dto.authentication.status })),
    otherChannels: mappingsFound
      .filter(({ toAddresses = [] }) => !toAddresses.some(isMailbox))
      .map(({ mappingName }) => mappingName),
    unknownWords: taken.flatMap(unknownWord),
    unknownMethods: taken.flatMap(unknownMethod),
  };
}

function toFillIn(emailAddress: string, credential: Credential | undefined): ToFillIn[] {
  if (!isManaged(credential)) return [];
  const { method } = credential;
  const fields = Object.entries(credential).filter(([field, value]) => factsOf(field)?.standIn === value);
  const references = referencesIn(credential).map(({ reference }) => reference);
  return [{ emailAddress, method, fields: fields.map(([field]) => field), references }];
}

interface Taken {
  readonly address: TakenAddress;
  readonly dto: EmailAddressDto;
}

function unknownWord({ dto }: Taken): ExportSummary["unknownWords"] {
  const { emailAddress, serviceNameForReports, authentication } = dto;
  const { status } = authentication;
  const isServiceKnown = !serviceNameForReports || knownServiceName(serviceNameForReports) !== undefined;
  return [
    ...(isServiceKnown
      ? []
      : [{ emailAddress, field: "serviceNameForReports", word: serviceNameForReports }]),
    ...(isKnownStatus(status)
      ? []
      : [{ emailAddress, field: "status", word: status === "" ? "none" : status }]),
  ];
}

function unknownMethod({ address, dto }: Taken): ExportSummary["unknownMethods"] {
  const { method } = dto.authentication;
  if (!method || address.args.credential !== undefined) return [];
  return [{ emailAddress: dto.emailAddress, method }];
}

import {
  type EmailAddressDto,
  type EmailAddressBody,
  type EmailAddressDesired,
  type EmailAddressState,
  EmailAddressInputs,
  SERVICE_NAMES_FOR_REPORTS,
  type ServiceNameForReports,
} from "../../../schema/email-address";
import { defaultsOf } from "../../../schema/rule";
import { isManaged } from "../../../schema/credential/credential";
import type { StoredMetadata } from "../../lifecycle/stored-metadata";
import { sameAddress } from "../../values/equality";
import type { ReadBody } from "../../consistency/patch";
import { fromDataSourceDtos, toDataSourceDtos } from "../data-sources";
import type { Health } from "./health";
import { profileOf, type ProfileReference } from "./profile-reference";

/** An address as a program wants it, with the id of a profile that it names. */
export type WantedAddress = EmailAddressDesired & StoredMetadata & ProfileReference;

/** The address's content as VCC carries it. */
export function toBody(inputs: WantedAddress): EmailAddressBody {
  return {
    emailAddress: inputs.emailAddress,
    name: inputs.name,
    description: inputs.description,
    serviceNameForReports: inputs.serviceNameForReports,
    dataSources: toDataSourceDtos(inputs.dataSources),
    profileId: inputs.namedProfileId ?? inputs.profileId ?? null,
  };
}

const DEFAULTS = defaultsOf(EmailAddressInputs);

type Content = Pick<
  EmailAddressState,
  "emailAddress" | "name" | "description" | "serviceNameForReports" | "dataSources" | "profileId"
>;

type Known = typeof DEFAULTS & Partial<WantedAddress>;

/**
 * Managed properties of an address, as programs write them. A property that VCC doesn't tell is no difference from
 * `known`, the last known state of the address; nor is a service name that this release doesn't know: nobody knows what
 * it means, so it is left alone.
 */
export function contentOf(dto: EmailAddressDto, known: Known = DEFAULTS): Content {
  const { dataSources, profileId = known.namedProfileId ?? known.profileId } = dto;
  return {
    emailAddress: dto.emailAddress,
    name: dto.name,
    description: dto.description ?? known.description,
    serviceNameForReports: knownServiceName(dto.serviceNameForReports) ?? known.serviceNameForReports,
    dataSources: dataSources === undefined ? known.dataSources : fromDataSourceDtos(dataSources),
    ...(profileId ? { profileId } : {}),
  };
}

/** Body of the address as far as VCC tells it. */
export function readBody(dto: EmailAddressDto): ReadBody<EmailAddressBody> {
  return {
    emailAddress: dto.emailAddress,
    name: dto.name,
    description: dto.description,
    serviceNameForReports: knownServiceName(dto.serviceNameForReports),
    dataSources: dto.dataSources && toDataSourceDtos(fromDataSourceDtos(dto.dataSources)),
    profileId: dto.profileId,
  };
}

/** The word, if this release knows it. */
export function knownServiceName(word: string | null | undefined): ServiceNameForReports | undefined {
  return SERVICE_NAMES_FOR_REPORTS.find((name) => name === word);
}

/** The state, in the program's spelling of the address, with the credential's reference that only the program knows. */
export function toState(dto: EmailAddressDto, known: Known | undefined, health: Health): EmailAddressState {
  const { fingerprint, authenticatedAt } = dto.authentication;
  const credential = known?.credential;
  const { profileId, ...content } = contentOf(dto, known);
  return {
    ...content,
    ...profileOf(profileId, known),
    emailAddress:
      known?.emailAddress !== undefined && sameAddress(known.emailAddress, dto.emailAddress)
        ? known.emailAddress
        : content.emailAddress,
    ...(credential && { credential }),
    ...health,
    // Whoever signed in by hand is right where the program leaves signing in to people.
    ...(isManaged(credential) && fingerprint ? { credentialFingerprint: fingerprint } : {}),
    ...(authenticatedAt ? { authenticatedAt } : {}),
    updatedAt: dto.updatedAt,
  };
}

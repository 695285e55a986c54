import {
  type EmailAddressDto,
  type EmailAddressInputs,
  type EmailAddressPatch,
  type EmailAddressPost,
  type EmailAddressState,
  SERVICE_NAMES_FOR_REPORTS,
  type ServiceNameForReports,
} from "../../../schema/email-address";
import { isManaged } from "../../../schema/credential";
import { canonicalAddress } from "../../../schema/canonical-address";
import { sameAddress } from "../../values/equality";
import { changedKeys, type Told } from "../../consistency/write-once";
import { fromDataSourceDtos, toDataSourceDtos } from "../data-sources";
import type { Health } from "./health";
import { profileOf, type ProfileReference } from "./profile-reference";

export const DEFAULT_SERVICE_NAME: ServiceNameForReports = "reportingGroup";

interface Body extends EmailAddressPost {
  readonly profileId: string | null;
}

/** The object's content as VCC carries it, complete with defaults, so that two of them can be compared key by key. */
export function toBody(inputs: EmailAddressInputs & ProfileReference): Body {
  return {
    emailAddress: canonicalAddress(inputs.emailAddress),
    name: inputs.name,
    description: inputs.description ?? "",
    serviceNameForReports: inputs.serviceNameForReports ?? DEFAULT_SERVICE_NAME,
    dataSources: toDataSourceDtos(inputs.dataSources),
    profileId: inputs.namedProfileId ?? inputs.profileId ?? null,
  };
}

/** What an address has of which nothing is said. */
export const DEFAULT_BODY: Partial<Body> = {
  description: "",
  serviceNameForReports: DEFAULT_SERVICE_NAME,
  dataSources: [],
  profileId: null,
};

/** What a `POST` carries: it takes no null. */
export function postBody({ profileId, ...body }: Body): EmailAddressPost {
  return profileId === null ? body : { ...body, profileId };
}

/** VCC refuses the address itself in a PATCH; a change of it is a replacement, so it is equal here but for its case. */
export function patchBody({ emailAddress: _unchangeable, ...patch }: Partial<Body>): EmailAddressPatch {
  return patch;
}

type Content = Pick<
  EmailAddressState,
  "emailAddress" | "name" | "description" | "serviceNameForReports" | "dataSources" | "profileId"
>;

type Known = Partial<EmailAddressInputs> & ProfileReference;

/**
 * What of an address a program decides, as programs write it. What VCC doesn't tell is no difference from `known`, what
 * was last known of the address; nor is a service name that this release doesn't know: nobody knows what it means, so it
 * is left alone.
 */
export function contentOf(dto: EmailAddressDto, known: Known = {}): Content {
  const { dataSources, profileId = known.namedProfileId ?? known.profileId } = dto;
  return {
    emailAddress: dto.emailAddress,
    name: dto.name,
    description: dto.description ?? known.description ?? "",
    serviceNameForReports:
      knownServiceName(dto.serviceNameForReports) ??
      knownServiceName(known.serviceNameForReports) ??
      DEFAULT_SERVICE_NAME,
    dataSources: dataSources === undefined ? (known.dataSources ?? {}) : fromDataSourceDtos(dataSources),
    ...(profileId ? { profileId } : {}),
  };
}

/** What VCC tells of it, and nothing else. */
export function toldOf(dto: EmailAddressDto): Told<EmailAddressPatch> {
  return {
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

/** What a `PATCH` has to carry to make the address as desired. `known`: as for `contentOf`. */
export function differences(
  dto: EmailAddressDto,
  desired: EmailAddressInputs & ProfileReference,
  known?: Known,
): EmailAddressPatch {
  return patchBody(changedKeys(toBody(contentOf(dto, known)), toBody(desired)));
}

/** The state, in the program's spelling of the address, with the credential's reference that only the program knows. */
export function toState(
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

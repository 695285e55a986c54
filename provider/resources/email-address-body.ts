import {
  type EmailAddressDto,
  type EmailAddressInputs,
  type EmailAddressPatch,
  type EmailAddressPost,
  type EmailAddressState,
  SERVICE_NAMES_FOR_REPORTS,
  type ServiceNameForReports,
} from "../../schema/email-address";
import { canonicalAddress } from "../../schema/canonical-address";
import { changedKeys } from "../core/write-once";
import { fromDataSourceDtos, toDataSourceDtos } from "./data-sources";
import type { ProfileReference } from "./profile-reference";

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

/**
 * What of an address a program decides, as programs write it. A service name that this release doesn't know is no
 * difference from `known`, what was last known of the address: nobody knows what it means, so it is left alone.
 */
export function contentOf(
  dto: EmailAddressDto,
  known?: { readonly serviceNameForReports?: string | undefined },
): Content {
  return {
    emailAddress: dto.emailAddress,
    name: dto.name,
    description: dto.description,
    serviceNameForReports:
      knownServiceName(dto.serviceNameForReports) ??
      knownServiceName(known?.serviceNameForReports) ??
      DEFAULT_SERVICE_NAME,
    dataSources: fromDataSourceDtos(dto.dataSources),
    ...(dto.profileId ? { profileId: dto.profileId } : {}),
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
  known?: { readonly serviceNameForReports?: string | undefined },
): EmailAddressPatch {
  return patchBody(changedKeys(toBody(contentOf(dto, known)), toBody(desired)));
}

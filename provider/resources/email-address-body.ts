import type {
  EmailAddressDto,
  EmailAddressInputs,
  EmailAddressPatch,
  EmailAddressPost,
  EmailAddressState,
  ServiceNameForReports,
} from "../../schema/email-address";
import { fromDataSourceDtos, toDataSourceDtos } from "./data-sources";
import type { ProfileReference } from "./profile-reference";

export const DEFAULT_SERVICE_NAME: ServiceNameForReports = "reportingGroup";

interface Body extends EmailAddressPost {
  readonly profileId: string | null;
}

/** The object's content as VCC carries it, complete with defaults, so that two of them can be compared key by key. */
export function toBody(inputs: EmailAddressInputs & ProfileReference): Body {
  return {
    emailAddress: inputs.emailAddress.toLowerCase(),
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

/** What of an address a program decides, as programs write it. */
export function contentOf(dto: EmailAddressDto): Content {
  return {
    emailAddress: dto.emailAddress,
    name: dto.name,
    description: dto.description,
    // A value that this release doesn't know is passed through.
    serviceNameForReports: dto.serviceNameForReports as ServiceNameForReports,
    dataSources: fromDataSourceDtos(dto.dataSources),
    ...(dto.profileId ? { profileId: dto.profileId } : {}),
  };
}

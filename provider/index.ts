export { EmailAddress, type EmailAddressArgs } from "./pulumi/email-address";
export { EmailProfile, type EmailProfileArgs } from "./pulumi/email-profile";
export { EmailSignature, type EmailSignatureArgs } from "./pulumi/email-signature";
export {
  InteractionPlanMapping,
  type InteractionPlanMappingArgs,
  type TestingArgs,
} from "./pulumi/interaction-plan-mapping";
export type {
  CertificateCredentialArgs,
  ClientSecretCredentialArgs,
  CredentialArgs,
  FederatedCredentialArgs,
  GoogleRefreshTokenCredentialArgs,
  InteractiveCredentialArgs,
  MicrosoftRefreshTokenCredentialArgs,
  ServiceAccountCredentialArgs,
  WorkloadIdentityCredentialArgs,
} from "./pulumi/credential";
export type { MailboxHealth, ServiceNameForReports } from "../schema/email-address";

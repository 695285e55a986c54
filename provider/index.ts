/**
 * Email inboxes of Vonage Contact Center as Pulumi resources: `import { … } from "pulumi-vcc"`.
 *
 * @module pulumi-vcc
 */
export { EmailAddress, type EmailAddressArgs } from "./kinds/email-address/class";
export { EmailProfile, type EmailProfileArgs } from "./kinds/email-profile/class";
export { EmailSignature, type EmailSignatureArgs } from "./kinds/email-signature/class";
export {
  InteractionPlanMapping,
  type InteractionPlanMappingArgs,
  type TestingArgs,
} from "./kinds/interaction-plan-mapping/class";
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
export { Inbox } from "./constructs/inbox";
export type {
  ExistingAddressInboxProps,
  ExistingObject,
  InboxMapping,
  InboxMappingProps,
  InboxOutputs,
  InboxParts,
  InboxProfile,
  InboxProps,
} from "./constructs/inbox-props";
export { type FleetAllowances, InboxFleet, type InboxFleetOptions } from "./constructs/inbox-fleet";
export type { FormerNames, FormerNamesByPart } from "./constructs/former-names";
export { ProblemsError } from "./constructs/problems-error";
export type {
  SignatureHtmlProps,
  SignatureSource,
  SignatureTemplateProps,
  SignatureVariables,
} from "./constructs/signature-html";
export {
  type Problem,
  SignatureTemplate,
  type SignatureTemplateOptions,
  TemplateError,
} from "./constructs/signature-template";

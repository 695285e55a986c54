import type * as pulumi from "@pulumi/pulumi";

/** A person signs in with the consent link that VCC's own screens use; `pulumi up` prints it. Source: documented. */
export interface InteractiveCredentialArgs {
  method: "interactive";
}

/** A Google service account with domain-wide delegation. Does not expire by itself. Source: assumed. */
export interface ServiceAccountCredentialArgs {
  provider: "google";
  method: "serviceAccount";
  /**
   * Where the service account's JSON key is found: `env:NAME`, `file:path` (relative to the program's folder) or
   * `config:key` (a stack secret). Never the key itself: the state holds this reference and a fingerprint.
   */
  key: pulumi.Input<string>;
  /** Mailbox that the service account acts as. Default: the address itself. */
  subject?: pulumi.Input<string>;
}

/** How VCC signs in to a mailbox; `method` decides which fields there are. */
export type CredentialArgs = InteractiveCredentialArgs | ServiceAccountCredentialArgs;

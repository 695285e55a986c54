import type { Credential, Grant } from "../../schema/credential";
import type { SecretSources } from "./references";

/** One way for VCC to sign in to a mailbox. A file a method; `index.ts` lists them. */
export interface CredentialMethod<C extends Credential> {
  /** What a fingerprint is taken of, in one spelling; undefined where this machine has no access to the material. */
  material(sources: SecretSources, credential: C): readonly string[] | undefined;
  /** What VCC takes. Throws a `ConfigError` when the material is missing or malformed. */
  grant(sources: SecretSources, credential: C, mailbox: string): Promise<Grant>;
}

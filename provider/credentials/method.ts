import type { ManagedCredential } from "../../schema/credential";
import type { Grant } from "../../schema/grant";
import type { Holding, ProbeResult } from "../ports";
import type { Life } from "./life";
import type { Probing } from "./probing";
import type { SecretSources } from "./references";

/** One way for VCC to sign in to a mailbox. A file a method; `index.ts` lists them. */
export interface CredentialMethod<C extends ManagedCredential> {
  /** What VCC holds after a sign-in with it. */
  holding(credential: C): Holding;
  /** References that lead to something secret, so that a file they name must be private. */
  secrets(credential: C): readonly string[];
  /**
   * What a fingerprint is taken of, in one spelling; undefined where this machine has no access to the material.
   * What changes by itself, as an assertion does, is no part of it.
   */
  material(sources: SecretSources, credential: C): readonly string[] | undefined;
  /** What VCC takes. Throws a `ConfigError` when the material is missing or malformed. */
  grant(sources: SecretSources, credential: C, mailbox: string): Grant;
  /** When it starts and ends, as far as material and declared dates tell. No network. */
  life(sources: SecretSources, credential: C): Life;
  /** Gets a token and asks whose mailbox it opens. Throws a `ConfigError` when the material is missing or malformed. */
  probe(probing: Probing, credential: C, mailbox: string): Promise<ProbeResult>;
}

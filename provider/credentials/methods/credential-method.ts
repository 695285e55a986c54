import type { ManagedCredential } from "../../../schema/credential/credential";
import type { Grant } from "../../../schema/grant";
import type { Holding, ProbeResult } from "../../ports";
import type { SecretSources } from "../material/references";
import type { Validity } from "../material/validity";
import type { Trial } from "../probe/probe-flow";
import type { ProbeServices } from "../probe-services";

/** Method by which VCC signs in to a mailbox. Each has a file of its own; `../index.ts` lists them. */
export interface CredentialMethod<C extends ManagedCredential> {
  /** VCC's part after a sign-in with it. */
  readonly holding: Holding;
  /**
   * Material that a fingerprint is taken of, in one spelling; undefined where this machine has no access to it.
   * Parts that change by themselves, as an assertion does, are left out.
   */
  material(sources: SecretSources, credential: C): readonly string[] | undefined;
  /** VCC's copy. Throws a `ConfigError` when the material is missing or malformed. */
  grant(sources: SecretSources, credential: C, target: Pick<Trial, "mailbox" | "expected">): Grant;
  /** Start and end, as far as material and declared dates tell. No network. */
  validity(sources: SecretSources, credential: C): Validity;
  /** True if trying the credential puts its end off, so that an end reckoned without trying doesn't hold. */
  readonly isRenewedByUse?: true;
  /** Gets a token and asks whose mailbox it opens. Throws a `ConfigError` when the material is missing or malformed. */
  probe(services: ProbeServices, credential: C, trial: Trial): Promise<ProbeResult>;
}

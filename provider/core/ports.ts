import type { Credential, Grant } from "../../schema/credential";
import type { ConsentDto, EmailAddressDto, EmailAddressPatch, EmailAddressPost } from "../../schema/email-address";
import type { EmailProfileDto, EmailProfilePatch, EmailProfilePost } from "../../schema/email-profile";
import type { EmailSignatureDto } from "../../schema/email-signature";
import type {
  InteractionPlanDto,
  InteractionPlanMappingDto,
  InteractionPlanMappingPatch,
  InteractionPlanMappingPost,
} from "../../schema/interaction-plan-mapping";

/**
 * Reading one kind of object. `list` answers from a copy that all readers of this process share until the next write
 * of that kind; `listFresh` always asks. `get` asks for one object; absence is a `NotFoundError`.
 */
export interface Reader<Dto> {
  list(): Promise<readonly Dto[]>;
  listFresh(): Promise<readonly Dto[]>;
}

export interface Collection<Dto, Post, Patch> extends Reader<Dto> {
  get(id: string): Promise<Dto>;
  /** Never repeated after an unclear failure: that error says `ambiguous`. */
  create(body: Post): Promise<Dto>;
  patch(id: string, body: Patch): Promise<Dto>;
  delete(id: string): Promise<void>;
}

/** VCC's API as the handlers see it: typed, authenticated, limited, retried. Every failure is a `VccError`. */
export interface VccApi {
  readonly addresses: Collection<EmailAddressDto, EmailAddressPost, EmailAddressPatch> & {
    authenticate(id: string, grant: Grant): Promise<EmailAddressDto>;
    requestConsent(id: string): Promise<ConsentDto>;
  };
  readonly signatures: {
    get(addressId: string): Promise<EmailSignatureDto>;
    put(addressId: string, html: string): Promise<EmailSignatureDto>;
    delete(addressId: string): Promise<void>;
  };
  readonly profiles: Collection<EmailProfileDto, EmailProfilePost, EmailProfilePatch>;
  readonly mappings: Collection<InteractionPlanMappingDto, InteractionPlanMappingPost, InteractionPlanMappingPatch>;
  readonly plans: Reader<InteractionPlanDto>;
  /** The server's clock as of its last reply, in ms since 1970; the local clock before the first reply. */
  serverNow(): number;
}

/** Credential material: read where the reference points, never stored. */
export interface Credentials {
  /** Salted fingerprint of the material, or undefined where this machine has no access to it. No network. */
  fingerprint(credential: Credential, emailAddress: string): string | undefined;
  /** What VCC takes as a sign-in. Throws a `ConfigError` when the material is missing or malformed. */
  grant(credential: Exclude<Credential, { method: "interactive" }>, emailAddress: string): Promise<Grant>;
}

/** Waits and limits that handlers obey. */
export interface HandlerLimits {
  /** How long a GET may lag behind one's own write, in ms. */
  readonly visibilityWaitMs: number;
  /** How long to wait for a person to sign in, in ms; 0 does not wait. */
  readonly consentWaitMs: number;
  /** Pause between two looks while waiting, in ms. */
  readonly pollIntervalMs: number;
}

export interface Context {
  readonly api: VccApi;
  readonly credentials: Credentials;
  readonly limits: HandlerLimits;
  /** Ids that the engine has named in this process: objects it already manages. */
  readonly managedIds: { has(kind: string, id: string): boolean };
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => number;
  /** One line for the person who watches; cleaned of secrets by the host. */
  readonly say: (line: string) => void;
}

import type { Contract } from "../schema/contract/contract";
import type { Credential, ManagedCredential } from "../schema/credential/credential";
import type * as z from "zod";
import type { ListEndpoint, ObjectEndpoint, Part } from "../schema/endpoint";
import type { Grant } from "../schema/grant";
import type { MailboxHealth } from "../schema/email-address";

/** A list as it was read. */
export interface Listing<Dto> {
  readonly objects: readonly Dto[];
  /** Objects that aren't as the contract says: by id where at least that can be read, and what is wrong with them. */
  readonly unreadable: readonly { readonly id: string | undefined; readonly problem: string }[];
}

/**
 * Reading one kind of object. `list` answers from a copy that all readers of this process share, for 15 s at most and
 * never past a write of that kind; `listFresh` and `listAll` ask anew, and all who ask while such a list is under way
 * share the next one. The first two leave out objects that can't be read, which concern only those who look for one of
 * them: `get` tells what is wrong with it. Error: a refused list, or one of which nothing can be read.
 */
export interface Reader<Dto> {
  list(): Promise<readonly Dto[]>;
  /** Objects that `list` leaves out, of the same copy. */
  unreadable(): Promise<Listing<Dto>["unreadable"]>;
  listFresh(): Promise<readonly Dto[]>;
  listAll(): Promise<Listing<Dto>>;
}

/** Lists and objects of one kind. Every write, also one that failed, ends the sharing of lists. */
export interface Collection<Dto, Body> extends Reader<Dto> {
  /** Asks for one object; absence is a `NotFoundError`. */
  get(id: string): Promise<Dto>;
  /**
   * Never repeated after an unclear failure: that error says `ambiguous`. `onSend` is called each time that a request
   * goes over the wire, after all waiting for limits and tokens.
   */
  create(body: Body, onSend?: () => void): Promise<Dto>;
  /** `sendsWhole`: the whole object with the changes in it, whatever the contract says. */
  patch(id: string, patch: Partial<Body>, options?: { readonly sendsWhole?: boolean }): Promise<Dto>;
  /** Changes the object by a call of its own below it, which answers the object. */
  put(id: string, call: Required<Omit<PartCall, "method">>): Promise<Dto>;
  /** Asks for something about the object, such as a consent, by a call of its own below it. */
  post<Reply>(id: string, call: Pick<PartCall, "doing" | "part">, reply: z.ZodType<Reply>): Promise<Reply>;
  delete(id: string): Promise<void>;
}

/** A call about a part of an object that isn't one of its fields, such as the signature of an address. */
export interface PartCall {
  /** For errors, such as `read the signature of`. */
  readonly doing: string;
  readonly method: "GET" | "PUT";
  readonly part: Part;
  readonly body?: object;
}

/** VCC's API as the handlers see it: typed, authenticated, limited, retried. Every failure is a `VccError`. */
export interface VccApi {
  reader<Dto extends object>(endpoint: ListEndpoint<Dto>): Reader<Dto>;
  collection<Dto extends object, Body extends object>(
    endpoint: ObjectEndpoint<Dto, Body>,
  ): Collection<Dto, Body>;
  /** Asks for a part of the object with this id, or changes it. */
  part<Reply>(
    endpoint: ListEndpoint<object>,
    id: string,
    call: PartCall,
    reply: z.ZodType<Reply>,
  ): Promise<Reply>;
  deletePart(endpoint: ListEndpoint<object>, id: string, call: Omit<PartCall, "method">): Promise<void>;
  /** The server's clock, in ms since 1970; undefined until a reply has told it. */
  serverNow(): number | undefined;
}

/** A way to find objects of a kind by keys that each has several of, such as the mailboxes of mappings. */
export interface ObjectIndex<Dto> {
  keysOf(dto: Dto): readonly string[];
}

/** The objects of one kind as a run knows them, at the cost of one listing a run. */
export interface Seen<Dto> {
  /**
   * The list as this run first read it, with its own writes laid over it. Without objects that it deleted, and those of
   * which it doesn't know what a write has made of them.
   */
  objects(): Promise<readonly Dto[]>;
  /** Those of `objects` that have this key, at a cost by their number and not by that of all. */
  find(index: ObjectIndex<Dto>, key: string): Promise<readonly Dto[]>;
  /** Those that couldn't be read when the run began. */
  unreadable(): Promise<Listing<unknown>["unreadable"]>;
}

/** The account as a run knows it. */
export interface SeenAccount {
  of<Dto extends object>(endpoint: ListEndpoint<Dto>): Seen<Dto>;
  /**
   * True if the lists of all kinds are empty now, and those of what they refer to: asked one after the other, this one
   * first, until one isn't. A list that can't be read may have something.
   */
  isEmpty(first: ListEndpoint<object>): Promise<boolean>;
}

/**
 * Health of a credential by an identity provider's word; `unknown` changes nothing. `expiring` isn't among them: that is
 * a matter of `expiresAt` and the clock.
 */
export type CredentialHealth = Exclude<MailboxHealth, "expiring">;

/**
 * Cause of a health. `blocked`: a policy wants a person, or keeps this machine out. `misconfigured`: the app or the
 * material is wrong; not drift, but signing in with it is bound to fail. `wrongMailbox`: it opens another mailbox than
 * it should. `inconclusive`: a lasting answer that tells neither, such as a scope, permission or API that the probe
 * lacks, or a code that no table knows; whoever has to know asks VCC. `transient`: no answer now. `noAccess`: this
 * machine can't read the material. `skipped`: probing is switched off.
 */
export type ProbeCause =
  "blocked" | "misconfigured" | "wrongMailbox" | "inconclusive" | "transient" | "noAccess" | "skipped";

/**
 * Part of a sign-in that a refusal is about. `token`: a refresh token, and perhaps what it was exchanged for.
 * `idleToken`: a refresh token that was not used for too long; what it was exchanged for has a time of its own. `key`:
 * the proof of the app's identity, such as its client secret, certificate or assertion, or a service account's key.
 * `app`: the app, OAuth client or service account. `account`: the account of the mailbox, or its right to use the app.
 */
export type SignInPart = "token" | "idleToken" | "key" | "app" | "account";

/**
 * Material that VCC holds once it is signed in. `copy`: the very material, so that the identity provider's word about
 * one is its word about the other. `renewed`: VCC renews it, like Microsoft's refresh tokens; the copy here, which
 * nobody uses, ends by itself while VCC's goes on. `identifiers`: VCC is itself the trusted workload; what this run
 * proves itself with stays here.
 */
export type Holding = "copy" | "renewed" | "identifiers";

/**
 * Result of probing the copy of a credential that lies here, which `Credentials.holding` sets against what VCC holds.
 * No secret, and nothing that differs from one look to the next.
 */
export interface ProbeResult {
  readonly health: CredentialHealth;
  readonly cause?: ProbeCause;
  /**
   * The part that has ended. Of a `misconfigured` one: the part that has ended if this very material has ever worked;
   * else it may have been wrong from the start.
   */
  readonly endedPart?: SignInPart;
  /** The identity provider's own code, such as `AADSTS700082`, `invalid_grant` or `ETIMEDOUT`. */
  readonly code?: string;
  /** The code, what it means, and the remedy in words. Equal for all mailboxes that share the cause: say it once. */
  readonly reason?: string;
  /** The mailbox that the credential opens, where that could be asked. */
  readonly mailbox?: string;
  /**
   * End of the credential, ISO 8601 in UTC, where that is known: from the identity provider, else as
   * `Credentials.expiresAt` has it; but for an end that the probe has just put off.
   */
  readonly expiresAt?: string;
  /** True when every mailbox that is signed in to by this app has the same trouble. */
  readonly wholeApp?: boolean;
}

/** Broken rule of a credential that only its material or the clock can show. */
export interface CredentialProblem {
  /** Field of the credential, such as `expiryWarningDays`. */
  readonly field: string;
  /** The rule, the value received, and what to do. */
  readonly reason: string;
}

/** Credential material: read where the reference points, never stored. Only `probe` uses the network. */
export interface Credentials {
  /**
   * Salted fingerprint of the material, or undefined where this machine has no access to it. `known`, as state or VCC
   * have it, comes back as it is where an earlier release made it of the same material.
   */
  fingerprint(credential: Credential, emailAddress: string, known?: string | null): string | undefined;
  /** Grant that VCC takes as a sign-in. Error: a `ConfigError` when the material is missing or malformed. */
  grant(credential: ManagedCredential, emailAddress: string, known?: string): Promise<Grant>;
  /** Gets a token with the material and asks whose mailbox it opens. Never throws for what it meets out there. */
  probe(credential: ManagedCredential, emailAddress: string): Promise<ProbeResult>;
  /**
   * End of the credential, ISO 8601 in UTC, as far as material and declared dates tell. The end of a copy of what VCC
   * has renewed counts until it is past.
   */
  expiresAt(credential: Credential, emailAddress: string): string | undefined;
  /** Material that VCC holds after a sign-in with it. */
  holding(credential: ManagedCredential): Holding;
  /** Time before its end in which it counts as `expiring`, in days. */
  warningDays(credential: ManagedCredential): number;
  /** Warnings for the person who runs this, such as of a key file that others can read. */
  warnings(credential: Credential): readonly string[];
  /** Input errors that the schema can't see. What was declared in the last run already is no error, however old. */
  problems(credential: Credential, prior?: Credential): readonly CredentialProblem[];
}

/** Waits and limits that handlers obey. */
export interface HandlerLimits {
  /** Time that a GET may lag behind one's own write, in ms. */
  readonly visibilityWaitMs: number;
  /** Limit of the wait for a person to sign in, in ms; 0 does not wait. */
  readonly consentWaitMs: number;
  /** Pause between two looks while waiting, in ms. */
  readonly pollIntervalMs: number;
}

/** Values that two objects of the account can't share, by property, spelt so that equal ones are the same text. */
export type UniqueValues = Readonly<Record<string, string>>;

/** A unique value that a resource is about to take. */
export interface Successor {
  /** The resource's name. */
  readonly name: string;
  readonly wanted: string;
}

/** Waiting for unique values that another resource of this run gives up. */
export interface Handovers {
  /**
   * Writes what has these values, and once more when another resource of this run has given them up. Nothing is locked
   * while it waits. Error: a `ConflictError` that says who has them; VCC's own where it's nobody of this program.
   */
  after<Dto>(context: Context, kind: string, values: UniqueValues, write: () => Promise<Dto>): Promise<Dto>;
  /** The value that takes the place of these once their object is gone, where that has to go first; else undefined. */
  successorOf(kind: string, values: UniqueValues): Successor | undefined;
  /** True if any object of this kind goes first in this run, so that another can take its place. */
  hasSuccessors(kind: string): boolean;
  /** True if a resource of this run gives up these values; waits a little for the engine to ask about it. */
  isAnnounced(context: Context, kind: string, values: UniqueValues): Promise<boolean>;
  /** Makes the attempt, and once more when it turns out soon that a resource of this program gives up these values. */
  whenAnnounced<Result>(
    context: Context,
    kind: string,
    values: UniqueValues,
    attempt: () => Promise<Result>,
  ): Promise<Result>;
}

/** Inputs of a resource, which their name tells from those of others of its kind. */
export interface NamedInputs {
  readonly name?: unknown;
}

/** An object as far as a run has shown it. Everything is false until it is known. */
export interface KnownObject {
  /** True if the engine has it in its state, or a resource of this run is about to take it over. */
  isManaged: boolean;
  /** True if this run brought it into the engine's state, where it wasn't before. */
  isNew: boolean;
  /** True if VCC answered this run's own create with it: then nothing that belongs to it is older than this run. */
  isMade: boolean;
  /** True if taking it over failed after a write that may have landed, so that no other resource takes it. */
  isGivenUp: boolean;
  /** True once it has been written by this run, or is as the program has it. */
  isDone: boolean;
  /** True if this run deleted it, though a list that lags may still show it. */
  isDeleted: boolean;
  /**
   * The resources that have it, by what their states hold of their making; undefined stands for one that is to take it
   * over. The one that had it before doesn't delete what another has, whatever becomes of that.
   */
  readonly owners: Set<string | undefined>;
}

/** The engine's state as far as one run has shown it: never all of it, and little in a run with `--target`. */
export interface KnownState {
  object(kind: string, id: string): KnownObject;
  /** Number of the resources that the engine has asked about, but for kinds without unique values. */
  readonly announced: number;
  /** True if the engine asked about no other resource while one waited for that. */
  hasWaitedInVain: boolean;
  /** The inputs of the other resources that are to take over an object, and have none yet. */
  otherAdopters(kind: string, own: NamedInputs): readonly Readonly<Record<string, unknown>>[];
  /** Remembers that the resource of these inputs has found its object, or that it makes one. */
  endAdoption(kind: string, own: NamedInputs): void;
  /** True if the name was generated from the stack's own identity, so that an object that bears it is its own. */
  isOwnName(kind: string, name: string): boolean;
  /** Id of the object that has this name in the engine's state; undefined when none is known. */
  idOfName(kind: string, name: string): string | undefined;
  /** Unique values that pass from one resource to another. */
  readonly handovers: Handovers;
}

export interface Context {
  /** How the account's API differs from what is built in. */
  readonly contract: Contract;
  /** Writes wait for the look of `startRun`. */
  readonly api: VccApi;
  /** The account as this run has seen it. */
  readonly seen: SeenAccount;
  readonly credentials: Credentials;
  readonly limits: HandlerLimits;
  /** The engine's state as far as this run has shown it. */
  readonly registry: KnownState;
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => number;
  /** Prints a line for the person who watches; cleaned of secrets by the host. */
  readonly say: (line: string) => void;
  /** Prints a line, unless this process has printed it already. */
  readonly sayOnce: (line: string) => void;
}

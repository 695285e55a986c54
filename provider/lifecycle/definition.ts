import type * as z from "zod";
import type { ContractCall } from "../../schema/contract/kinds";
import type { ListEndpoint } from "../../schema/endpoint";
import type { Context, Credentials } from "../ports";
import type { Equality, Spelling } from "../values/equality";

/** An object of the account together with its id. */
export interface Made<State> {
  readonly id: string;
  readonly state: State;
}

/** An object after a change of it. */
export interface Updated<Desired, State> {
  readonly state: State;
  /**
   * The object as VCC was asked to make it: as desired, with what somebody added by hand meanwhile and no preview has
   * shown.
   */
  readonly asked: Desired;
}

/**
 * Everything that is particular to one kind. Generic code (`lifecycle.ts`) does check, diff, unknowns and migration
 * from it; the functions below know neither Pulumi nor HTTP.
 *
 * `Desired` is what check answers: the program's inputs with their defaults, plus what the kind wants to be true
 * (`derive`). `State` is what is stored: all of that, plus what only VCC knows.
 */
export interface ResourceDefinition<Desired extends object = object, State extends object = object> {
  /** Name of the class, and of the resource type. */
  readonly kind: string;
  /** The program's inputs, validated property by property. One with a default is managed even when it is left out. */
  readonly inputs: z.ZodObject;
  /** The lists that a run reads before its first write: the kind's own first, then those of what it refers to. */
  readonly lists?: readonly ListEndpoint<object>[];
  /** Word of contract profiles for the kind; undefined for one that they don't know. */
  readonly contractKind?: string;
  /** VCC's word, as the contract has it, for a property. Default: the same. */
  wireFieldOf?(property: string): string;
  /** The call that a property needs, of those that an API may lack. */
  callFor?(property: string, value: unknown): ContractCall | undefined;
  /** Properties that two objects of the account can't share. */
  readonly unique: readonly string[];
  /**
   * Canonical spelling of a property's texts at any depth, such as of mailboxes: two of one spelling are the same, a list
   * of them is a set.
   */
  readonly spelling?: Readonly<Record<string, Spelling>>;
  /** Comparison of other properties for which plain equality would be too strict. */
  readonly equal?: Readonly<Record<string, Equality>>;
  /** Properties that can't be changed in place. */
  readonly replaceOn?: readonly string[];
  /**
   * Properties that answer "replace" while their value is unknown: the engine asks with unknowns whether a dependent
   * has to go before the object that it names is deleted.
   */
  readonly replaceOnUnknown?: readonly string[];
  /** For kinds with a name: the properties that go into a generated name, besides the resource's identity. */
  readonly nameSeeds?: readonly string[];
  /** Properties that `derive` may add. */
  readonly derived?: readonly string[];

  /** True where a replacement would collide with the old object. */
  deletesBeforeReplace?(state: State, desired: Desired): boolean;
  /** Inputs besides the program's own. Pure but for reading secret material: no API call. */
  derive?(inputs: Partial<Desired>, olds: Partial<Desired>, credentials: Credentials): Partial<Desired>;
  /** Input errors that the schema can't see. No API call. */
  problems?(
    inputs: Partial<Desired>,
    olds: Partial<Desired>,
    credentials: Credentials,
  ): readonly { readonly path: readonly string[]; readonly reason: string }[];

  create(context: Context, desired: Desired): Promise<Made<State>>;
  /** The object as it is now, or undefined when it is gone. `prior` is absent when it was never read before. */
  read(context: Context, id: string, prior: State | undefined): Promise<State | undefined>;
  update(context: Context, id: string, prior: State, desired: Desired): Promise<Updated<Desired, State>>;
  delete(context: Context, id: string, state: State): Promise<void>;
}

import type * as z from "zod";
import type { Equality } from "../values/equality";
import type { Context, Credentials } from "../ports";

export type ResourceKind = "EmailAddress" | "EmailSignature" | "EmailProfile" | "InteractionPlanMapping";

/** An object of the account together with its id. */
export interface Made<State> {
  readonly id: string;
  readonly state: State;
}

/** An object after a change of it. */
export interface Updated<Desired, State> {
  readonly state: State;
  /** What VCC was asked to make of it: as desired, with what somebody added by hand meanwhile and no preview has shown. */
  readonly asked: Desired;
}

/**
 * Everything that is particular to one kind. Generic code (`lifecycle.ts`) does check, diff, unknowns and migration
 * from it; the functions below know neither Pulumi nor HTTP.
 *
 * `Desired` is what check answers: the program's inputs, plus what the kind wants to be true (`desire`).
 * `State` is what is stored: all of that, complete with defaults, plus what only VCC knows.
 */
export interface ResourceDefinition<Desired extends object, State extends object> {
  readonly kind: ResourceKind;
  /** The program's inputs, validated property by property. */
  readonly inputs: z.ZodObject;
  /** What an absent input stands for. An input with a default is managed even when it is left out. */
  readonly defaults: Partial<Desired>;
  /** How properties compare where plain equality would be too strict. */
  readonly equal: Partial<Record<keyof Desired & string, Equality>>;
  /** Properties that can't be changed in place. */
  readonly replaceOn: readonly (keyof Desired & string)[];
  /**
   * Properties that answer "replace" while their value is unknown: the engine asks with unknowns whether a dependent
   * has to go before the object that it names is deleted.
   */
  readonly replaceOnUnknown: readonly (keyof Desired & string)[];
  /** Whether a replacement would collide with the old object. */
  readonly deleteBeforeReplace: (state: State, desired: Desired) => boolean;
  /** Properties that two objects of the account can't share. */
  readonly unique: readonly (keyof Desired & string)[];
  /** For kinds with a name: the properties that go into a generated name, besides the resource's identity. */
  readonly nameSeeds?: readonly (keyof Desired & string)[];
  /** Properties that `desire` may add. */
  readonly desires: readonly (keyof Desired & string)[];
  /** What the kind wants besides the program's inputs. Pure but for reading secret material: no API call. */
  readonly desire?: (
    inputs: Partial<Desired>,
    olds: Partial<Desired>,
    credentials: Credentials,
  ) => Partial<Desired>;

  /** Input errors that the schema can't see. No API call. */
  readonly problems?: (
    inputs: Partial<Desired>,
    olds: Partial<Desired>,
    credentials: Credentials,
  ) => readonly { readonly path: readonly string[]; readonly reason: string }[];

  create(context: Context, desired: Desired): Promise<Made<State>>;
  /** The object as it is now, or undefined when it is gone. `prior` is absent when it was never read before. */
  read(context: Context, id: string, prior: State | undefined): Promise<State | undefined>;
  update(context: Context, id: string, prior: State, desired: Desired): Promise<Updated<Desired, State>>;
  delete(context: Context, id: string, state: State): Promise<void>;
}

/** Types a definition's parts against each other. */
export function defineResource<Desired extends object, State extends Desired>(
  definition: ResourceDefinition<Desired, State>,
): ResourceDefinition<Desired, State> {
  return definition;
}

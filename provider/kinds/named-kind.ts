import type * as z from "zod";
import { type ListEndpoint, nameOf, type ObjectEndpoint } from "../../schema/endpoint";
import type { Equalities, ReadBody } from "../consistency/patch";
import type { ConflictError } from "../errors";
import type { StoredMetadata } from "../lifecycle/stored-metadata";
import type { Context } from "../ports";
import type { Spelling } from "../values/equality";
import { own } from "../values/own";

/** Inputs that every kind with a name has, and what is stored with them. */
export interface Named extends StoredMetadata {
  readonly name: string;
  readonly adopt?: boolean | string | undefined;
}

export interface Dated {
  readonly updatedAt: string;
}

type Time = string | null | undefined;

/**
 * The particulars of a kind whose objects have an id and a unique name. `Wanted` is what a program wants, with the ids of
 * what it refers to; `State` has all of it. `Body` is the content of an object as VCC takes it, complete with defaults.
 */
export abstract class NamedKind<
  Wanted extends Named,
  State extends Wanted & Dated,
  Dto extends Dated,
  Body extends object,
> {
  abstract readonly kind: string;
  abstract readonly inputs: z.ZodObject;
  readonly unique: readonly string[] = ["name"];
  readonly nameSeeds: readonly string[] = [];

  abstract readonly endpoint: ObjectEndpoint<Dto, Body>;
  get contractKind(): string {
    return this.endpoint.kind;
  }

  wireFieldOf(property: string): string {
    const [field] = Object.entries(this.properties).find(([, own]) => own === property) ?? [];
    return field ?? property;
  }

  /** The lists that a run reads before its first write. */
  get lists(): readonly ListEndpoint<object>[] {
    return [this.endpoint];
  }

  /** Properties whose parts are merged, one by one, with those that somebody changed meanwhile. */
  protected readonly merged: readonly (keyof Wanted)[] = [];
  /** Canonical spelling of texts in properties: see `ResourceDefinition`. */
  readonly spelling: Readonly<Record<string, Spelling>> = {};
  /** Keys of the body that VCC may answer in another spelling or order. */
  protected readonly equalInBody?: Equalities<Body>;
  /** Keys of the body that no `PATCH` carries. */
  protected readonly fixed: readonly (keyof Body)[] = [];
  /** Properties of programs where the body has another word. */
  protected readonly properties: { readonly [Key in keyof Body]?: keyof Wanted & string } = {};

  protected abstract toBody(wanted: Wanted): Body;
  /** The body as far as VCC tells it. */
  protected abstract readBody(dto: Dto): ReadBody<Body>;
  /** The ids of what the program refers to. What it referred to before keeps its id, without a call. */
  protected async resolve(_context: Context, desired: Wanted, _prior?: State): Promise<Wanted> {
    return Promise.resolve(desired);
  }

  /** The object in the program's terms. What VCC doesn't tell is as in `known`. */
  protected abstract present(context: Context, dto: Dto, known: State): Promise<Partial<Wanted>>;

  /** The ids that a merge with what VCC has leads to. */
  protected withMergedIds(merged: Wanted, _wanted: Wanted, _dto: Dto): Wanted {
    return merged;
  }

  /** The body as it is sent, such as in the spelling that VCC knows. */
  protected async sent(_context: Context, body: Body): Promise<Body> {
    return Promise.resolve(body);
  }

  /** Times of the object's parts that change by themselves. */
  protected times({ updatedAt }: Dto | State): readonly Time[] {
    return [updatedAt];
  }

  /** Time when the object was made; where VCC doesn't tell, when it last changed. */
  protected madeAt({ updatedAt }: Dto): string {
    return updatedAt;
  }

  /** True for the object that `adopt: true` means. */
  protected isMeant(dto: Dto, { name }: Wanted): boolean {
    return nameOf(this.endpoint, dto) === name;
  }

  /** True for an object in the way of one that is to be made. */
  protected collides(dto: Dto, wanted: Wanted): boolean {
    return this.isMeant(dto, wanted);
  }

  /** True for an object of equal content that an earlier run of the same create may have left behind. */
  protected isLeftBehind(_dto: Dto, _wanted: Wanted): boolean {
    return true;
  }

  /** Error: where the object can't be taken over as the program wants it. */
  protected requireFit?(dto: Dto, wanted: Wanted): void;

  /** The object as the subject of a sentence. */
  protected describe(dto: Dto): string {
    return `The ${this.endpoint.noun} "${nameOf(this.endpoint, dto)}"`;
  }

  /** An object that is in the way, as the subject of a sentence; its id is told besides. */
  protected describeHolder(dto: Dto): string {
    return this.describe(dto);
  }

  /** Sentence on what else belongs to somebody else's object; empty where nothing does. */
  protected async describeRest(_context: Context, _dto: Dto): Promise<string> {
    return Promise.resolve("");
  }

  /** Error: where something that is to come after the object can't. */
  protected requireRoom?(context: Context, state: State): Promise<void>;

  /** VCC's refusal to delete the object, with what is in the way as a person can find it. */
  protected async explainInUse(
    _context: Context,
    _id: string,
    _state: State,
    refusal: ConflictError,
  ): Promise<ConflictError> {
    return Promise.resolve(refusal);
  }

  /** The program's word for a key of a body. */
  protected propertyOf(key: string): string {
    return own<string | undefined>(this.properties, key) ?? key;
  }
}

import { adoptionOf } from "../../schema/fields";
import { idOf, nameOf } from "../../schema/endpoint";
import { requireInhabited, requireUnlisted } from "../consistency/absence";
import { createOnce } from "../consistency/create-once";
import { readSettled } from "../consistency/read-your-writes";
import { deleteOnce, patchOnce } from "../consistency/idempotent-writes";
import { changedKeys, isEmpty, sharedKeys, type ReadBody } from "../consistency/patch";
import { type ConflictError, isLastingConflict, undefinedIfNotFound } from "../errors";
import type { Made, ResourceDefinition, Updated } from "../lifecycle/definition";
import { isLeftOut } from "../lifecycle/diff";
import { uniqueValues } from "../lifecycle/handovers";
import { keepingName } from "../lifecycle/stored-metadata";
import type { Collection, Context, ObjectIndex, Seen } from "../ports";
import { memoizeByObject } from "../values/memoize";
import { mergeChanges } from "../values/three-way";
import { heldByStack, nameHeld, noSuchId, notListed, sayWhatChanges, warnOfOtherStack } from "./adoption";
import { type Dated, type Named, NamedKind } from "./named-kind";

interface Change<Wanted, State, Dto> {
  readonly id: string;
  readonly prior: State;
  readonly wanted: Wanted;
  readonly observed: Dto | undefined;
}

/** One object of a list, by its id, and what the list has besides. */
interface ObjectInList<Dto> extends Pick<Seen<Dto>, "unreadable"> {
  find(): Promise<Dto | undefined>;
}

/** Observes, makes or takes over, changes and deletes the objects of a kind, each by the calls that it takes. */
export abstract class NamedResource<
  Wanted extends Named,
  State extends Wanted & Dated,
  Dto extends Dated,
  Body extends object,
>
  extends NamedKind<Wanted, State, Dto, Body>
  implements ResourceDefinition<Wanted, State>
{
  abstract create(context: Context, desired: Wanted): Promise<Made<State>>;
  abstract read(context: Context, id: string, prior: State | undefined): Promise<State | undefined>;
  abstract update(
    context: Context,
    id: string,
    prior: State,
    desired: Wanted,
  ): Promise<Updated<Wanted, State>>;

  async delete(context: Context, id: string, state: State): Promise<void> {
    await this.requireRoom?.(context, state);
    const remove = {
      delete: () => this.collection(context).delete(id),
      confirmGone: () => requireUnlisted(context, this.endpoint, id),
    };
    await deleteOnce(remove).catch(async (error: unknown) => {
      throw isLastingConflict(error) ? await this.explainInUse(context, id, state, error) : error;
    });
  }

  // A walk over all objects for each of them would take time by their square.
  readonly #byId = memoizeByObject(
    (list: readonly Dto[]): ReadonlyMap<string, Dto> => new Map(list.map((dto) => [this.idOf(dto), dto])),
  );
  readonly #ids: ObjectIndex<Dto> = { keysOf: (dto) => [this.idOf(dto)] };

  protected collection({ api }: Context): Collection<Dto, Body> {
    return api.collection(this.endpoint);
  }

  protected idOf(dto: Dto): string {
    return idOf(this.endpoint, dto);
  }

  /** The object as soon as VCC shows one's own last write; undefined where it is gone. */
  protected async observe(context: Context, id: string, prior: State | undefined): Promise<Dto | undefined> {
    return this.#settled(context, id, prior);
  }

  /** Observes at no cost of its own, where a list of the kind that this process shares is new enough. */
  protected async observeListed(
    context: Context,
    id: string,
    prior: State | undefined,
  ): Promise<Dto | undefined> {
    const reader = context.api.reader(this.endpoint);
    return this.#settled(context, id, prior, {
      find: async () => this.#byId(await reader.list()).get(id),
      unreadable: () => reader.unreadable(),
    });
  }

  /** Observes by the list that the run began with. */
  protected async observeSeen(context: Context, id: string, prior: State): Promise<Dto | undefined> {
    const seen = context.seen.of(this.endpoint);
    return this.#settled(context, id, prior, {
      find: async () => (await seen.find(this.#ids, id))[0],
      unreadable: () => seen.unreadable(),
    });
  }

  async #settled(
    context: Context,
    id: string,
    prior: State | undefined,
    list?: ObjectInList<Dto>,
  ): Promise<Dto | undefined> {
    const found = await readSettled(context, {
      ...(list && { fromList: async () => this.#entryOf(list, id) }),
      get: () => this.collection(context).get(id),
      times: (dto) => this.times(dto),
      knownTimes: prior === undefined ? [] : this.times(prior),
      confirmGone: () => requireUnlisted(context, this.endpoint, id),
    });
    if (found === undefined) await requireInhabited(context, this.endpoint, id);
    return found;
  }

  /** What can't be read is there all the same. */
  async #entryOf(list: ObjectInList<Dto>, id: string) {
    const dto = await list.find();
    return { dto, isListed: dto !== undefined || (await list.unreadable()).some((one) => one.id === id) };
  }

  /** The object that a program wants: taken over where it says so, else made. */
  protected async ensure(context: Context, wanted: Wanted): Promise<{ dto: Dto; isTakenOver: boolean }> {
    // What this run has deleted itself, because it had to go before something else, is made again.
    const { isDeleted } = context.registry.object(this.kind, String(wanted.adopt));
    const adopt = isDeleted ? undefined : adoptionOf(wanted);
    const adopted = adopt === undefined ? undefined : await this.#takeOver(context, adopt, wanted);
    return { dto: adopted ?? (await this.#make(context, wanted)), isTakenOver: adopted !== undefined };
  }

  /** Keys that differ from what the preview knew: it has shown these, and no others are written. */
  protected shownChanges(prior: State, wanted: Wanted): Partial<Body> {
    return this.#changes(this.toBody(prior), this.toBody(wanted));
  }

  /**
   * Writes what the preview has shown. What VCC has already is not sent: it would make this object the one changed last.
   * `asked`: as wanted, with what somebody added by hand meanwhile. `observed`: undefined where it seems to be gone.
   */
  protected async change(
    context: Context,
    { id, prior, wanted, observed }: Change<Wanted, State, Dto>,
  ): Promise<{ dto: Dto; asked: Wanted }> {
    const found = observed ?? (await this.collection(context).get(id));
    const present = await this.present(context, found, prior);
    const merged = mergeChanges(this.merged, { from: prior, to: wanted, present }, this.spelling);
    const asked = this.withMergedIds(merged, wanted, found);
    const differences = this.differences(found, await this.#bodyToSend(context, asked), this.toBody(prior));
    const patch = sharedKeys(differences, this.shownChanges(prior, wanted));
    const dto = isEmpty(patch) ? found : await this.#patch(context, id, patch, asked);
    return { dto, asked };
  }

  /** Keys that a `PATCH` has to carry to make the object as wanted. What VCC doesn't tell is as in `known`. */
  protected differences(dto: Dto, wanted: Body, known: Partial<Body>): Partial<Body> {
    const told = Object.entries(this.readBody(dto)).filter(([, value]) => value !== undefined);
    return this.#changes({ ...known, ...Object.fromEntries(told) }, wanted);
  }

  /** The existing object that `adopt: true` means; undefined where one is to be made. Error: where there is none. */
  protected async find(context: Context, wanted: Wanted): Promise<Dto | undefined> {
    const isMeant = (dto: Dto) => this.isMeant(dto, wanted);
    const found =
      (await context.seen.of(this.endpoint).objects()).find(isMeant) ??
      (await this.collection(context).listFresh()).find(isMeant);
    if (found !== undefined) return found;
    throw notListed(this.endpoint, this.endpoint.labelOf(this.toBody(wanted)));
  }

  async #make(context: Context, wanted: Wanted): Promise<Dto> {
    const body = await this.#bodyToSend(context, wanted);
    return createOnce(context, {
      kind: this.kind,
      unique: uniqueValues(this, wanted),
      post: (onSend) => this.collection(context).create(body, onSend),
      seen: context.seen.of(this.endpoint),
      listFresh: () => this.collection(context).listFresh(),
      collides: (dto) => this.collides(dto, wanted),
      isEqual: (dto) => isEmpty(this.differences(dto, body, body)) && this.isLeftBehind(dto, wanted),
      madeAt: (dto) => this.madeAt(dto),
      describe: (dto) => ({ what: this.describeHolder(dto), id: this.idOf(dto) }),
      describeRest: (dto) => this.describeRest(context, dto),
    });
  }

  async #takeOver(context: Context, adopt: true | string, wanted: Wanted): Promise<Dto | undefined> {
    const found = adopt === true ? await this.find(context, wanted) : await this.#findById(context, adopt);
    if (found === undefined) return undefined;
    const id = this.idOf(found);
    const object = context.registry.object(this.kind, id);
    object.owners.add(undefined);
    this.requireFit?.(found, wanted);
    if (object.isManaged) throw heldByStack(this.endpoint, id);
    // At once, because several resources may look for theirs side by side.
    object.isManaged = object.isNew = true;
    const name = nameOf(this.endpoint, found);
    warnOfOtherStack(context, name, wanted.name);
    const kept = keepingName(wanted, name);
    const differences = this.differences(found, await this.#bodyToSend(context, kept), {});
    // What is as the defaults are, the program may have left out.
    const stated = Object.entries(differences).filter(
      ([key]) => !isLeftOut(this, this.propertyOf(key), kept),
    );
    const patch = Object.fromEntries(stated) as Partial<Body>;
    const properties = stated.map(([key]) => this.propertyOf(key));
    sayWhatChanges(context, this.describe(found), properties);
    if (isEmpty(patch)) return found;
    return this.#patch(context, id, patch, kept).catch((error: unknown) => {
      object.isGivenUp = true;
      throw error;
    });
  }

  /** Error: where there is no such object, or this stack has it already. */
  async #findById(context: Context, id: string): Promise<Dto> {
    const object = context.registry.object(this.kind, id);
    if (object.isManaged) throw heldByStack(this.endpoint, id);
    object.owners.add(undefined);
    const found = await this.collection(context).get(id).catch(undefinedIfNotFound);
    if (found === undefined) throw noSuchId(this.endpoint, id);
    return found;
  }

  async #patch(context: Context, id: string, patch: Partial<Body>, wanted: Wanted): Promise<Dto> {
    return patchOnce<Dto, Partial<Body>>(context, {
      kind: this.kind,
      id,
      unique: uniqueValues(this, wanted),
      patch,
      readBody: (dto) => this.readBody(dto),
      equal: this.equalInBody,
      write: () => this.collection(context).patch(id, patch),
      get: () => this.collection(context).get(id),
    }).catch(async (error: unknown) => {
      throw isLastingConflict(error) ? await this.#explainTaken(context, id, wanted, error) : error;
    });
  }

  /** VCC's refusal of a change, with the object that has the name, where that is why. */
  async #explainTaken(context: Context, id: string, { name }: Wanted, refusal: ConflictError) {
    const all = await this.collection(context).listFresh();
    const holder = all.find((dto) => this.idOf(dto) !== id && nameOf(this.endpoint, dto) === name);
    return holder === undefined ? refusal : nameHeld(this.describeHolder(holder), this.idOf(holder));
  }

  #changes(before: ReadBody<Body>, after: Body): Partial<Body> {
    const changed = Object.entries(changedKeys(before, after, this.equalInBody));
    const isFixed = (key: string) => (this.fixed as readonly string[]).includes(key);
    return Object.fromEntries(changed.filter(([key]) => !isFixed(key))) as Partial<Body>;
  }

  async #bodyToSend(context: Context, wanted: Wanted): Promise<Body> {
    return this.sent(context, this.toBody(wanted));
  }
}

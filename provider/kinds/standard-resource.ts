import { isEmpty } from "../consistency/patch";
import type { Made, Updated } from "../lifecycle/definition";
import type { Context } from "../ports";
import type { Dated, Named } from "./named-kind";
import { NamedResource } from "./named-resource";

/** A kind of named objects whose state is what VCC tells of an object, and nothing else. */
export abstract class StandardResource<
  Wanted extends Named,
  State extends Wanted & Dated,
  Dto extends Dated,
  Body extends object,
> extends NamedResource<Wanted, State, Dto, Body> {
  /** The object's state. What VCC doesn't tell is as in `known`, the last known or requested state of the object. */
  protected abstract toState(context: Context, dto: Dto, known: Wanted | undefined): Promise<State>;

  async create(context: Context, desired: Wanted): Promise<Made<State>> {
    const wanted = await this.resolve(context, desired);
    const { dto } = await this.ensure(context, wanted);
    return { id: this.idOf(dto), state: await this.written(context, dto, wanted) };
  }

  async read(context: Context, id: string, prior: State | undefined): Promise<State | undefined> {
    const dto = await this.observeListed(context, id, prior);
    return dto && this.toState(context, dto, prior);
  }

  async update(context: Context, id: string, prior: State, desired: Wanted): Promise<Updated<Wanted, State>> {
    const wanted = await this.resolve(context, desired, prior);
    if (isEmpty(this.shownChanges(prior, wanted)))
      return { state: this.restated(prior, wanted), asked: desired };
    const observed = await this.observeSeen(context, id, prior);
    const { dto, asked } = await this.change(context, { id, prior, wanted, observed });
    return { state: await this.written(context, dto, asked), asked };
  }

  protected override async present(context: Context, dto: Dto, known: Wanted): Promise<State> {
    return this.toState(context, dto, known);
  }

  /** The state after a write. */
  protected async written(context: Context, dto: Dto, wanted: Wanted): Promise<State> {
    return this.toState(context, dto, wanted);
  }

  /** The state after a change that VCC needn't know of. */
  protected restated(prior: State, _wanted: Wanted): State {
    return prior;
  }
}

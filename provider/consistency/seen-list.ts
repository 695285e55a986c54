import { idOf, type ListEndpoint } from "../../schema/endpoint";
import type { Listing, ObjectIndex, Reader, Seen } from "../ports";

/** List of one kind as a run knows it: its first listing, with its own writes laid over it. */
export class SeenList<Dto extends object> implements Seen<Dto> {
  readonly #reader: Reader<Dto>;
  readonly #endpoint: ListEndpoint<Dto>;
  #unreadable: Listing<Dto>["unreadable"] = [];
  #first: Promise<readonly Dto[]> | undefined;
  /** By id, as the replies to this run's writes have them. */
  readonly #written = new Map<string, Dto | undefined>();
  #latest: Map<string, Dto> | undefined;
  /** Each made when it is first asked for. */
  readonly #indexes = new Map<ObjectIndex<Dto>, IdsByKey<Dto>>();

  constructor(reader: Reader<Dto>, endpoint: ListEndpoint<Dto>) {
    this.#reader = reader;
    this.#endpoint = endpoint;
  }

  /** The first listing of the run. Its failure lasts as long: a thousand objects shall not ask a thousand times. */
  read(): Promise<readonly Dto[]> {
    return (this.#first ??= this.#keepFirst(this.#reader.list()));
  }

  async unreadable(): Promise<Listing<Dto>["unreadable"]> {
    await this.read();
    return this.#unreadable;
  }

  async #keepFirst(listing: Promise<readonly Dto[]>): Promise<readonly Dto[]> {
    const [objects, unreadable] = await Promise.all([listing, this.#reader.unreadable()]);
    this.#unreadable = unreadable;
    return objects;
  }

  /** The list that readers share; the first one of the run is kept. */
  async share(): Promise<readonly Dto[]> {
    const listing = this.#reader.list();
    const objects = await listing;
    this.#first ??= this.#keepFirst(listing);
    return objects;
  }

  async objects(): Promise<readonly Dto[]> {
    return [...(await this.#objectsById()).values()];
  }

  async find(index: ObjectIndex<Dto>, key: string): Promise<readonly Dto[]> {
    const objects = await this.#objectsById();
    let ids = this.#indexes.get(index);
    if (ids === undefined) {
      ids = new IdsByKey(index);
      for (const [id, dto] of objects) ids.put(id, dto);
      this.#indexes.set(index, ids);
    }
    return ids.of(key).flatMap((id) => objects.get(id) ?? []);
  }

  async #objectsById(): Promise<ReadonlyMap<string, Dto>> {
    const first = await this.read();
    if (this.#latest === undefined) {
      this.#latest = new Map(first.map((dto) => [idOf(this.#endpoint, dto), dto]));
      for (const [id, dto] of this.#written) this.#layOver(id, dto);
    }
    return this.#latest;
  }

  keep(dto: Dto): Dto {
    this.#layOver(idOf(this.#endpoint, dto), dto);
    return dto;
  }

  /** Makes a change; what it answers is how the object is from then on. */
  async change(id: string, call: () => Promise<Dto>): Promise<Dto> {
    this.forget(id);
    return this.keep(await call());
  }

  /** Until a write is answered, nobody knows how the object is. */
  forget(id: string): void {
    this.#layOver(id, undefined);
  }

  #layOver(id: string, dto: Dto | undefined): void {
    this.#written.set(id, dto);
    if (dto === undefined) this.#latest?.delete(id);
    else this.#latest?.set(id, dto);
    for (const ids of this.#indexes.values()) ids.put(id, dto);
  }
}

/** Ids of objects by the keys of an index. */
class IdsByKey<Dto> {
  readonly #index: ObjectIndex<Dto>;
  readonly #ids = new Map<string, Set<string>>();
  readonly #keys = new Map<string, ReadonlySet<string>>();

  constructor(index: ObjectIndex<Dto>) {
    this.#index = index;
  }

  of(key: string): readonly string[] {
    return [...(this.#ids.get(key) ?? [])];
  }

  /** In place of the keys that the object had before. */
  put(id: string, dto: Dto | undefined): void {
    for (const key of this.#keys.get(id) ?? []) this.#ids.get(key)?.delete(id);
    const keys = new Set(dto === undefined ? [] : this.#index.keysOf(dto));
    this.#keys.set(id, keys);
    for (const key of keys) this.#ids.set(key, (this.#ids.get(key) ?? new Set()).add(id));
  }
}

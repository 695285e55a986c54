import { canonicalAddress } from "../../schema/canonical-address";
import type { InteractionPlanMappingDto } from "../../schema/interaction-plan-mapping";
import type { Listing, Reader, Seen, SeenMappings } from "../ports";

/** What a run knows of one kind: its first listing, with its own writes laid over it. */
export class SeenList<Dto> implements Seen<Dto> {
  readonly #reader: Reader<Dto>;
  readonly #idOf: (dto: Dto) => string;
  #unreadable: Listing<Dto>["unreadable"] = [];
  #first: Promise<readonly Dto[]> | undefined;
  /** By id, as the replies to this run's writes have them. */
  readonly #written = new Map<string, Dto | undefined>();
  #latest: Map<string, Dto> | undefined;

  constructor(reader: Reader<Dto>, idOf: (dto: Dto) => string) {
    this.#reader = reader;
    this.#idOf = idOf;
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
    return [...(await this.latest()).values()];
  }

  /** The objects by id. */
  protected async latest(): Promise<ReadonlyMap<string, Dto>> {
    const first = await this.read();
    if (this.#latest === undefined) {
      this.#latest = new Map(first.map((dto) => [this.#idOf(dto), dto]));
      for (const [id, dto] of this.#written) this.#layOver(id, dto);
    }
    return this.#latest;
  }

  keep(dto: Dto): Dto {
    this.#layOver(this.#idOf(dto), dto);
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
  }
}

/** The same of mappings, which are found by the mailboxes that they name, too. */
export class SeenMappingList extends SeenList<InteractionPlanMappingDto> implements SeenMappings {
  /** Ids by mailbox, and mailboxes by id, in the one spelling for all; made when first asked for. */
  #ids: Map<string, Set<string>> | undefined;
  readonly #mailboxes = new Map<string, ReadonlySet<string>>();

  constructor(reader: Reader<InteractionPlanMappingDto>) {
    super(reader, ({ mappingId }) => mappingId);
  }

  async naming(address: string): Promise<readonly InteractionPlanMappingDto[]> {
    const latest = await this.latest();
    if (this.#ids === undefined) {
      this.#ids = new Map();
      for (const dto of latest.values()) this.#note(dto);
    }
    return [...(this.#ids.get(canonicalAddress(address)) ?? [])].flatMap((id) => latest.get(id) ?? []);
  }

  override keep(dto: InteractionPlanMappingDto): InteractionPlanMappingDto {
    this.#note(dto);
    return super.keep(dto);
  }

  override forget(id: string): void {
    this.#drop(id);
    super.forget(id);
  }

  #note({ mappingId, toAddresses = [] }: InteractionPlanMappingDto): void {
    if (this.#ids === undefined) return;
    this.#drop(mappingId);
    const mailboxes = new Set(toAddresses.map(canonicalAddress));
    this.#mailboxes.set(mappingId, mailboxes);
    for (const mailbox of mailboxes) {
      const ids = this.#ids.get(mailbox) ?? new Set();
      this.#ids.set(mailbox, ids.add(mappingId));
    }
  }

  #drop(id: string): void {
    for (const mailbox of this.#mailboxes.get(id) ?? []) this.#ids?.get(mailbox)?.delete(id);
    this.#mailboxes.delete(id);
  }
}

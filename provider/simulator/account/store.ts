import { canonicalAddress } from "../../../schema/canonical-address";
import type { Clock } from "./clock";
import { Journal } from "./journal";
import type {
  AccountState,
  StoredAddress,
  StoredMapping,
  StoredPlan,
  StoredProfile,
  StoredSignature,
} from "./model";
import { Table } from "./table";

/** The account's objects. Every modification goes through `change`. */
export class Store {
  readonly journal: Journal;
  readonly addresses: Table<StoredAddress>;
  /** By the id of their address. */
  readonly signatures: Table<StoredSignature>;
  readonly profiles: Table<StoredProfile>;
  readonly mappings: Table<StoredMapping>;
  readonly plans: Table<StoredPlan>;
  readonly #clock: Clock;
  #mapped: { readonly revision: number; readonly addresses: readonly string[] } = {
    revision: 0,
    addresses: [],
  };
  readonly #onCommit: (state: () => AccountState) => void;

  /** `onCommit` runs after every change, before anybody is told that it succeeded. */
  constructor(clock: Clock, onCommit: (state: () => AccountState) => void = () => undefined) {
    this.#clock = clock;
    this.#onCommit = onCommit;
    this.journal = new Journal(() => clock.now());
    this.addresses = new Table(this.journal);
    this.signatures = new Table(this.journal);
    this.profiles = new Table(this.journal);
    this.mappings = new Table(this.journal);
    this.plans = new Table(this.journal);
  }

  /** Runs `work`, which checks every rule before it touches a table, and commits what it did. */
  change<Result>(work: () => Result): Result {
    const result = work();
    this.journal.commit();
    this.#tables().forEach((table) => table.settle());
    this.#onCommit(() => this.state());
    return result;
  }

  /** Everything in the account as it is, however stale GETs may be. */
  state(): AccountState {
    return structuredClone({
      addresses: this.addresses.list(),
      signatures: this.signatures.list(),
      profiles: this.profiles.list(),
      mappings: this.mappings.list(),
      plans: this.plans.list(),
    });
  }

  /** Puts `state` in place of everything there is, also for stale GETs. */
  replace(state: AccountState): void {
    this.#tables().forEach((table) => table.clear());
    this.change(() => {
      state.addresses.forEach((row) => this.addresses.put(row.id, row));
      state.signatures.forEach((row) => this.signatures.put(row.addressId, row));
      state.profiles.forEach((row) => this.profiles.put(row.id, row));
      state.mappings.forEach((row) => this.mappings.put(row.mappingId, row));
      state.plans.forEach((row) => this.plans.put(row.interactionPlanId, row));
    });
    this.journal.settle();
    for (const row of [...state.addresses, ...state.signatures, ...state.profiles, ...state.mappings]) {
      this.#clock.continueAfter(row.updatedAt);
    }
  }

  /** Every address that some mapping names, in lower case and sorted. The same array until a mapping changes. */
  mappedAddresses(): readonly string[] {
    if (this.#mapped.revision !== this.mappings.revision) {
      const spelled = this.mappings.list().flatMap((mapping) => mapping.toAddresses);
      const addresses = [...new Set(spelled.map((address) => canonicalAddress(address)))].sort();
      this.#mapped = { revision: this.mappings.revision, addresses };
    }
    return this.#mapped.addresses;
  }

  #tables() {
    return [this.addresses, this.signatures, this.profiles, this.mappings, this.plans];
  }
}

import type {
  AccountState,
  RequestRecord,
  Simulator,
  SimulatorOptions,
} from "../../../provider/simulator/index";
import { type Disturbance, editByHand } from "./disturbances";
import { type Edit, PLANS } from "./programs";

export const STRANGER = "stranger@example.com";
const STRANGERS_NAME = "Stranger";

export interface Write {
  readonly request: Readonly<RequestRecord>;
  readonly before: string;
  readonly after: string;
}

/** What a run asked of the account. */
export interface Watched {
  /** Writes that changed the account, with its content before and after. */
  readonly writes: readonly Write[];
  readonly requests: readonly Readonly<RequestRecord>[];
  /** True if something of somebody else's isn't as it was made, to its times. */
  readonly isStrangerTouched: boolean;
}

/** An account in which others have objects as well, and everything that runs do to it. */
export class WatchedAccount<Account extends Simulator> {
  readonly simulator: Account;
  /** Hears of each request. */
  onRequest: (requestCount: number) => void = () => undefined;
  #writes: Write[] = [];
  #requests: Readonly<RequestRecord>[] = [];
  #content = "";
  readonly #strangers: string;

  static async open<Account extends Simulator>(
    start: (options: SimulatorOptions) => Account | Promise<Account>,
  ): Promise<WatchedAccount<Account>> {
    let hear: (record: Readonly<RequestRecord>) => void = () => undefined;
    const simulator = await start({ plans: PLANS, onRequest: (record) => hear(record) });
    const account = new WatchedAccount(simulator);
    hear = (record) => account.#hear(record);
    return account;
  }

  private constructor(simulator: Account) {
    this.simulator = simulator;
    this.#addStranger();
    this.#strangers = this.#strangersObjects();
  }

  /** Nothing is watched yet of the run that begins now. */
  begin(): void {
    this.#requests = [];
    this.#writes = [];
    this.#content = this.content();
  }

  get watched(): Watched {
    const isStrangerTouched = this.#strangersObjects() !== this.#strangers;
    return { writes: this.#writes, requests: this.#requests, isStrangerTouched };
  }

  /** Brings trouble over the run of a program. */
  disturb({ program }: Edit, trouble: Disturbance): void {
    const { simulator } = this;
    const ours = Object.values(program.inboxes).map(({ mailbox }) => mailbox);
    if (trouble.byHand !== undefined)
      editByHand(simulator, trouble.byHand, (mailbox) => ours.includes(mailbox));
    simulator.setStaleReads({ lagMs: trouble.lagMs, everyNth: 2 });
    for (const fault of trouble.faults) simulator.addFault(fault);
    if (trouble.dropsTokens) simulator.revokeTokens();
  }

  calm(): void {
    this.simulator.clearFaults();
    this.simulator.setStaleReads({ lagMs: 0 });
  }

  /** Content of the account without its times. */
  content(): string {
    const { addresses, signatures, mappings, profiles } = this.simulator.state();
    return JSON.stringify({ addresses, signatures, mappings, profiles }, (key, value: unknown) =>
      /^(?:updated|created|authenticated)At$/u.test(key) ? undefined : value,
    );
  }

  #hear(record: Readonly<RequestRecord>): void {
    this.#requests.push({ ...record });
    if (record.committed) {
      const after = this.content();
      this.#writes.push({ request: { ...record }, before: this.#content, after });
      this.#content = after;
    }
    this.onRequest(this.#requests.length);
  }

  #addStranger(): void {
    const { simulator } = this;
    const [plan] = simulator.state().plans;
    simulator.create("profile", { name: STRANGERS_NAME });
    simulator.create("address", { emailAddress: STRANGER, name: STRANGERS_NAME });
    simulator.create("signature", { emailAddress: STRANGER, html: "<p>Not yours</p>" });
    simulator.create("mapping", {
      mappingName: STRANGERS_NAME,
      mappingDescription: "",
      interactionPlanId: plan?.interactionPlanId,
      toAddresses: [STRANGER],
    });
  }

  #strangersObjects(): string {
    const all = this.simulator.state();
    const ours = withoutStranger(all);
    const theirs = <Row>(rows: readonly Row[], others: readonly Row[]) =>
      rows.filter((row) => !others.includes(row));
    return JSON.stringify([
      theirs(all.addresses, ours.addresses),
      theirs(all.signatures, ours.signatures),
      theirs(all.mappings, ours.mappings),
      theirs(all.profiles, ours.profiles),
    ]);
  }
}

/** What isn't somebody else's. */
export function withoutStranger(state: AccountState): AccountState {
  const theirs = state.addresses.find(({ emailAddress }) => emailAddress === STRANGER)?.id;
  return {
    ...state,
    addresses: state.addresses.filter(({ id }) => id !== theirs),
    signatures: state.signatures.filter(({ addressId }) => addressId !== theirs),
    mappings: state.mappings.filter(({ toAddresses }) => !toAddresses.includes(STRANGER)),
    profiles: state.profiles.filter(({ name }) => name !== STRANGERS_NAME),
  };
}

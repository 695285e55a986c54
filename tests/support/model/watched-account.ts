import type { RequestRecord, Simulator, SimulatorOptions } from "../../../provider/simulator/index";
import { type Disturbance, editByHand } from "./disturbances";
import { type Edit, PLANS } from "./programs";

export const STRANGER = "stranger@example.com";

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
}

/** An account in which others have objects as well, and everything that runs do to it. */
export class WatchedAccount<Account extends Simulator> {
  readonly simulator: Account;
  /** Hears of each request. */
  onRequest: (requestCount: number) => void = () => undefined;
  #writes: Write[] = [];
  #requests: Readonly<RequestRecord>[] = [];
  #content = "";

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
  }

  /** Nothing is watched yet of the run that begins now. */
  begin(): void {
    this.#requests = [];
    this.#writes = [];
    this.#content = this.content();
  }

  get watched(): Watched {
    return { writes: this.#writes, requests: this.#requests };
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
    simulator.create("address", { emailAddress: STRANGER, name: "Stranger" });
    simulator.create("signature", { emailAddress: STRANGER, html: "<p>Not yours</p>" });
    simulator.create("mapping", {
      mappingName: "Stranger",
      mappingDescription: "",
      interactionPlanId: plan?.interactionPlanId,
      toAddresses: [STRANGER],
    });
  }
}

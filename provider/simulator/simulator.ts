import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { TOKEN_PATH } from "../../schema/api";
import { canonicalAddress } from "../../schema/canonical-address";
import type { Account } from "./account/account";
import { ApiServer } from "./http/api-server";
import { createApp, type SimulatorApp } from "./http/app";
import { Clock } from "./account/clock";
import { Consents } from "./account/consents";
import { type Fault, Faults } from "./http/faults";
import { findAddress, findPlan } from "./account/find-object";
import type { StaleReads } from "./account/journal";
import type { AccountState, StoredMapping, StoredPlan } from "./account/model";
import { GoogleIdentity } from "./identity/google";
import type { SimulatorOptions } from "./options";
import { type Fields, type ObjectKind, OUT_OF_BAND } from "./control/out-of-band";
import { DEFAULT_PLANS, seedPlans } from "./account/plans";
import { type Refusal, Refusals } from "./account/refusals";
import { RequestLog, type RequestRecord } from "./http/request-log";
import { type Mail, type Route, routeMail } from "./account/routing";
import { DEFAULT_SETTINGS, type Settings } from "./settings";
import { presentAddress, signedInByPerson, signedOut } from "./account/sign-in";
import { Store } from "./account/store";
import { readStoreFile, writeStoreFile } from "./account/store-file";
import { Tokens } from "./http/tokens";
import { WriteLock } from "./http/write-lock";

const MAX_LOGGED_REQUESTS = 100_000;
const DEFAULT_CLIENT = { clientId: "simulator", clientSecret: "simulator-secret" };

/**
 * A simulated VCC account: its objects, and every way to disturb it. `startSimulator` puts it behind HTTP.
 *
 * @example
 * ```ts
 * import { startSimulator } from "pulumi-vcc/simulator";
 *
 * const simulator = await startSimulator({ staleReads: { lagMs: 500 } });
 * simulator.create("profile", { name: "Care" });
 * simulator.edit("profile", "Care", { description: "Changed by hand" });
 * console.log(simulator.state().profiles);
 * await simulator.stop();
 * ```
 */
export class Simulator {
  /** The objects. Change them through the methods below, which keep the contract's rules. */
  readonly store: Store;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The API as an HTTP application. */
  readonly app: SimulatorApp;
  /** Stands in for Google where the provider tries a service account's key. */
  readonly google = new GoogleIdentity();
  readonly #options: SimulatorOptions;
  readonly #clock: Clock;
  readonly #account: Account;
  readonly #tokens: Tokens;
  readonly #faults = new Faults(TOKEN_PATH);
  readonly #refusals: Refusals;
  readonly #log: RequestLog;
  readonly #writeLock = new WriteLock();
  readonly #settings: Settings;
  readonly #stopped = new AbortController();

  /** Error: an `Error` that names the file, where the file isn't a store. */
  constructor(options: SimulatorOptions = {}) {
    const { file } = options;
    this.#options = options;
    this.clientId = options.clientId ?? DEFAULT_CLIENT.clientId;
    this.clientSecret = options.clientSecret ?? DEFAULT_CLIENT.clientSecret;
    this.#clock = new Clock(options.now);
    this.#tokens = new Tokens(this.#clock, this);
    this.#refusals = new Refusals(options.refuseGrant);
    this.#log = new RequestLog(options.maxLoggedRequests ?? MAX_LOGGED_REQUESTS, options.onRequest);
    this.#settings = { ...DEFAULT_SETTINGS, ...options.settings };
    const kept = file === undefined ? undefined : readStoreFile(file);
    this.store = new Store(this.#clock, (state) => file !== undefined && writeStoreFile(file, state()));
    this.store.replace(kept === undefined ? this.#emptyAccount() : this.#withPlans(kept));
    this.store.journal.setStaleReads(options.staleReads ?? { lagMs: 0 });
    this.#account = {
      store: this.store,
      clock: this.#clock,
      consents: new Consents(this.#clock),
      refusalOf: (address, grant) => this.#refusals.reasonFor(address, grant),
    };
    this.app = createApp(this.#account, this.#createServer());
    this.google.addRoutes(this.app);
  }

  /** Everything in the account as it is, however stale GETs may be. */
  state(): AccountState {
    const state = this.store.state();
    return { ...state, addresses: state.addresses.map((address) => presentAddress(address, this.#clock)) };
  }

  /** The API requests so far, the oldest first, without secrets. */
  requests(): readonly Readonly<RequestRecord>[] {
    return this.#log.list();
  }

  /** Forgets the requests so far; sequence numbers go on. */
  clearRequests(): void {
    this.#log.clear();
  }

  /** VCC loses its sign-in to this mailbox. `updatedAt` stays. Error: an `Error` for an unknown address. */
  expire(emailAddress: string, reason = "The mailbox password has changed."): void {
    const address = signedOut(findAddress(this.store, emailAddress), reason);
    this.store.change(() => this.store.addresses.put(address.id, address));
  }

  /** A person signs this mailbox in, as through the consent link. Error: an `Error` for an unknown address. */
  signIn(emailAddress: string): void {
    const address = signedInByPerson(findAddress(this.store, emailAddress), this.#clock);
    this.store.change(() => this.store.addresses.put(address.id, address));
  }

  /**
   * Somebody makes an object in VCC's own screens, under the rules of `POST`; for a signature, `emailAddress` and `html`.
   * Error: an `ApiError` for a broken rule.
   */
  create(kind: ObjectKind, fields: Fields): void {
    OUT_OF_BAND[kind].create(this.#account, fields);
  }

  /**
   * Somebody edits an object in VCC's own screens, under the rules of `PATCH` (of `PUT` for a signature), and moves its
   * `updatedAt`. An address also takes `authentication`, some of its fields, which moves nothing.
   * `key` is an id, a name, or for addresses and signatures the email address.
   * Error: an `ApiError` for a broken rule, an `Error` for an unknown object.
   */
  edit(kind: ObjectKind, key: string, patch: Fields): void {
    OUT_OF_BAND[kind].edit(this.#account, key, patch);
  }

  /**
   * Puts fields into an object as they are, without rules and without moving `updatedAt`: enum values and fields that
   * VCC may have one day. Error: as for `edit`, a `ZodError` for a field of the wrong type.
   */
  overwrite(kind: ObjectKind, key: string, fields: Fields): void {
    OUT_OF_BAND[kind].overwrite(this.store, key, fields);
  }

  /** Somebody deletes an object in VCC's own screens, under the rules of `DELETE`. Error: as for `edit`. */
  delete(kind: ObjectKind, key: string): void {
    OUT_OF_BAND[kind].delete(this.#account, key);
  }

  /** Adds an interaction plan, also under a name that exists already. Its GUID is new unless you give one. */
  addPlan(name: string, id: string = randomUUID()): StoredPlan {
    const plan = { interactionPlanId: id.toLowerCase(), interactionPlanName: name };
    this.store.change(() => this.store.plans.put(plan.interactionPlanId, plan));
    return plan;
  }

  /** `plan` is a name or a GUID. Error: an `Error` unless exactly one fits. */
  renamePlan(plan: string, name: string): void {
    const renamed = { ...findPlan(this.store, plan), interactionPlanName: name };
    this.store.change(() => this.store.plans.put(renamed.interactionPlanId, renamed));
  }

  /** Removes a plan, also while mappings name it. Error: an `Error` unless exactly one fits. */
  removePlan(plan: string): void {
    const { interactionPlanId } = findPlan(this.store, plan);
    this.store.change(() => this.store.plans.remove(interactionPlanId));
  }

  /** Arms a fault for the next requests that match. Faults meet requests in the order they were armed. */
  addFault(fault: Fault): void {
    this.#faults.add(fault);
  }

  /** The faults still to come. */
  faults(): Fault[] {
    return this.#faults.list();
  }

  clearFaults(): void {
    this.#faults.clear();
  }

  /** Refuses grants with 422, on top of the `refuseGrant` of the options. */
  refuseGrants(refusal: Refusal): void {
    this.#refusals.add(refusal);
  }

  /** Takes every `refuseGrants` back. */
  acceptGrants(): void {
    this.#refusals.clear();
  }

  /** Drops every access token early, so that the next requests get 401. */
  revokeTokens(): void {
    this.#tokens.revokeAll();
  }

  /** Changes some settings, at once. */
  set(settings: Partial<Settings>): void {
    Object.assign(this.#settings, settings);
  }

  /** From now on GETs lag behind writes. What is there already stays visible. */
  setStaleReads(stale: StaleReads): void {
    this.store.journal.setStaleReads(stale);
  }

  /** Sets the simulator's clock ahead, in ms, or back where negative. */
  skewClock(skewMs: number): void {
    this.#clock.skewMs = skewMs;
  }

  /**
   * The route of a mail now: `undefined` where no mapping takes it, or its mailbox isn't signed in, so that VCC can't
   * pull it.
   */
  route(mail: Mail): Route<StoredMapping> | undefined {
    const key = canonicalAddress(mail.to);
    const address = this.store.addresses
      .list()
      .find(({ emailAddress }) => canonicalAddress(emailAddress) === key);
    if (address === undefined) return undefined;
    const { status } = presentAddress(address, this.#clock).authentication;
    return status === "Active"
      ? routeMail(this.store.mappings.list(), { ...mail, to: address.emailAddress })
      : undefined;
  }

  /** The most writes that were ever under way at once. */
  get mostWritesAtOnce(): number {
    return this.#writeLock.mostAtOnce;
  }

  /** Back to an empty account as at the first start: no objects, faults, refusals or requests. Tokens stay valid. */
  reset(): void {
    this.#faults.clear();
    this.#refusals.clear();
    this.google.accept();
    this.#log.clear();
    this.#writeLock.reset();
    this.#clock.skewMs = 0;
    Object.assign(this.#settings, DEFAULT_SETTINGS, this.#options.settings);
    this.store.journal.setStaleReads(this.#options.staleReads ?? { lagMs: 0 });
    this.store.replace(this.#emptyAccount());
  }

  /** Ends every wait that is under way. */
  stopWaiting(): void {
    this.#stopped.abort();
  }

  #createServer(): ApiServer {
    return new ApiServer({
      account: this.#account,
      tokens: this.#tokens,
      faults: this.#faults,
      log: this.#log,
      writeLock: this.#writeLock,
      settings: this.#settings,
      sleep: (ms) => wait(ms, undefined, { signal: this.#stopped.signal }),
    });
  }

  #emptyAccount(): AccountState {
    const plans = seedPlans(this.#options.plans ?? DEFAULT_PLANS);
    return { addresses: [], signatures: [], profiles: [], mappings: [], plans };
  }

  /** The account from a file, with the plans that the options name and it lacks. */
  #withPlans(kept: AccountState): AccountState {
    const known = new Set(kept.plans.map(({ interactionPlanName }) => interactionPlanName));
    const asked = seedPlans(this.#options.plans ?? []);
    return {
      ...kept,
      plans: [...kept.plans, ...asked.filter((plan) => !known.has(plan.interactionPlanName))],
    };
  }
}

/**
 * A simulated account that nobody can reach over HTTP yet: requests go to `app`.
 *
 * @example
 * ```ts
 * import { createSimulator } from "pulumi-vcc/simulator";
 *
 * const simulator = createSimulator({ plans: ["Customer support"] });
 * const reply = await simulator.app.request("/useradmin/interactionPlans");
 * console.log(reply.status); // 401: without a token
 * ```
 */
export function createSimulator(options?: SimulatorOptions): Simulator {
  return new Simulator(options);
}

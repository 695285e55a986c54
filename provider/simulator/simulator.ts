import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { canonicalAddress } from "../../schema/canonical-address";
import { simulatedAddress, type StoredAddress } from "../kinds/email-address/simulated";
import {
  simulatedMapping,
  simulatedPlans,
  type StoredMapping,
  type StoredPlan,
} from "../kinds/interaction-plan-mapping/simulated";
import { Clock } from "./account/clock";
import { Consents } from "./account/consents";
import type { StaleReads } from "./account/journal";
import { presentAddress, signedInByPerson, signedOut } from "./account/authentication";
import { type Rows, Store } from "./account/store";
import { readStoreFile, writeStoreFile } from "./account/store-file";
import { ApiServer, type ApiServerParts, DEFAULT_SETTINGS, type Settings } from "./http/api-server";
import { createApp, type SimulatorApp } from "./http/app";
import { scopesOf } from "./http/dialect";
import { type Fault, Faults } from "./http/faults";
import { RequestLog, type RequestRecord } from "./http/request-log";
import { Tokens } from "./http/tokens";
import { WriteLock } from "./http/write-lock";
import { GoogleIdentity } from "./identity/google";
import type { AccountState, ObjectKind } from "./kinds";
import type { SimulatorOptions } from "./options";
import { addMissingPlans, DEFAULT_PLANS, findPlan, seedPlans } from "./plans";
import { type Refusal, Refusals } from "./refusals";
import type { SimulatedAccount, Fields, SimulatedKind } from "./routes/simulated-kind";
import { type Mail, mappedAddressesOf, type Route, routeMail } from "./routing";

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
  readonly #account: SimulatedAccount;
  readonly #refusals: Refusals;
  readonly #parts: ApiServerParts;
  readonly #stopped = new AbortController();

  /** Error: an `Error` that names the file, where the file isn't a store. */
  constructor(options: SimulatorOptions, kinds: readonly SimulatedKind[]) {
    const { file } = options;
    const secretBodies = kinds.flatMap((kind) => kind.secretBodies ?? []);
    const tables = kinds.flatMap((kind) => [kind, ...(kind.tables ?? [])]);
    this.#options = options;
    this.clientId = options.clientId ?? DEFAULT_CLIENT.clientId;
    this.clientSecret = options.clientSecret ?? DEFAULT_CLIENT.clientSecret;
    this.#refusals = new Refusals(options.refuseGrant);
    const clock = new Clock(options.now);
    const kept = file === undefined ? undefined : readStoreFile(file, tables);
    this.store = new Store(clock, tables, (state) => file !== undefined && writeStoreFile(file, state()));
    this.store.replace(kept ?? this.#emptyAccount());
    if (kept !== undefined) addMissingPlans(this.store, options.plans ?? []);
    this.store.journal.setStaleReads(options.staleReads ?? { lagMs: 0 });
    this.#account = {
      store: this.store,
      clock,
      kinds,
      consents: new Consents(clock),
      refusalOf: (addressId, grant) => {
        const address = this.store.table(simulatedAddress).get(addressId);
        return address && this.#refusals.reasonFor(address, grant);
      },
    };
    this.#parts = {
      account: this.#account,
      tokens: new Tokens(clock, this, () => scopesOf(options.contract ?? {})),
      faults: new Faults(),
      log: new RequestLog(options.maxLoggedRequests ?? MAX_LOGGED_REQUESTS, secretBodies, options.onRequest),
      writeLock: new WriteLock(),
      settings: { ...DEFAULT_SETTINGS, ...options.settings },
      mappedAddresses: mappedAddressesOf(this.store.table(simulatedMapping)),
      sleep: (ms) => wait(ms, undefined, { signal: this.#stopped.signal }),
    };
    this.app = createApp(this.#account, new ApiServer(this.#parts), options.contract ?? {});
    this.google.addRoutes(this.app);
  }

  /** Everything in the account as it is, however stale GETs may be. */
  state(): AccountState {
    const current = this.#account.kinds.map((kind) => {
      const rows = this.store.table(kind).list();
      return [
        kind.stateKey,
        structuredClone(rows.map((row) => kind.asOfNow?.(row, this.#account.clock) ?? row)),
      ];
    });
    return { ...this.store.state(), ...Object.fromEntries(current) } as AccountState;
  }

  /** The API requests so far, the oldest first, without secrets. */
  requests(): readonly Readonly<RequestRecord>[] {
    return this.#parts.log.list();
  }

  /** Forgets the requests so far; sequence numbers go on. */
  clearRequests(): void {
    this.#parts.log.clear();
  }

  /** VCC loses its sign-in to this mailbox. `updatedAt` stays. Error: an `Error` for an unknown address. */
  expire(emailAddress: string, reason = "The mailbox password has changed."): void {
    this.#putAddress(signedOut(simulatedAddress.find(this.#account, emailAddress), reason));
  }

  /** A person signs this mailbox in, as through the consent link. Error: an `Error` for an unknown address. */
  signIn(emailAddress: string): void {
    this.#putAddress(
      signedInByPerson(simulatedAddress.find(this.#account, emailAddress), this.#account.clock),
    );
  }

  /**
   * Somebody makes an object in VCC's own screens, under the rules of `POST`; for a signature, `emailAddress` and `html`.
   * Error: an `ApiError` for a broken rule.
   */
  create(kind: ObjectKind, fields: Fields): void {
    this.#kind(kind).create(this.#account, fields);
  }

  /**
   * Somebody edits an object in VCC's own screens, under the rules of `PATCH` (of `PUT` for a signature), and moves its
   * `updatedAt`. An address also takes `authentication`, some of its fields, which moves nothing.
   * `key` is an id, a name, or for addresses and signatures the email address.
   * Error: an `ApiError` for a broken rule, an `Error` for an unknown object.
   */
  edit(kind: ObjectKind, key: string, patch: Fields): void {
    this.#kind(kind).edit(this.#account, key, patch);
  }

  /**
   * Puts fields into an object as they are, without rules and without moving `updatedAt`: enum values and fields that
   * VCC may have one day. Error: as for `edit`, a `ZodError` for a field of the wrong type.
   */
  overwrite(kind: ObjectKind, key: string, fields: Fields): void {
    this.#kind(kind).overwrite(this.#account, key, fields);
  }

  /** Somebody deletes an object in VCC's own screens, under the rules of `DELETE`. Error: as for `edit`. */
  delete(kind: ObjectKind, key: string): void {
    this.#kind(kind).delete(this.#account, key);
  }

  /** Adds an interaction plan, also under a name that exists already. Its GUID is new unless you give one. */
  addPlan(name: string, id: string = randomUUID()): StoredPlan {
    const plan = { interactionPlanId: id.toLowerCase(), interactionPlanName: name };
    this.store.change(() => this.store.table(simulatedPlans).put(plan.interactionPlanId, plan));
    return plan;
  }

  /** `plan` is a name or a GUID. Error: an `Error` unless exactly one fits. */
  renamePlan(plan: string, name: string): void {
    const renamed = { ...findPlan(this.store, plan), interactionPlanName: name };
    this.store.change(() => this.store.table(simulatedPlans).put(renamed.interactionPlanId, renamed));
  }

  /** Removes a plan, also while mappings name it. Error: an `Error` unless exactly one fits. */
  removePlan(plan: string): void {
    const { interactionPlanId } = findPlan(this.store, plan);
    this.store.change(() => this.store.table(simulatedPlans).remove(interactionPlanId));
  }

  /** Arms a fault for the next requests that match. Faults meet requests in the order they were armed. */
  addFault(fault: Fault): void {
    this.#parts.faults.add(fault);
  }

  /** The faults still to come. */
  faults(): Fault[] {
    return this.#parts.faults.list();
  }

  clearFaults(): void {
    this.#parts.faults.clear();
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
    this.#parts.tokens.revokeAll();
  }

  /** Changes some settings, at once. */
  set(settings: Partial<Settings>): void {
    Object.assign(this.#parts.settings, settings);
  }

  /** From now on GETs lag behind writes. What is there already stays visible. */
  setStaleReads(stale: StaleReads): void {
    this.store.journal.setStaleReads(stale);
  }

  /** Sets the simulator's clock ahead, in ms, or back where negative. */
  skewClock(skewMs: number): void {
    this.#account.clock.skewMs = skewMs;
  }

  /**
   * The route of a mail now: `undefined` where no mapping takes it, or its mailbox isn't signed in, so that VCC can't
   * pull it.
   */
  route(mail: Mail): Route<StoredMapping> | undefined {
    const key = canonicalAddress(mail.to);
    const addresses = this.store.table(simulatedAddress).list();
    const address = addresses.find(({ emailAddress }) => canonicalAddress(emailAddress) === key);
    const isPulled =
      address && presentAddress(address, this.#account.clock).authentication.status === "Active";
    return isPulled ? routeMail(this.store.table(simulatedMapping).list(), mail) : undefined;
  }

  /** The most writes that were ever under way at once. */
  get mostWritesAtOnce(): number {
    return this.#parts.writeLock.mostAtOnce;
  }

  /** Back to an empty account as at the first start: no objects, faults, refusals or requests. Tokens stay valid. */
  reset(): void {
    this.#parts.faults.clear();
    this.#refusals.clear();
    this.google.accept();
    this.#parts.log.clear();
    this.#parts.writeLock.reset();
    this.#account.clock.skewMs = 0;
    Object.assign(this.#parts.settings, DEFAULT_SETTINGS, this.#options.settings);
    this.store.journal.setStaleReads(this.#options.staleReads ?? { lagMs: 0 });
    this.store.replace(this.#emptyAccount());
  }

  /** Ends every wait that is under way. */
  stopWaiting(): void {
    this.#stopped.abort();
  }

  #kind(noun: ObjectKind): SimulatedKind {
    const kind = this.#account.kinds.find((candidate) => candidate.noun === noun);
    if (kind === undefined) throw new Error(`The simulator has no kind "${noun}".`);
    return kind;
  }

  #putAddress(address: StoredAddress): void {
    this.store.change(() => this.store.table(simulatedAddress).put(address.id, address));
  }

  #emptyAccount(): Rows {
    return { plans: seedPlans(this.#options.plans ?? DEFAULT_PLANS) };
  }
}

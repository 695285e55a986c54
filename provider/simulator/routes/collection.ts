import { randomBytes } from "node:crypto";
import * as z from "zod";
import { idOf, nameOf, type ObjectEndpoint } from "../../../schema/endpoint";
import { conflict, type FieldError, invalidFields, notFound } from "../account/api-error";
import { parseBody, sentFields } from "../account/body";
import type { Clock } from "../account/clock";
import type { SimulatedTable } from "../account/table";
import { type ApiCall, type ApiReply, type ApiRoute, listReply, routesOf } from "./api-route";
import { type BodyRules, bodiesOf } from "./bodies";
import { requireMentioned, requireUnmentioned } from "./references";
import type { SimulatedAccount, Fields, ForeignKey, SecretBody, SimulatedKind } from "./simulated-kind";

/** Field whose value no two objects share. */
interface UniqueField {
  readonly path: string;
  /** A value in the spelling that values are compared in. Left out: as it is. */
  readonly compared?: (value: string) => string;
}

/** Part of an object that changes by itself, without moving its `updatedAt`. */
interface Part {
  readonly stored: z.ZodObject;
  /** The part of a new object. */
  readonly fresh: object;
}

/** The facts of a collection. */
export interface CollectionSpec<
  Row extends object,
  Noun extends string,
  StateKey extends string,
  Other extends SimulatedTable,
>
  extends
    BodyRules,
    Pick<
      SimulatedKind<Row, Noun, StateKey, Other>,
      "noun" | "stateKey" | "addedInLaterRelease" | "tables" | "secretBodies" | "references" | "asOfNow"
    > {
  /** The object in the error of a control command that finds none. Default: `noun`. */
  readonly label?: string;
  readonly endpoint: ObjectEndpoint<object, object>;
  /** Beginning of ids, such as `adr`. */
  readonly idPrefix: string;
  readonly stored: z.ZodType<Row> & { readonly shape: Readonly<Record<string, unknown>> };
  /** The fields that a `POST` may leave out and a `PATCH` may clear by null, and what they are then. */
  readonly defaults: Fields;
  readonly parts?: Readonly<Record<string, Part>>;
  readonly unique: readonly UniqueField[];
  /** Body of a 404. `instance` is the path that was asked for. */
  readonly notFound: (instance: string) => Fields;
  /** True for what a person may call an object, besides its id and its name. */
  readonly isCalled?: (row: Row, key: string) => boolean;
  /** The object in the simulator's own spelling and order, where the contract promises neither. Default: as stored. */
  readonly respelled?: (row: Row) => object;
  /** Routes besides the collection's own. */
  readonly moreRoutes?: (account: SimulatedAccount) => readonly ApiRoute[];
}

/** A kind whose objects are listed, made, changed and deleted by the usual five calls. */
export class SimulatedCollection<
  Row extends object,
  Noun extends string,
  StateKey extends string,
  Other extends SimulatedTable = never,
> implements SimulatedKind<Row, Noun, StateKey, Other> {
  readonly noun: Noun;
  readonly stateKey: StateKey;
  readonly stored: z.ZodType<Row>;
  readonly idKey: string;
  readonly addedInLaterRelease: boolean;
  readonly tables: readonly Other[];
  readonly secretBodies: readonly SecretBody[];
  readonly references: readonly ForeignKey<Row>[];
  readonly #spec: CollectionSpec<Row, Noun, StateKey, Other>;
  readonly #bodies: ReturnType<typeof bodiesOf>;

  constructor(spec: CollectionSpec<Row, Noun, StateKey, Other>) {
    this.#spec = spec;
    this.noun = spec.noun;
    this.stateKey = spec.stateKey;
    this.stored = spec.stored;
    this.idKey = spec.endpoint.idKey;
    this.addedInLaterRelease = spec.addedInLaterRelease ?? false;
    this.tables = spec.tables ?? [];
    this.secretBodies = spec.secretBodies ?? [];
    this.references = spec.references ?? [];
    this.#bodies = bodiesOf(spec);
  }

  routes(account: SimulatedAccount): readonly ApiRoute[] {
    const { endpoint, moreRoutes } = this.#spec;
    const all = routesOf(endpoint);
    const one = { ...all, path: `${endpoint.path}/:id` };
    const show = (row: Row) => this.reply(account, row);
    const table = account.store.table(this);
    return [
      {
        ...all,
        call: "list",
        method: "GET",
        run: ({ readAt, query }) => listReply(endpoint.listKey, table.list(readAt).map(show), query),
      },
      {
        ...one,
        call: "read",
        method: "GET",
        run: (call) => ({ status: 200, body: show(this.one(account, call)) }),
      },
      {
        ...all,
        call: "create",
        method: "POST",
        run: ({ body }) => ({ status: 201, body: show(this.create(account, body)) }),
      },
      {
        ...one,
        call: "update",
        method: "PATCH",
        run: (call) => {
          const row = this.one(account, call);
          const changed = call.isWhole
            ? this.#replace(account, row, call.body)
            : this.#change(account, row, parseBody(this.#bodies.patch, call.body));
          return { status: 200, body: show(changed) };
        },
      },
      {
        ...one,
        call: "delete",
        method: "DELETE",
        run: (call) => this.#remove(account, this.one(account, call), call.isUnguarded),
      },
      ...(moreRoutes?.(account) ?? []),
    ];
  }

  /** The object that a call's path names. Error: 404. */
  one({ store }: SimulatedAccount, { id, readAt, path }: ApiCall): Row {
    const row = store.table(this).get(id, readAt);
    if (row === undefined) throw notFound(this.#spec.notFound(path));
    return row;
  }

  /** The object in a reply. */
  reply({ clock }: SimulatedAccount, row: Row): object {
    const current = this.asOfNow(row, clock);
    return this.#spec.respelled?.(current) ?? current;
  }

  /** The object that a person calls by id, name or another unique field. Error: an `Error` unless exactly one fits. */
  find({ store }: SimulatedAccount, key: string): Row {
    const { endpoint, isCalled, label = this.noun } = this.#spec;
    const calls = (row: Row) =>
      idOf(endpoint, row) === key || nameOf(endpoint, row) === key || isCalled?.(row, key) === true;
    return theOnly(store.table(this).list().filter(calls), label, key);
  }

  labelOf(row: Row): string {
    return this.#spec.endpoint.labelOf(row);
  }

  asOfNow(row: Row, clock: Clock): Row {
    return this.#spec.asOfNow?.(row, clock) ?? row;
  }

  create(account: SimulatedAccount, body: unknown): Row {
    const { defaults, parts = {}, idPrefix, stored } = this.#spec;
    const fields = parseBody(this.#bodies.post, body);
    const time = account.clock.stamp();
    const row = stored.parse({
      [this.idKey]: `${idPrefix}_${randomBytes(6).toString("hex")}`,
      ...defaults,
      ...sentFields(fields),
      ...Object.fromEntries(Object.entries(parts).map(([key, { fresh }]) => [key, fresh])),
      ...("createdAt" in stored.shape && { createdAt: time }),
      updatedAt: time,
    });
    requireMentioned(account.store, row, this.references, () => true);
    this.#requireFree(account, row);
    return this.#put(account, row);
  }

  edit(account: SimulatedAccount, key: string, fields: Fields): void {
    const { parts = {} } = this.#spec;
    const row = this.find(account, key);
    const isPart = ([name]: readonly [string, unknown]) => Object.hasOwn(parts, name);
    const entries = Object.entries(fields);
    const patch = parseBody(
      this.#bodies.patch,
      Object.fromEntries(entries.filter((entry) => !isPart(entry))),
    );
    const parted = Object.entries(parts)
      .filter(([name]) => fields[name] !== undefined)
      .map(([name, { stored }]) => {
        const Patch = z.strictObject(stored.shape).partial();
        return [name, sentFields(parseBody(Patch, fields[name]))] as const;
      });
    const isChanged = Object.keys(patch).length > 0 || Object.keys(parts).length === 0;
    const next = isChanged ? this.#change(account, row, patch) : row;
    if (parted.length > 0) this.#put(account, this.stored.parse(withParts(next, parted)));
  }

  overwrite(account: SimulatedAccount, key: string, fields: Fields): void {
    const row = this.stored.parse({ ...this.find(account, key), ...fields });
    this.#requireFree(account, row);
    this.#put(account, row);
  }

  delete(account: SimulatedAccount, key: string): void {
    this.#remove(account, this.find(account, key));
  }

  /** Absent keys stay, null clears. Error: 409, 422. */
  #change(account: SimulatedAccount, row: Row, patch: Fields): Row {
    const { defaults } = this.#spec;
    const sent = Object.entries(sentFields(patch)).map(([key, value]) => [key, value ?? defaults[key]]);
    const next = this.stored.parse({ ...row, ...Object.fromEntries(sent) });
    // What a patch leaves out is not looked at.
    requireMentioned(account.store, next, this.references, (path) => patch[firstKey(path)] !== undefined);
    this.#requireFree(account, next);
    return this.#put(account, this.stored.parse({ ...next, updatedAt: account.clock.stamp() }));
  }

  /** Absent keys are cleared; fields that this release doesn't know are as the body has them, too. Error: 400, 409, 422. */
  #replace(account: SimulatedAccount, row: Row, body: unknown): Row {
    const { content, defaults, fixed = [], parts = {} } = this.#spec;
    const given = (typeof body === "object" && body !== null ? body : {}) as Fields;
    const old = row as Fields;
    const own = [...Object.keys(content), ...Object.keys(parts), this.idKey, "createdAt", "updatedAt"];
    const extra = Object.keys(old).filter((key) => !own.includes(key));
    const missing = Object.keys(content).filter((key) => !(key in given));
    const bodyOfPatch = Object.fromEntries([
      ...missing.map((key) => [key, key in defaults ? null : undefined]),
      ...Object.entries(given).filter(
        ([key, value]) => !extra.includes(key) && !(fixed.includes(key) && value === old[key]),
      ),
    ]) as Fields;
    const required = missing.filter((key) => !(key in defaults));
    if (required.length > 0) throw invalidFields(required.map((path) => ({ message: "Missing.", path })));
    const kept = Object.fromEntries(
      Object.entries(old).filter(([key]) => !extra.includes(key) || key in given),
    );
    return this.#change(account, this.stored.parse(kept), parseBody(this.#bodies.patch, bodyOfPatch));
  }

  #put({ store }: SimulatedAccount, row: Row): Row {
    store.change(() => store.table(this).put(idOf(this.#spec.endpoint, row), row));
    return row;
  }

  #remove(account: SimulatedAccount, row: Row, isUnguarded = false): ApiReply {
    if (!isUnguarded) requireUnmentioned(account, this, row);
    const { store, kinds } = account;
    const id = idOf(this.#spec.endpoint, row);
    const companions = kinds.filter(({ goesWith }) => goesWith?.stateKey === this.stateKey);
    store.change(() => {
      for (const table of [this, ...companions]) store.table<object>(table).remove(id);
    });
    return { status: 204 };
  }

  /** Error: 409 that names every field whose value another object has. */
  #requireFree({ store }: SimulatedAccount, row: Row): void {
    const { endpoint, unique } = this.#spec;
    const id = idOf(endpoint, row);
    const others = store
      .table(this)
      .list()
      .filter((other) => idOf(endpoint, other) !== id);
    const errors = unique.flatMap(({ path, compared = String }): FieldError[] => {
      const valueOf = (one: object) => compared(String((one as Fields)[path]));
      const value = valueOf(row);
      if (!others.some((other) => valueOf(other) === value)) return [];
      return [{ message: `Another object has this ${path} already.`, path }];
    });
    if (errors.length > 0) throw conflict("Conflict", errors);
  }
}

/** The object with some fields of its parts in place of those that they had. */
function withParts(row: object, parts: readonly (readonly [string, object])[]): object {
  const old = row as Readonly<Record<string, object>>;
  return { ...row, ...Object.fromEntries(parts.map(([name, part]) => [name, { ...old[name], ...part }])) };
}

function firstKey(path: string): string {
  return path.split(".", 1)[0] ?? path;
}

/** The only one of what fits a key. Error: an `Error` unless there is exactly one. */
export function theOnly<Row>(rows: readonly Row[], what: string, key: string): Row {
  const [row, ...others] = rows;
  if (row === undefined) throw new Error(`The simulator has no ${what} "${key}".`);
  if (others.length > 0) throw new Error(`The simulator has ${rows.length} of ${what} "${key}": give an id.`);
  return row;
}

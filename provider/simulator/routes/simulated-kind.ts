import type { Clock } from "../account/clock";
import type { Consents } from "../account/consents";
import type { Grant } from "../account/grants";
import type { Store } from "../account/store";
import type { SimulatedTable } from "../account/table";
import type { ApiRoute } from "./api-route";

/** JSON fields in the API's spelling. */
export type Fields = Readonly<Record<string, unknown>>;

/** The account as routes see it. */
export interface SimulatedAccount {
  readonly store: Store;
  readonly clock: Clock;
  readonly kinds: readonly SimulatedKind[];
  readonly consents: Consents;
  /** Reason why VCC doesn't sign this address in by a grant, or `undefined` where it does. */
  readonly refusalOf: (addressId: string, grant: Grant) => string | undefined;
}

/** A body that may hold secrets. */
export interface SecretBody {
  /** End of the paths that it is sent to. */
  readonly pathEnd: string;
  /** The body as the request log keeps it. */
  readonly redact: (body: unknown) => unknown;
}

/** Place in an object that names another one. */
export interface Mention {
  /** As an error tells it, such as `toAddresses.0`. */
  readonly path: string;
  readonly key: string;
}

/** Objects that a kind's objects name. */
export interface ForeignKey<Row extends object = object, Target extends object = object> {
  readonly to: SimulatedTable<Target>;
  mentions(row: Row): readonly Mention[];
  /** Key that a mention names an object by. */
  keyOf(target: Target): string;
  /** A key in the spelling that keys are compared in. Left out: as it is. */
  readonly compared?: (key: string) => string;
  /** Message of the 422 where there is no such object. */
  missing(key: string): string;
  /** 409 of an object's deletion while others name it. Left out: it may be deleted all the same. */
  readonly blocksDeletion?: { readonly title: string; message(labels: string): string };
}

/** Everything that the simulator knows of a kind of object. Most are a `SimulatedCollection`. */
export interface SimulatedKind<
  Row extends object = object,
  Noun extends string = string,
  StateKey extends string = string,
  Other extends SimulatedTable = SimulatedTable,
> extends SimulatedTable<Row, StateKey> {
  /** Its word in control commands, such as `address`. */
  readonly noun: Noun;
  /** Other objects that come with the kind and that nobody makes through the API. */
  readonly tables?: readonly Other[];
  readonly secretBodies?: readonly SecretBody[];
  readonly references?: readonly ForeignKey<Row>[];
  /** Objects that take those of equal id of this kind along when they are deleted. */
  readonly goesWith?: SimulatedTable;
  routes(account: SimulatedAccount): readonly ApiRoute[];
  /** The object in an error's text. */
  labelOf(row: Row): string;
  /** The object at this time, where it changes by time alone. */
  asOfNow?(row: Row, clock: Clock): Row;
  /** Somebody makes one in VCC's own screens. Error: as for `POST`. */
  create(account: SimulatedAccount, fields: Fields): void;
  /** Somebody edits one. Error: as for `PATCH`; an `Error` where `key` fits none. */
  edit(account: SimulatedAccount, key: string, patch: Fields): void;
  /** Puts fields in as they are. Error: 409, a `ZodError`; an `Error` where `key` fits none. */
  overwrite(account: SimulatedAccount, key: string, fields: Fields): void;
  /** Somebody deletes one. Error: as for `DELETE`; an `Error` where `key` fits none. */
  delete(account: SimulatedAccount, key: string): void;
}

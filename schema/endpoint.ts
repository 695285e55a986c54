import type * as z from "zod";
import type { ApiName } from "./api";

/** A list of VCC's API. */
export interface ListEndpoint<Dto> {
  /** Word of a contract profile for the kind of object, such as `emailProfile`. */
  readonly kind: string;
  readonly api: ApiName;
  /** Name of a single object in messages, such as `email profile`. */
  readonly noun: string;
  readonly plural: string;
  /** Below the API's base URL. */
  readonly path: string;
  /** The collection's key in a list's reply. */
  readonly listKey: string;
  /** Field of an object that holds its id. */
  readonly idKey: string;
  /** Field of an object that holds its name. */
  readonly nameKey: string;
  readonly dto: z.ZodType<Dto>;
}

/** A list whose objects can be made, changed and deleted. `Body` is an object's content as `POST` takes it. */
export interface ObjectEndpoint<Dto, Body> extends ListEndpoint<Dto> {
  /** An object that has no id yet as messages name it. */
  labelOf(body: Body): string;
}

/** What belongs to an object without being one of its fields, with calls of its own. */
export interface Part {
  /** Word of a contract profile for it, such as `emailSignature`. */
  readonly kind: string;
  /** In messages, such as `signatures`. */
  readonly plural: string;
  /** Below the object, such as `/signature`. */
  readonly path: string;
}

/** Id of an object. */
export function idOf({ idKey }: Pick<ListEndpoint<object>, "idKey">, dto: object): string {
  return textOf(dto, idKey);
}

/** Name of an object. */
export function nameOf<Dto extends object>({ nameKey }: ListEndpoint<Dto>, dto: Dto): string {
  return textOf(dto, nameKey);
}

function textOf(dto: object, key: string): string {
  return String((dto as Readonly<Record<string, unknown>>)[key]);
}

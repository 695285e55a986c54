import type * as z from "zod";
import type { Scope } from "./api";

/** A list of VCC's API. */
export interface ListEndpoint<Dto> {
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
  /** Version of the media type. Default: `EMAIL_VERSION`. */
  readonly version?: number;
  /** Scope of a token that may read it. Default: `READ_SCOPE`. */
  readonly scope?: Scope;
}

/** A list whose objects can be made, changed and deleted. `Body` is an object's content as `POST` takes it. */
export interface ObjectEndpoint<Dto, Body> extends ListEndpoint<Dto> {
  /** An object that has no id yet as messages name it. */
  labelOf(body: Body): string;
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

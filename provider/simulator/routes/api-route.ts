import type { ApiName, PageMeta } from "../../../schema/api";
import type { ListEndpoint, Part } from "../../../schema/endpoint";
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from "../../../schema/limits";
import { invalidFields } from "../account/api-error";

/** An authorised request, its body already parsed as JSON. */
export interface ApiCall {
  /** The `:id` of the path, or an empty text. */
  readonly id: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** `undefined` where no body was sent. */
  readonly body: unknown;
  /** The commit that this request may see: an older one when reads are stale. */
  readonly readAt: number;
  /** The simulator's own URL, as the client spelled it. */
  readonly origin: string;
  /** True for an update whose body is the whole object, not what changes. */
  readonly isWhole?: boolean;
  /** True where a deletion takes no notice of what names the object. */
  readonly isUnguarded?: boolean;
}

export interface ApiReply {
  readonly status: 200 | 201 | 204;
  readonly body?: unknown;
}

/** A method on a path. `run` is synchronous, so two writes never mix. Failures are `ApiError`s. */
export interface ApiRoute {
  readonly api: ApiName;
  /** Words of a contract profile for the kind of object, and for the call. */
  readonly kind: string;
  readonly call: string;
  /** Kind of the object that the path lies below, where that is another one. */
  readonly owner?: string;
  /** Path and key of the list that the route belongs to. */
  readonly listPath: string;
  readonly listKey: string;
  /** True if it also answers where the email channel isn't enabled. */
  readonly isOutsideEmail?: boolean;
  /** True for a body that isn't spelled as objects are. */
  readonly isVerbatim?: boolean;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As hono writes it: `/channels/email/addresses/:id`. */
  readonly path: string;
  readonly run: (call: ApiCall) => ApiReply;
}

type ListFacts = Pick<ApiRoute, "api" | "kind" | "listPath" | "listKey" | "path">;

/** The facts of routes that belong to a list. */
export function routesOf({ api, kind, path, listKey }: ListEndpoint<object>): ListFacts {
  return { api, kind, listPath: path, listKey, path };
}

/** The facts of routes of something that belongs to an object of a list. */
export function partRoutesOf(owner: ListEndpoint<object>, part: Part): ListFacts & Pick<ApiRoute, "call"> {
  return { ...routesOf(owner), call: part.kind, path: `${owner.path}/:id${part.path}` };
}

/** Builds a page of a list, under `key` and with its `meta`. Error: 400 on `page` or `limit`. */
export function listReply(key: string, rows: readonly unknown[], query: URLSearchParams): ApiReply {
  const page = pageNumber(query, "page", 1, 1_000_000_000);
  const limit = pageNumber(query, "limit", DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
  const items = rows.slice((page - 1) * limit, page * limit);
  const meta: PageMeta = {
    page,
    count: items.length,
    pageCount: Math.ceil(rows.length / limit),
    totalCount: rows.length,
  };
  return { status: 200, body: { [key]: items, meta } };
}

function pageNumber(query: URLSearchParams, name: string, fallback: number, most: number): number {
  const text = query.get(name);
  if (text === null) return fallback;
  const value = Number(text);
  if (/^\d+$/u.test(text) && value >= 1 && value <= most) return value;
  throw invalidFields([{ message: `${name}: whole number from 1 to ${most}.`, path: name }]);
}

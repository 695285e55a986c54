import type { PageMeta } from "../../../schema/api";
import type { ListEndpoint } from "../../../schema/endpoint";
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
}

export interface ApiReply {
  readonly status: 200 | 201 | 204;
  readonly body?: unknown;
}

/** Rules of the requests to a path. Default: those of the email channel. */
export interface ApiRules extends Pick<ListEndpoint<object>, "version" | "scope"> {
  /** True if it also answers where the email channel isn't enabled. */
  readonly isOutsideEmail?: boolean;
}

/** A method on a path. `run` is synchronous, so two writes never mix. Failures are `ApiError`s. */
export interface ApiRoute extends ApiRules {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As hono writes it: `/channels/email/addresses/:id`. */
  readonly path: string;
  readonly run: (call: ApiCall) => ApiReply;
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

/**
 * Media types and scopes of VCC's API, in one place so that they can be corrected in minutes by somebody who
 * holds the vendor's private reference. Assumed unless a comment says "documented".
 */
export const REGIONS = ["emea", "nam", "apac"] as const;

/** Domains of VCC's hosts, below the region's name; the API's are called `api` there. Source: both are documented. */
export const HOST_FAMILIES = { vonage: "cc.vonage.com", newvoicemedia: "newvoicemedia.com" } as const;

/** Documented. */
export const TOKEN_PATH = "/Auth/connect/token";

/** Media type of requests and replies. Documented: the version is mandatory. */
export const MEDIA_TYPE = "application/vnd.newvoicemedia.v{version}+json";

/** Documented. */
export const PLANS_SCOPE = "users:read";
export const READ_SCOPE = "admin:read";
export const WRITE_SCOPE = "admin:write";

/** What belongs to an API as a whole, as VCC versions whole APIs. */
export interface ApiFacts {
  readonly version: number;
  readonly scopes: {
    /** Of a token for `GET`. */
    readonly read: string;
    /** Of a token for all else. */
    readonly write: string;
  };
}

/** VCC's APIs. Source: the one of plans documented, the others assumed. */
export const APIS = {
  /** Addresses, signatures and profiles. */
  email: { version: 1, scopes: { read: READ_SCOPE, write: WRITE_SCOPE } },
  interactionplanmanager: { version: 1, scopes: { read: READ_SCOPE, write: WRITE_SCOPE } },
  /** Interaction plans, which are only read. */
  useradmin: { version: 4, scopes: { read: PLANS_SCOPE, write: WRITE_SCOPE } },
} as const satisfies Readonly<Record<string, ApiFacts>>;
export type ApiName = keyof typeof APIS;

/** A list's `meta`. Source: documented. */
export interface PageMeta {
  readonly page: number;
  readonly count: number;
  readonly pageCount: number;
  readonly totalCount: number;
}

/**
 * Media types and scopes of VCC's API, in one place so that they can be corrected in minutes by somebody who
 * holds the vendor's private reference. Assumed unless a comment says "documented".
 */
export const REGIONS = ["emea", "nam", "apac"] as const;

/** Domains of VCC's hosts, below the region's name; the API's are called `api` there. Source: both are documented. */
export const HOST_FAMILIES = { vonage: "cc.vonage.com", newvoicemedia: "newvoicemedia.com" } as const;

/** Documented. */
export const TOKEN_PATH = "/Auth/connect/token";

/** Documented: the version is mandatory. */
export function mediaType(version: number): string {
  return `application/vnd.newvoicemedia.v${version}+json`;
}
export const EMAIL_VERSION = 1;

/** Documented. */
export const PLANS_SCOPE = "users:read";
export const READ_SCOPE = "admin:read";
export const WRITE_SCOPE = "admin:write";
export type Scope = typeof PLANS_SCOPE | typeof READ_SCOPE | typeof WRITE_SCOPE;

/** A list's `meta`. Source: documented. */
export interface PageMeta {
  readonly page: number;
  readonly count: number;
  readonly pageCount: number;
  readonly totalCount: number;
}

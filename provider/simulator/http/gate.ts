import { ApiError, forbidden, unauthorized, versionMissing } from "../account/api-error";
import type { Rules } from "./dialect";
import type { Tokens } from "./tokens";

/** The scope of the request's token. Error: 401. */
export function authenticate(authorization: string | undefined, tokens: Tokens): string {
  const [, value] = /^Bearer (\S+)$/iu.exec(authorization ?? "") ?? [];
  const scope = value === undefined ? undefined : tokens.scopeOf(value);
  if (scope === undefined) throw unauthorized("The access token is missing, unknown or has expired.");
  return scope;
}

/** Error: 403 for another scope than the one needed, or while the email channel isn't provisioned. */
export function authorize(
  scope: string,
  { scopes, isOutsideEmail }: Pick<Rules, "scopes" | "isOutsideEmail">,
  isProvisioned: boolean,
): void {
  if (!scopes.includes(scope))
    throw forbidden("Forbidden", `The token's scope is ${scope}; this needs ${scopes.join(" or ")}.`);
  if (isProvisioned || isOutsideEmail) return;
  throw forbidden("FeatureNotProvisioned", "The email channel is not enabled for this account.");
}

/** Error: 400 without a version in Accept, or with one that this path doesn't have. Source: both documented. */
export function requireVersion(
  accept = "",
  { mediaType, version: expected }: Pick<Rules, "mediaType" | "version">,
): void {
  const [before = "", after = ""] = mediaType.split("{version}").map(escaped);
  const [, version] = new RegExp(`${before}(\\d+)${after}`, "iu").exec(accept) ?? [];
  if (version === undefined) throw versionMissing();
  if (Number(version) === expected) return;
  const message = `Invalid api-version! Valid values: ${expected}`;
  throw new ApiError(400, { statusCode: 400, error: "Bad Request", message });
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/gu, "\\$&");
}

/** Error: 415 for a body that doesn't say it is JSON. */
export function requireJson(contentType: string | undefined, bodyText: string): void {
  if (bodyText === "" || /^application\/(?:[\w.+-]+\+)?json\b/iu.test(contentType ?? "")) return;
  throw new ApiError(415, {
    statusCode: 415,
    error: "Unsupported Media Type",
    message: "Send the body as application/json.",
  });
}

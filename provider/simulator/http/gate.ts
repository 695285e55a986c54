import { EMAIL_VERSION, READ_SCOPE, WRITE_SCOPE } from "../../../schema/api";
import { ApiError, forbidden, unauthorized, versionMissing } from "../account/api-error";
import type { ApiRules } from "../routes/api-route";
import type { Tokens } from "./tokens";

const VERSION = /application\/vnd\.newvoicemedia\.v(\d+)\+json/iu;

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
  method: string,
  rules: ApiRules | undefined,
  isProvisioned: boolean,
): void {
  const needed = rules?.scope ?? (method === "GET" ? READ_SCOPE : WRITE_SCOPE);
  if (scope !== needed) throw forbidden("Forbidden", `The token's scope is ${scope}; this needs ${needed}.`);
  if (isProvisioned || rules?.isOutsideEmail === true) return;
  throw forbidden("FeatureNotProvisioned", "The email channel is not enabled for this account.");
}

/** Error: 400 without a version in Accept (documented), or with one that this path doesn't have (assumed). */
export function requireVersion(accept: string | undefined, expected: number = EMAIL_VERSION): void {
  const [, version] = VERSION.exec(accept ?? "") ?? [];
  if (version === undefined) throw versionMissing();
  if (Number(version) === expected) return;
  const message = `Version ${version} is not supported here, only version ${expected}.`;
  throw new ApiError(400, { statusCode: 400, error: "Bad Request", message });
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

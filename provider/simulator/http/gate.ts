import { EMAIL_VERSION, PLANS_SCOPE, READ_SCOPE, WRITE_SCOPE } from "../../../schema/api";
import { INTERACTION_PLANS } from "../../../schema/interaction-plan-mapping";
import { ApiError, forbidden, unauthorized, versionMissing } from "../account/api-error";
import type { Tokens } from "./tokens";

const VERSION = /application\/vnd\.newvoicemedia\.v(\d+)\+json/iu;

/** The scope that a request needs. Source: the plans' documented, the rest assumed. */
export function requiredScope(method: string, path: string): string {
  if (path === INTERACTION_PLANS.path) return PLANS_SCOPE;
  return method === "GET" ? READ_SCOPE : WRITE_SCOPE;
}

/** The scope of the request's token. Error: 401. */
export function authenticate(authorization: string | undefined, tokens: Tokens): string {
  const [, value] = /^Bearer (\S+)$/iu.exec(authorization ?? "") ?? [];
  const scope = value === undefined ? undefined : tokens.scopeOf(value);
  if (scope === undefined) throw unauthorized("The access token is missing, unknown or has expired.");
  return scope;
}

/** Error: 403 for another scope than the one needed, or while the email channel isn't provisioned. */
export function authorize(scope: string, method: string, path: string, isProvisioned: boolean): void {
  const needed = requiredScope(method, path);
  if (scope !== needed) throw forbidden("Forbidden", `The token's scope is ${scope}; this needs ${needed}.`);
  if (isProvisioned || path === INTERACTION_PLANS.path) return;
  throw forbidden("FeatureNotProvisioned", "The email channel is not enabled for this account.");
}

/** Error: 400 without a version in Accept (documented), or with one that this path doesn't have (assumed). */
export function requireVersion(accept: string | undefined, path: string): void {
  const [, version] = VERSION.exec(accept ?? "") ?? [];
  if (version === undefined) throw versionMissing();
  const expected = path === INTERACTION_PLANS.path ? INTERACTION_PLANS.version : EMAIL_VERSION;
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

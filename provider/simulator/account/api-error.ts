/** Broken rule in an error's body. */
export interface FieldError {
  readonly message: string;
  /** The field, as `dataSources.0.name`; empty for the whole body. */
  readonly path: string;
}

/**
 * A failure as the API answers it. Its bodies have no single shape, as in the real API.
 *
 * @example
 * ```ts
 * import { ApiError, createSimulator } from "pulumi-vcc/simulator";
 *
 * const simulator = createSimulator();
 * try {
 *   simulator.edit("profile", "Care", { description: "There is no such profile" });
 * } catch (error) {
 *   if (!(error instanceof ApiError)) throw error;
 *   console.log(error.status, error.body);
 * }
 * ```
 */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    super(`${status} ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
  }
}

/** 400: malformed, missing, unknown or out-of-range fields. */
export function invalidFields(errors: readonly FieldError[]): ApiError {
  return new ApiError(400, { status: 400, title: "Validation failed", errors });
}

/** 422: a reference to something that doesn't exist, or a grant that VCC refuses. */
export function unprocessable(message: string, path: string): ApiError {
  return new ApiError(422, { status: 422, title: "Unprocessable", errors: [{ message, path }] });
}

/** 409: a name or address is taken, or an object is in use. Never worth a retry. */
export function conflict(title: string, errors: readonly FieldError[]): ApiError {
  return new ApiError(409, { status: 409, title, errors });
}

/** 409 that is worth a retry: another write is under way. Source: the behaviour is documented, the body assumed. */
export function simultaneousAdministration(): ApiError {
  return new ApiError(409, { message: "Simultaneous administration" });
}

/** 400: no version in Accept. Source: documented word for word. */
export function versionMissing(): ApiError {
  return new ApiError(400, {
    statusCode: 400,
    error: "Bad Request",
    message: "Version missing from Accept header!",
  });
}

/** 401 for a token that is missing, unknown or over. */
export function unauthorized(message: string): ApiError {
  return new ApiError(401, { statusCode: 401, error: "Unauthorized", message });
}

/** 403 with a code. */
export function forbidden(code: string, message: string): ApiError {
  return new ApiError(403, { error: { code, message } });
}

/** 404. Its body has one documented shape a kind, so that clients meet all of them. */
export function notFound(body: Readonly<Record<string, unknown>>): ApiError {
  return new ApiError(404, body);
}

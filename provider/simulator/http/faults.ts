import { TOKEN_PATH } from "../../../schema/api";

/** A failure of the next requests that match. */
export interface Fault {
  /** Matches this method alone; every method when left out. */
  readonly method?: string;
  /** Matches paths that contain this regular expression. Left out: every path except the token's. */
  readonly path?: string | RegExp;
  /** Number of matching requests that meet the fault; 1 when left out. */
  readonly times?: number;
  /** Number of matching requests that pass before it; 0 when left out. */
  readonly skip?: number;
  /** Answers with this status. Left out, together with `close`: the fault only delays. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  /** Does the work first, then fails: the caller can't tell whether it happened. Failed work passes as it is. */
  readonly after?: boolean;
  /** Takes these fields in place of those that were sent, and answers accordingly: a 2xx, but not as asked. */
  readonly alters?: Readonly<Record<string, unknown>>;
  /** Answers with these fields in place of its own, at any depth; `undefined` leaves one out, as VCC may. */
  readonly tells?: Readonly<Record<string, unknown>>;
  /** Cuts the connection instead of answering. */
  readonly close?: boolean;
  /** Waits this long before the failure, in ms. */
  readonly delayMs?: number;
}

export interface ArmedFault {
  readonly fault: Fault;
  readonly pattern: RegExp | undefined;
  skip: number;
  left: number;
}

/** The faults that are armed, the oldest first. */
export class Faults {
  #armed: ArmedFault[] = [];

  /** Error: a `SyntaxError` for a path that is no regular expression. */
  add(fault: Fault): void {
    const pattern = fault.path === undefined ? undefined : new RegExp(fault.path);
    this.#armed.push({ fault, pattern, skip: fault.skip ?? 0, left: fault.times ?? 1 });
  }

  /** The faults that are still to come, with what is left of their `times` and `skip`. */
  list(): Fault[] {
    const pending = this.#armed.filter(({ left }) => left > 0);
    return pending.map(({ fault, pattern, left, skip }) => ({
      ...fault,
      ...(pattern && { path: pattern.source }),
      times: left,
      skip,
    }));
  }

  clear(): void {
    this.#armed = [];
  }

  /** The fault that this request meets, one of its times spent; add 1 to its `left` to take that back. */
  take(method: string, path: string): ArmedFault | undefined {
    const armed = this.#armed.find((candidate) => candidate.left > 0 && matches(candidate, method, path));
    if (armed === undefined) return undefined;
    armed.left -= 1;
    return armed;
  }
}

/** Spends one of the requests that pass before the fault. */
function matches(armed: ArmedFault, method: string, path: string): boolean {
  const { fault, pattern } = armed;
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false;
  const isMeant = pattern === undefined ? path !== TOKEN_PATH : pattern.test(path);
  if (!isMeant || armed.skip === 0) return isMeant;
  armed.skip -= 1;
  return false;
}

/** The fault's answer. */
export function faultResponse(fault: Fault, status: number): Response {
  const { body = { message: "Simulated fault" } } = fault;
  const isText = typeof body === "string";
  const headers = new Headers(fault.headers);
  if (!headers.has("content-type")) {
    headers.set(
      "content-type",
      !isText ? "application/json" : body.startsWith("<") ? "text/html" : "text/plain",
    );
  }
  const hasBody = status !== 204 && status !== 304;
  return new Response(hasBody ? (isText ? body : JSON.stringify(body)) : null, { status, headers });
}

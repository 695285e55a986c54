import { TOKEN_PATH } from "../../../schema/api";
import type { SecretBody } from "../routes/simulated-kind";

const LONGEST_TEXT = 4096;

/** An API request as the simulator met it. Holds no secret. */
export interface RequestRecord {
  /** 1 for the first request since the start, in order of arrival. */
  readonly sequence: number;
  /** ISO 8601 UTC, by the simulator's clock. */
  readonly time: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The scope of the token in use, or asked for; null without a valid one. */
  scope: string | null;
  /** Null until it is answered, and for good when the connection is cut. */
  status: number | null;
  /** The JSON body without secrets: of a grant only provider, method and fingerprint. Absent where none was sent. */
  body?: unknown;
  /** True if a fault met it. */
  faulted: boolean;
  /** True if it changed the account, whatever was answered. */
  committed: boolean;
  /** After a committed write: every address that some mapping names, in lower case and sorted. */
  mappedAddresses?: readonly string[];
}

/** The last API requests, the oldest first. */
export class RequestLog {
  readonly #limit: number;
  readonly #secretBodies: readonly SecretBody[];
  readonly #onRequest: (record: Readonly<RequestRecord>) => void;
  #records: RequestRecord[] = [];
  #sequence = 0;

  /** Keeps the last `limit` requests. `onRequest` hears of each once it is over. */
  constructor(
    limit: number,
    secretBodies: readonly SecretBody[],
    onRequest: (record: Readonly<RequestRecord>) => void = () => undefined,
  ) {
    this.#limit = limit;
    this.#secretBodies = secretBodies;
    this.#onRequest = onRequest;
  }

  open(time: string, method: string, url: URL, bodyText: string): RequestRecord {
    this.#sequence += 1;
    const body = redactBody(url.pathname, bodyText, this.#secretBodies);
    const record: RequestRecord = {
      sequence: this.#sequence,
      time,
      method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      scope: null,
      status: null,
      ...(body !== undefined && { body }),
      faulted: false,
      committed: false,
    };
    this.#records.push(record);
    // In batches: taking one off the front of a long list at every request would be slow.
    if (this.#records.length >= 2 * this.#limit) this.#records = this.#records.slice(-this.#limit);
    return record;
  }

  /** `status` is null where the connection was cut. */
  close(record: RequestRecord, status: number | null): void {
    record.status = status;
    this.#onRequest(record);
  }

  list(): readonly Readonly<RequestRecord>[] {
    return this.#records.slice(-this.#limit);
  }

  /** Forgets the requests so far; numbers go on. */
  clear(): void {
    this.#records = [];
  }
}

/** The body that is kept: a value only where it can't be a secret. */
function redactBody(path: string, text: string, secretBodies: readonly SecretBody[]): unknown {
  if (text === "") return undefined;
  if (path === TOKEN_PATH) {
    const form = new URLSearchParams(text);
    return { grant_type: form.get("grant_type"), scope: form.get("scope"), client_id: form.get("client_id") };
  }
  const body = parse(text);
  const secret = secretBodies.find(({ pathEnd }) => path.endsWith(pathEnd));
  return secret === undefined ? cutLongTexts(body) : secret.redact(body);
}

function cutLongTexts(value: unknown): unknown {
  if (typeof value === "string" && value.length > LONGEST_TEXT) return `${value.slice(0, LONGEST_TEXT)}…`;
  if (Array.isArray(value)) return value.map(cutLongTexts);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, cutLongTexts(field)]));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

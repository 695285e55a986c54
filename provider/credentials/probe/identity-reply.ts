import { fromGmt } from "../../values/gmt";
import { asObject } from "../../values/json-object";
import { toForeignLine } from "../../text/plain-text";
import { redactForeign, rememberSecret } from "../../text/redact";
import type { ProxyFault } from "../../net/tunnel";

declare const gate: unique symbol;
/**
 * The only type of text in what an identity provider sends: one line of at most 300 characters, without secrets and
 * commands. Servers repeat what they were sent, and a program or its settings may name any server.
 */
export type CleanText = string & { readonly [gate]: true };

/** Text of a reply; empty where it is none. */
export function cleanText(value: unknown): CleanText {
  return (typeof value === "string" ? toForeignLine(redactForeign(value)) : "") as CleanText;
}

/** Known fields of an identity provider's error response, from its raw body. Nothing else of it is kept. */
export interface RefusedBody {
  /** OAuth's `error`, or the code of an API's error. */
  readonly error: CleanText;
  /** For matching only, never shown: providers repeat what they were sent. */
  readonly description: CleanText;
  /** Google's `error_subtype`, Microsoft's `suberror`, Gmail's `reason`. */
  readonly subtype: CleanText;
  /** Microsoft's numbers, in its order. */
  readonly numbers: readonly number[];
}

/** A refusal that can be read. */
export interface Refusal {
  readonly kind: "reply";
  readonly host: string;
  readonly status: number;
  readonly body: RefusedBody;
  /** True if the server's clock differs from this machine's by more than five minutes. */
  readonly clockDiffers: boolean;
}

/** A call that didn't work out. */
export type IdentityFailure = (
  | Refusal
  /** An answer that makes no sense: a gateway's page, or a success without a token. */
  | { readonly kind: "unreadable"; readonly host: string; readonly status: number }
  | {
      readonly kind: "timeout" | "network";
      readonly host: string;
      readonly code: string;
      /** Fault of the proxy, where the call got no further. */
      readonly proxy?: ProxyFault;
    }
  /** The library made no request of the material. */
  | { readonly kind: "unsent"; readonly host: string }
) & {
  /** Call that failed, where a token takes several: the exchange of a workload's token, or its signature. */
  readonly step?: WorkloadStep;
};

export type WorkloadStep = "exchange" | "signature";

/** Failures are values here: a vendor's error carries tokens, so none is ever thrown on. */
export type IdentityReply<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: IdentityFailure };

/** An access token. In memory only. */
export interface AccessToken {
  readonly token: string;
  /** Last time that it is handed out, in ms since 1970. */
  readonly goodUntil: number;
}

/** Tokens are renewed this long before their end, so that no call meets the end itself. */
const EARLY_SECONDS = 300;
const DEFAULT_LIFE_SECONDS = 3_600;

/** An access token of a successful reply, or undefined where there is none in it. */
export function toAccessToken(token: unknown, lifeSeconds: unknown, now: number): AccessToken | undefined {
  if (typeof token !== "string" || token === "") return undefined;
  rememberSecret(token);
  const life = typeof lifeSeconds === "number" && lifeSeconds > 0 ? lifeSeconds : DEFAULT_LIFE_SECONDS;
  return { token, goodUntil: now + 1_000 * Math.max(life - EARLY_SECONDS, life / 2) };
}

export function success<T>(value: T): IdentityReply<T> {
  return { ok: true, value };
}

/** A call that didn't get to its host. */
export function stoppedAt(proxy: ProxyFault, host: string): IdentityFailure {
  return { kind: "network", host, code: proxy.code, proxy };
}

export function failed(failure: IdentityFailure): IdentityReply<never> {
  return { ok: false, failure };
}

/** Difference of clocks, in ms, beyond which signed assertions are refused. */
const CLOCK_TOLERANCE_MS = 300_000;
const PRINTABLE_CODE = /^[A-Za-z][\w.-]{0,63}$/u;

/** An answer as far as it is needed here. */
export interface RawReply {
  readonly host: string;
  readonly status: number;
  /** The `Date` header. */
  readonly date: string | undefined;
  /** As it came, or parsed already. */
  readonly body: unknown;
}

/** Reads an error response; `unreadable` where it is no JSON object with an error, or comes with a success. */
export function toFailure({ host, status, date, body }: RawReply, now: number): IdentityFailure {
  const fields = asObject(body);
  const refused = fields && (readOAuthError(fields) ?? readApiError(fields));
  if (refused === undefined) return { kind: "unreadable", host, status };
  const serverTime = fromGmt(date);
  return {
    kind: "reply",
    host,
    status,
    body: refused,
    clockDiffers: serverTime !== undefined && Math.abs(serverTime - now) > CLOCK_TOLERANCE_MS,
  };
}

/** A code as it may be shown: a short identifier; anything else might be a secret sent back. */
export function printable(code: string, otherwise: string): string {
  return PRINTABLE_CODE.test(code) ? code : otherwise;
}

function readOAuthError(fields: Readonly<Record<string, unknown>>): RefusedBody | undefined {
  if (typeof fields["error"] !== "string") return undefined;
  const description = cleanText(fields["error_description"]);
  const listed = Array.isArray(fields["error_codes"]) ? fields["error_codes"] : [];
  const numbers = listed.map(Number).filter((number) => Number.isInteger(number));
  const written = /\bAADSTS(\d{4,})/u.exec(description)?.[1];
  return {
    error: cleanText(fields["error"]),
    description,
    subtype: cleanText(fields["error_subtype"]) || cleanText(fields["suberror"]),
    numbers: numbers.length > 0 || written === undefined ? numbers : [Number(written)],
  };
}

/** Google's and Graph's form: `{ error: { code, message, status?, errors?: [{ reason }] } }`. */
function readApiError(fields: Readonly<Record<string, unknown>>): RefusedBody | undefined {
  const error = asObject(fields["error"]);
  if (error === undefined) return undefined;
  const first = Array.isArray(error["errors"]) ? asObject(error["errors"][0]) : undefined;
  return {
    error: cleanText(error["status"]) || cleanText(error["code"]),
    description: cleanText(error["message"]),
    subtype: cleanText(first?.["reason"]),
    numbers: [],
  };
}

import * as z from "zod";

export const DAY_MS = 86_400_000;

const DATE = z.iso.date();
const LOCAL = z.iso.datetime({ local: true });
const PARTS = /^(.+T[^TZ+-]+)(Z|[+-]\d{2}:?\d{2})?$/u;

/**
 * The one reading of a time that VCC, the stack's state or a credential tells: in ms since 1970, or undefined where it is
 * no time of ISO 8601. Without a zone it is UTC, wherever this runs; `Date.parse` would take it for this machine's time.
 * Source: documented.
 */
export function toMs(told: string | null | undefined): number | undefined {
  if (typeof told !== "string") return undefined;
  if (DATE.safeParse(told).success) return Date.parse(told);
  const [, local, zone = "Z"] = PARTS.exec(told) ?? [];
  if (!LOCAL.safeParse(local).success) return undefined;
  const ms = Date.parse(`${local}${zone.replace(/(\d{2})(\d{2})$/u, "$1:$2")}`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** A time with its zone; whatever has one, or is no time, stays as it is. */
export function withZone(told: string): string {
  const [, local, zone] = PARTS.exec(told) ?? [];
  return zone === undefined && LOCAL.safeParse(local).success ? `${told}Z` : told;
}

/** True if two times are the same moment, however they are spelt; what is no time is the same only as its own text. */
export function sameTime(one: string | null | undefined, other: string | null | undefined): boolean {
  const [a, b] = [toMs(one), toMs(other)];
  return a === undefined || b === undefined ? (one || undefined) === (other || undefined) : a === b;
}

/** The day of a time in UTC, as 2026-12-31. */
export function toDay(ms: number): string {
  return toIso(ms).slice(0, "2026-12-31".length);
}

/** A time as outputs carry it: ISO 8601 in UTC, whole seconds. */
export function toIso(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/u, "Z");
}

/**
 * A time that names GMT, as HTTP's `Date` header and certificates do, in ms since 1970; undefined for any other, as
 * `Date.parse` takes what names no zone for this machine's time, and a bare number for a year.
 */
export function fromGmt(text: string | undefined): number | undefined {
  const told = text?.trim() ?? "";
  const ms = /^[A-Za-z]{3}.* GMT$/u.test(told) ? Date.parse(told) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

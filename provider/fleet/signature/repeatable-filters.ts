import type { FilterImplOptions, Liquid } from "liquidjs";

type Handler = Extract<FilterImplOptions, (...all: never[]) => unknown>;

const DATE_FILTERS = ["date", "date_to_xmlschema", "date_to_rfc822", "date_to_string", "date_to_long_string"];
const HAS_ZONE = /(?:Z|GMT|UTC|[+-]\d{2}:?\d{2}|\([^()]*\))\s*$/iu;
const IS_ISO_DATE = /^\d{4}-\d{2}-\d{2}$/u;

/**
 * Takes chance, the clock and the machine's time zone out of the filters: a signature that differs at every preview is
 * written at every `up`. Times without a zone are UTC.
 */
export function makeRepeatable(engine: Liquid): void {
  engine.registerFilter("sample", () => {
    throw new Error("sample picks by chance, so the signature would change at every preview");
  });
  for (const name of DATE_FILTERS) {
    const original = engine.filters[name];
    if (typeof original !== "function") throw new Error(`liquidjs has no filter ${name}`);
    const repeatable: Handler = function (value: unknown, ...args: unknown[]): unknown {
      return original.call(this, inUtc(value), ...args);
    };
    engine.registerFilter(name, repeatable);
  }
}

function inUtc(value: unknown): unknown {
  if (typeof value !== "string") return value;
  if (value === "now" || value === "today")
    throw new Error(
      `"${value}" is another date at every preview, so the signature would be written again and again`,
    );
  if (HAS_ZONE.test(value) || IS_ISO_DATE.test(value) || /^\d+$/u.test(value)) return value;
  const time = [`${value}Z`, `${value} UTC`].map((text) => Date.parse(text)).find((ms) => !Number.isNaN(ms));
  // liquidjs takes numbers for seconds.
  return time === undefined ? value : time / 1_000;
}

import { isDeepStrictEqual } from "node:util";

/** The keys of `after` whose values differ from `before`: what a PATCH has to carry. */
export function changedKeys<Body extends object>(before: Body, after: Body): Partial<Body> {
  const old = before as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(after).filter(([key, value]) => !isDeepStrictEqual(old[key], value)),
  ) as Partial<Body>;
}

/** Whether there is nothing to send. A write that changes nothing is never sent: it could reroute live mail. */
export function isEmpty(body: object): boolean {
  return Object.keys(body).length === 0;
}

import { type Equality, sameJson } from "../values/equality";

/** Equality of a body's keys, where VCC may answer in another spelling or order. */
export type Equalities<Body> = Readonly<Partial<Record<keyof Body, Equality>>>;

/** A body as far as VCC tells it. What it leaves out is undefined: that isn't empty, but not seen. */
export type ReadBody<Body> = { readonly [Key in keyof Body]?: Body[Key] | undefined };

/** The keys of `after` whose values differ from `before`: what a PATCH has to carry. */
export function changedKeys<Body extends object>(
  before: ReadBody<Body>,
  after: Body,
  equal?: Equalities<Body>,
): Partial<Body> {
  const old = before as Readonly<Record<string, unknown>>;
  const isSame = (key: string, value: unknown) => (equal?.[key as keyof Body] ?? sameJson)(old[key], value);
  return Object.fromEntries(
    Object.entries(after).filter(([key, value]) => !isSame(key, value)),
  ) as Partial<Body>;
}

/** The part of a body that has keys of another one. */
export function sharedKeys<Body extends object>(body: Partial<Body>, other: object): Partial<Body> {
  return Object.fromEntries(
    Object.entries(body).filter(([key]) => Object.hasOwn(other, key)),
  ) as Partial<Body>;
}

/** True if there is nothing to send. A write that changes nothing is never sent: it could reroute live mail. */
export function isEmpty(body: object): boolean {
  return Object.keys(body).length === 0;
}

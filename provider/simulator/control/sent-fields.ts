/** An object's fields that have a value. */
export type SentFields<Body> = { [Key in keyof Body]?: Exclude<Body[Key], undefined> };

/** The fields that a body sent, without those it left out. */
export function sentFields<Body extends object>(body: Body): SentFields<Body> {
  const sent = Object.entries(body).filter(([, value]) => value !== undefined);
  return Object.fromEntries(sent) as SentFields<Body>;
}

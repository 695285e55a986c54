/** True for an object with keys: no array, no null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

type Optional<Bag> = {
  [Key in keyof Bag as undefined extends Bag[Key] ? never : Key]: Bag[Key];
} & {
  [Key in keyof Bag as undefined extends Bag[Key] ? Key : never]?: Exclude<Bag[Key], undefined>;
};

/** A copy of the bag without the properties that are undefined: JSON knows none. */
export function withoutUndefined<Bag extends object>(bag: Bag): Optional<Bag> {
  return Object.fromEntries(Object.entries(bag).filter(([, value]) => value !== undefined)) as Optional<Bag>;
}

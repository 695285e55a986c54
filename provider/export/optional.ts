/** The same without the properties that are undefined. */
export function optional<Bag extends object>(
  bag: Bag,
): { [Key in keyof Bag]?: Exclude<Bag[Key], undefined> } {
  const present = Object.entries(bag).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as { [Key in keyof Bag]?: Exclude<Bag[Key], undefined> };
}

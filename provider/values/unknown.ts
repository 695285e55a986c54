/** Stands for a value that is known only after apply. Hosts map their own marker to it and back. */
export const UNKNOWN: unique symbol = Symbol("known after apply");

/** True if the value is unknown or holds something unknown at any depth. */
export function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}

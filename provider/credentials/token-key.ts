import { createHash } from "node:crypto";

/** A key for what is shared within this process; it reveals nothing of what it is made of. */
export function tokenKey(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64");
}

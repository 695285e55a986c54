import { randomBytes } from "node:crypto";

/** An opaque id such as `adr_7f3c09d2e4b1`. */
export function newId(prefix: "adr" | "prf" | "map"): string {
  return `${prefix}_${randomBytes(6).toString("hex")}`;
}

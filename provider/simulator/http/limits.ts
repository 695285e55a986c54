import { CONTRACT_KINDS, type ContractKind } from "../../../schema/contract/kinds";
import type { KindProfile } from "../../../schema/contract/profile";
import { invalidFields } from "../account/api-error";
import type { Fields } from "../routes/simulated-kind";

/** Error: 400 that names every field that is longer, or greater, than the account takes. */
export function requireWithinLimits(body: Fields, kind: string, given: KindProfile["limits"] = {}): void {
  const { limits = {} } = (CONTRACT_KINDS as Readonly<Record<string, ContractKind>>)[kind] ?? {};
  const errors = Object.entries(limits).flatMap(([field, { unit, most: builtIn }]) => {
    const most = given[field] ?? builtIn;
    const size = sizeOf(body[field], unit);
    return size > most ? [{ message: `at most ${most}`, path: field }] : [];
  });
  if (errors.length > 0) throw invalidFields(errors);
}

function sizeOf(value: unknown, unit: string): number {
  if (typeof value === "number") return unit === "number" ? value : 0;
  if (typeof value !== "string") return 0;
  return unit === "bytes" ? Buffer.byteLength(value, "utf8") : [...value].length;
}

import type { Contract } from "../../schema/contract/contract";
import type { CheckFailure } from "./check";
import type { ResourceDefinition } from "./definition";

/** Inputs that the account's API has no place for, by its contract profile. */
export function absentInputs(
  definition: ResourceDefinition,
  given: Readonly<Record<string, unknown>>,
  contract: Contract,
): CheckFailure[] {
  const { kind, contractKind } = definition;
  const file = contract.name;
  if (contractKind === undefined || file === undefined) return [];
  if (contract.lacks(contractKind)) {
    const reason = `a kind of object that VCC's API has, got ${kind}, which isn't there by ${file}. Remove the resource, or correct that file.`;
    return [{ property: "", reason }];
  }
  return Object.entries(given).flatMap(([property, value]) => {
    const call = definition.callFor?.(property, value);
    const what = contract.lacksField(contractKind, definition.wireFieldOf?.(property) ?? property)
      ? "a property that VCC's API has, got one that"
      : call !== undefined && contract.lacksCall(contractKind, call)
        ? "a sign-in that VCC's API takes, got one for which a call"
        : undefined;
    if (what !== undefined)
      return [
        { property, reason: `${property}: ${what} isn't there by ${file}. Remove it, or correct that file.` },
      ];
    const sources =
      property === "dataSources" && typeof value === "object" && value !== null ? Object.keys(value) : [];
    if (sources.length < 2 || contract.dataSources(contractKind) !== "object") return [];
    const reason = `${property}: at most 1 entry, got ${sources.length}, as VCC's API has one object there by ${file}. Remove the others.`;
    return [{ property, reason }];
  });
}

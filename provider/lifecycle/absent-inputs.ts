import type { Contract } from "../../schema/contract/contract";
import type { CheckFailure } from "./check-failure";
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
    const reason =
      whatIsAbsent(definition, contractKind, contract, [property, value]) ??
      tooManySources(contract.dataSources(contractKind), property, value);
    return reason === undefined ? [] : [{ property, reason: `${property}: ${reason(file)}` }];
  });
}

/** What is wrong, by this file. */
type Reason = (file: string) => string;
type Given = readonly [property: string, value: unknown];

function whatIsAbsent(
  definition: ResourceDefinition,
  contractKind: string,
  contract: Contract,
  [property, value]: Given,
): Reason | undefined {
  const next = (file: string) => `isn't there by ${file}. Remove it, or correct that file.`;
  if (contract.lacksField(contractKind, definition.wireFieldOf?.(property) ?? property))
    return (file) => `a property that VCC's API has, got one that ${next(file)}`;
  const call = definition.callFor?.(property, value);
  if (call === undefined || !contract.lacksCall(contractKind, call)) return undefined;
  return (file) => `a sign-in that VCC's API takes, got one for which a call ${next(file)}`;
}

function tooManySources(form: string, property: string, value: unknown): Reason | undefined {
  const sources =
    property === "dataSources" && typeof value === "object" && value !== null ? Object.keys(value) : [];
  if (sources.length < 2 || form !== "object") return undefined;
  return (file) =>
    `at most 1 entry, got ${sources.length}, as VCC's API has one object there by ${file}. Remove the others.`;
}

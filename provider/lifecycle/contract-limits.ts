import type * as z from "zod";
import type { Contract } from "../../schema/contract/contract";
import { contractKindOf, type Limit, sizeIn } from "../../schema/contract/kinds";
import { showContent } from "../../schema/rule";
import type { CheckFailure } from "./check-failure";
import type { ResourceDefinition } from "./definition";

/** The limit of a property, where the contract profile has another one than the built-in rule. */
export function profileLimit(
  definition: ResourceDefinition,
  property: string,
  contract: Contract,
): Limit | undefined {
  const { contractKind } = definition;
  if (contractKind === undefined) return undefined;
  const field = definition.wireFieldOf?.(property) ?? property;
  const limit = contract.limit(contractKind, field);
  return limit?.most === contractKindOf(contractKind)?.limits?.[field]?.most ? undefined : limit;
}

/** True for an issue of a built-in limit. */
export function isOfLimit(issue: z.core.$ZodIssue): boolean {
  return issue.code === "too_big" || (issue.code === "custom" && issue.params?.["isOfLimit"] === true);
}

/** Inputs beyond limits of the contract profile. */
export function limitFailures(
  definition: ResourceDefinition,
  inputs: Readonly<Record<string, unknown>>,
  contract: Contract,
): CheckFailure[] {
  return Object.entries(inputs).flatMap(([property, value]) => {
    const limit = profileLimit(definition, property, contract);
    const size = limit && sizeIn(limit.unit, value);
    if (limit === undefined || size === undefined || size <= limit.most) return [];
    const [unit, next] = limit.unit === "number" ? ["", "Lower it"] : [` ${limit.unit}`, "Shorten it"];
    const got = limit.unit === "bytes" ? `${size} bytes` : showContent(value);
    const reason = `${property}: at most ${limit.most}${unit} by ${contract.name ?? "the contract"}, got ${got}. ${next}, or correct that file.`;
    return [{ property, reason }];
  });
}

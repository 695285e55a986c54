import type * as z from "zod";
import type { Contract } from "../../schema/contract/contract";
import { didYouMean } from "../../schema/nearest";
import { absentInputs } from "./absent-inputs";
import type { CheckFailure } from "./check-failure";
import { limitFailures, isOfLimit, profileLimit } from "./contract-limits";
import { withoutMetadata } from "./stored-metadata";
import { sameValue } from "../values/equality";
import { defaultsOf } from "../../schema/rule";
import type { ResourceDefinition } from "./definition";
import { isDerived, isReplaced, isSame } from "./diff";
import { generateName, type ResourceIdentity } from "./generated-name";
import type { Credentials } from "../ports";
import { IDENTITY, resourceType } from "../pulumi/provider-text";
import { hasUnknown, UNKNOWN } from "../values/unknown";

export interface CheckResult {
  readonly inputs: Record<string, unknown>;
  readonly failures: readonly CheckFailure[];
}

/** Arguments of a check. */
export interface CheckRequest {
  /** The inputs of the last run; empty for a new resource. */
  readonly olds: Readonly<Record<string, unknown>>;
  readonly news: Readonly<Record<string, unknown>>;
  readonly resource: ResourceIdentity;
  readonly credentials: Credentials;
  readonly contract: Contract;
}

/**
 * Validates the program's inputs, all failures at once, and completes them: a generated name, the spelling of the last
 * run where the meaning is the same, defaults, and what the kind wants to be true. So everything that is managed stands
 * in the inputs, and drift of a property that the program leaves out reads `1 => 5000`. No API call.
 */
export function checkInputs(
  definition: ResourceDefinition,
  { olds, news, resource, credentials, contract }: CheckRequest,
): CheckResult {
  const given = Object.fromEntries(
    Object.entries(withoutMetadata(news)).filter(
      ([key, value]) => value !== undefined && value !== null && !isEcho(definition, key, olds, value),
    ),
  );
  const named = withName(definition, given, { olds, resource, contract });
  const isNameless = named["name"] === UNKNOWN && given["name"] === undefined;
  const failures = [
    ...(isNameless && resource.stackIdentity === undefined ? [identityLeftOut(resource)] : []),
    ...unknownProperties(definition, named),
    ...brokenRules(definition, named, contract),
    ...limitFailures(definition, { ...defaultsOf(definition.inputs), ...named }, contract),
    ...absentInputs(definition, given, contract),
  ];
  // Outside a preview, the engine takes nothing unknown, not even beside a failure.
  if (failures.length > 0) return { inputs: given, failures };
  const problems = definition.problems?.(named, olds, credentials) ?? [];
  if (problems.length > 0) return { inputs: named, failures: problems.map(toFailure) };
  const aligned = alignSpelling(definition, named, olds);
  const derived = definition.derive?.(aligned, olds, credentials) ?? {};
  return { inputs: { ...defaultsOf(definition.inputs), ...aligned, ...derived }, failures: [] };
}

/** True if the engine repeats what check itself has added: from an import file, or for `ignoreChanges`. */
function isEcho(
  definition: ResourceDefinition,
  key: string,
  olds: Readonly<Record<string, unknown>>,
  value: unknown,
): boolean {
  return isDerived(definition, key) && sameValue(olds[key], value);
}

function toFailure({ path, reason }: { path: readonly PropertyKey[]; reason: string }): CheckFailure {
  const property = propertyPath(path);
  return { property, reason: `${property}: ${reason}` };
}

function withName(
  definition: ResourceDefinition,
  given: Record<string, unknown>,
  { olds, resource, contract }: Pick<CheckRequest, "olds" | "resource" | "contract">,
): Record<string, unknown> {
  if (definition.nameSeeds === undefined || given["name"] !== undefined) return given;
  // Once made, a name is kept, also when the resource is renamed; a replacement needs a new one.
  const kept = olds["__generatedName"];
  if (typeof kept === "string" && !isReplaced(definition, olds, given)) return withGeneratedName(given, kept);
  const name = generatedNameFor(definition, given, resource, contract);
  return name === undefined ? { ...given, name: UNKNOWN } : withGeneratedName(given, name);
}

/** The name that this stack, and no other, generates for the resource; undefined as long as it can't be known. */
export function generatedNameFor(
  definition: ResourceDefinition,
  inputs: Readonly<Record<string, unknown>>,
  { stackIdentity, name }: ResourceIdentity,
  contract: Contract,
): string | undefined {
  const { nameSeeds } = definition;
  const seeds = nameSeeds?.map((key) => inputs[key]);
  if (typeof stackIdentity !== "string" || seeds === undefined || seeds.some(hasUnknown)) return undefined;
  return generateName(
    stackIdentity,
    name,
    seeds.map(String),
    profileLimit(definition, "name", contract)?.most,
  );
}

function identityLeftOut({ stack, project }: ResourceIdentity): CheckFailure {
  const urn = `urn:pulumi:${stack}::${project}::${resourceType(IDENTITY.kind)}::${IDENTITY.name}`;
  return {
    property: "name",
    reason:
      "name: generated from this stack's identity, which isn't stored yet, and this run leaves it out. " +
      `Add --target '${urn}' once, or run pulumi up without --target.`,
  };
}

/**
 * A run with `--target` shows nothing of the resource that may have the object, and that another such run would delete,
 * object and all.
 */
export function partialAdoption(): CheckFailure {
  return {
    property: "adopt",
    reason:
      "adopt: in a run of the whole program, got one with --target or --exclude, which doesn't show whether another " +
      "resource of this stack has the object. Run pulumi up without them.",
  };
}

function withGeneratedName(given: Record<string, unknown>, name: string): Record<string, unknown> {
  return { ...given, name, __generatedName: name };
}

function unknownProperties({ inputs }: ResourceDefinition, given: Record<string, unknown>): CheckFailure[] {
  const known = Object.keys(inputs.shape);
  return Object.keys(withoutMetadata(given))
    .filter((key) => !known.includes(key))
    .map((key) => ({
      property: key,
      reason: `${key}: unknown property.${didYouMean(key, known)} Known are ${known.join(", ")}.`,
    }));
}

/** Each property by its own schema, so that one that is still unknown doesn't keep the others from being checked. */
function brokenRules(
  definition: ResourceDefinition,
  given: Record<string, unknown>,
  contract: Contract,
): CheckFailure[] {
  return Object.entries(definition.inputs.shape).flatMap(([key, schema]) => {
    if (hasUnknown(given[key])) return [];
    const issues = (schema as z.ZodType).safeParse(given[key]).error?.issues ?? [];
    const isReplaced = profileLimit(definition, key, contract) !== undefined;
    return issues
      .filter((issue) => !(isReplaced && isOfLimit(issue)))
      .map(({ path, message }) => toFailure({ path: [key, ...path], reason: message }));
  });
}

/** A path as Pulumi writes it: `addresses[1]`, `dataSources.flow`, `dataSources["a.b"]`. */
export function propertyPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    const key = String(part);
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/u.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === "" ? key : `${text}.${key}`;
  }, "");
}

/** Keeps last run's spelling of what means the same, so that previews show only what changes. */
function alignSpelling(
  definition: ResourceDefinition,
  given: Record<string, unknown>,
  olds: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => {
      const isKept = olds[key] !== undefined && isSame(definition, key, olds, given);
      return [key, isKept ? olds[key] : value];
    }),
  );
}

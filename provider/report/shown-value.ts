import { canonicalAddress } from "../../schema/canonical-address";
import type { ShownValue } from "../../schema/report/shown-value";
import { withoutHomes } from "../text/local-paths";
import { hasUnknown, UNKNOWN } from "../values/unknown";
import { isRecord } from "../values/records";
import { parseUrn } from "../values/urns";
import type { HtmlReader } from "./html-reader";
import { AS_IN_VCC } from "./property-changes";
import { hasSecret, SECRET } from "./read/engine-values";
import { topKey } from "./read/property-paths";
import type { Side } from "./read/engine-run";
import { mailboxOf } from "./resource-sides";
import type { StackIndex } from "./stack-index";

/** A value as people read it, and as a fingerprint takes it: without ids and spellings that differ between stacks. */
export interface PropertyValue {
  readonly shown: ShownValue;
  readonly canonical: unknown;
}

/** Sources of what a value means: the stack, whose names stand for ids, and the reader of its signatures. */
export interface ValueSources {
  readonly index: StackIndex;
  readonly html: HtmlReader;
}

/** Stands for a name that the package generates: it is the resource's, whatever its text. */
export const GENERATED: unique symbol = Symbol("generated name");

/** Value of a property on one side of a resource, in the names of the stack. */
export function toPropertyValue(
  { index, html }: ValueSources,
  side: Side | undefined,
  path: string,
  value: unknown,
): PropertyValue {
  const property = topKey(path);
  const origins = side?.dependencies?.get(property) ?? [];
  if (value === AS_IN_VCC) return { shown: { takenOver: true }, canonical: ["taken over"] };
  if (property === "credentialFingerprint") return { shown: SECRET_SHOWN, canonical: "material" };
  if (property === "profileId") return named(index.profile(value, origins)?.name, value, origins, index);
  if (property === "addressId") return named(mailboxOf(index.address(value, origins)), value, origins, index);
  return {
    shown: toShown(withoutPerson(property, value), originNames(origins, index)),
    canonical: canonicalOf(path, value, { index, html }) ?? toCanonical(value, origins, index),
  };
}

/** A credential's reference to a file may lead through somebody's folder. */
function withoutPerson(property: string, value: unknown): unknown {
  return property === "credential" && typeof value === "string" ? withoutHomes(value) : value;
}

/** Properties whose texts are mailboxes. */
const OF_MAILBOXES = new Set(["emailAddress", "addresses", "testing.fromAddresses"]);

/** Spelling that means the same in every stack, of properties that have one of their own. */
function canonicalOf(path: string, value: unknown, { index, html }: ValueSources): unknown {
  if (typeof value !== "string") return undefined;
  if (OF_MAILBOXES.has(path)) return canonicalAddress(value);
  if (path === "interactionPlan" || path === "testing.interactionPlan") return index.plan(value);
  return path === "html" ? html(value).canonical : undefined;
}

const SECRET_SHOWN = { secret: true } as const;

function named(
  name: string | undefined,
  value: unknown,
  origins: readonly string[],
  index: StackIndex,
): PropertyValue {
  if (name !== undefined) return { shown: name, canonical: name };
  return {
    shown: toShown(value, originNames(origins, index)),
    canonical: toCanonical(value, origins, index),
  };
}

/** A value as people read it. `origins`: names of the resources that an unknown one comes from. */
export function toShown(value: unknown, origins: readonly string[] = []): ShownValue {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (value === GENERATED) return { generated: true };
  if (hasSecret(value)) return SECRET_SHOWN;
  if (hasUnknown(value)) return { knownAfterApply: [...origins] };
  if (Object.keys(value).length === 0) return { empty: Array.isArray(value) ? "list" : "map" };
  return JSON.stringify(value, (key, part: unknown) => (key.startsWith("__") ? undefined : part));
}

function toCanonical(value: unknown, origins: readonly string[], index: StackIndex): unknown {
  if (value === SECRET) return ["secret"];
  if (value === UNKNOWN) return ["unknown", ...originNames(origins, index)];
  if (value === GENERATED) return ["generated"];
  if (value === undefined) return ["none"];
  if (Array.isArray(value)) return value.map((part) => toCanonical(part, origins, index));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, toCanonical(value[key], origins, index)]),
  );
}

/** Such as `EmailProfile care`. */
function originNames(origins: readonly string[], { byUrn }: StackIndex): string[] {
  return origins.map((urn) => {
    const { kind } = byUrn.get(urn) ?? {};
    const { type, name } = parseUrn(urn) ?? { type: "", name: urn };
    return `${kind ?? type} ${name}`.trim();
  });
}

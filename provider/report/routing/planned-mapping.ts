import { canonicalAddress } from "../../../schema/canonical-address";
import { toMs } from "../../../schema/time";
import { isRecord } from "../../values/records";
import { hasUnknown, UNKNOWN } from "../../values/unknown";
import type { PlannedResource } from "../planned-resource";
import { hasSecret } from "../read/engine-values";
import type { Side } from "../read/engine-run";
import { mailboxOf } from "../resource-sides";
import type { StackIndex } from "../stack-index";
import type { MappingView } from "./mapping-view";

/** A mapping of a stack, before a run or after it. */
export interface PlannedMapping extends MappingView {
  readonly urn: string;
  readonly isWritten: boolean;
  /** Properties that the run changes, or may change, and of which one side is secret or not known yet. */
  readonly hidden: ReadonlySet<string>;
}

type Mapping = Pick<PlannedResource, "urn" | "name" | "action" | "actual" | "planned" | "changedKeys">;

/** Properties that decide which plan takes the mail of whom. */
const DECIDING = ["interactionPlan", "priority", "testing"] as const;

/** A mapping on one side of a run. */
export function toMappingView(
  mapping: Mapping,
  side: Side,
  index: StackIndex,
  isWritten: boolean,
): PlannedMapping {
  const { urn, name, actual } = mapping;
  const { interactionPlan, priority, testing } = side.inputs;
  // In a preview the planned side has no outputs yet.
  const { updatedAt } = actual?.outputs ?? {};
  return {
    urn,
    name,
    hidden: side === actual ? NOTHING : hiddenChanges(mapping),
    ...mailboxesOf(side, index),
    plan: index.plan(interactionPlan),
    priority: priority ?? UNKNOWN,
    testing: testingOf(testing, index),
    modifiedMs: toMs(typeof updatedAt === "string" ? updatedAt : undefined),
    isWritten,
  };
}

const NOTHING: ReadonlySet<string> = new Set();

/** A mapping after a run, of which the input can't be read: nobody can tell whose mail it takes, nor where to. */
export function toUnreadView({ urn, name }: Mapping, former: PlannedMapping | undefined): PlannedMapping {
  return {
    urn,
    name,
    hidden: new Set(DECIDING),
    mailboxes: former?.mailboxes ?? new Map(),
    areMailboxesKnown: false,
    plan: UNKNOWN,
    priority: UNKNOWN,
    testing: undefined,
    modifiedMs: undefined,
    isWritten: false,
  };
}

function testingOf(testing: unknown, index: StackIndex): MappingView["testing"] {
  if (isRecord(testing))
    return {
      plan: index.plan(testing["interactionPlan"]),
      senders: listOf(testing["fromAddresses"]) ?? [testing["fromAddresses"] ?? UNKNOWN],
    };
  // One that is secret as a whole is there.
  return isHidden(testing) ? { plan: testing, senders: [testing] } : undefined;
}

/** What the engine doesn't call changed is the same, though nobody can read it. */
function hiddenChanges({ action, actual, planned, changedKeys }: Mapping): ReadonlySet<string> {
  if (action === "none" || actual === undefined || planned === undefined) return NOTHING;
  const isHere = (key: string) => [actual, planned].some(({ inputs }) => isHidden(inputs[key]));
  return new Set(DECIDING.filter((key) => isHere(key) && changedKeys?.includes(key) !== false));
}

/** True for a value of which a part is secret, or not known yet. */
export function isHidden(value: unknown): boolean {
  return hasSecret(value) || hasUnknown(value);
}

/** Equality of the plans of two mappings; undefined where nobody can tell, as one is hidden. */
export function hasSamePlan(from: PlannedMapping, to: PlannedMapping): boolean | undefined {
  if (!isHidden(from.plan) && !isHidden(to.plan)) return from.plan === to.plan;
  return isUnchanged(from, to, "interactionPlan") ? true : undefined;
}

/** True for the same mapping, of which a property stays as it is, whether it can be read or not. */
export function isUnchanged(from: PlannedMapping, to: PlannedMapping, property: string): boolean {
  return from === to || (from.urn === to.urn && !from.hidden.has(property) && !to.hidden.has(property));
}

/** The mailboxes of a mapping; one that is unknown yet is known by the address that it comes from. */
export function mailboxesOf(
  { inputs, dependencies }: Side,
  index: StackIndex,
): Pick<MappingView, "mailboxes" | "areMailboxesKnown"> {
  const listed = listOf(inputs["addresses"]);
  const known = (listed ?? []).filter((address): address is string => typeof address === "string");
  const isKnown = listed?.length === known.length;
  const origins = isKnown ? [] : (dependencies?.get("addresses") ?? []);
  const expected = origins.flatMap((origin) => mailboxOf(index.byUrn.get(origin)) ?? []);
  return {
    mailboxes: new Map([...known, ...expected].map((address) => [canonicalAddress(address), address])),
    // Each unknown one of a known origin is that of an address of the stack.
    areMailboxesKnown: isKnown || (listed !== undefined && expected.length >= listed.length),
  };
}

function listOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

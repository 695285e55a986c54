import { canonicalAddress } from "../../../schema/canonical-address";
import { toMs } from "../../../schema/time";
import { isRecord } from "../../values/records";
import { UNKNOWN } from "../../values/unknown";
import type { PlannedResource } from "../planned-resource";
import type { Side } from "../read/step";
import { mailboxOf, type StackNames } from "../stack-names";
import type { MappingView } from "./mapping-view";

/** A mapping of a stack, before a run or after it. */
export interface PlannedMapping extends MappingView {
  readonly urn: string;
}

/** The view of one side of a mapping. `isModified`: the run writes it. */
export function toMappingView(
  { urn, name, actual }: Pick<PlannedResource, "urn" | "name" | "actual">,
  side: Side,
  names: StackNames,
  isModified: boolean,
): PlannedMapping {
  const { interactionPlan, priority, testing } = side.inputs;
  // In a preview the planned side has no outputs yet.
  const { updatedAt } = actual?.outputs ?? {};
  return {
    urn,
    name,
    ...mailboxesOf(side, names),
    plan: names.plan(interactionPlan),
    priority: priority ?? UNKNOWN,
    testing: isRecord(testing)
      ? {
          plan: names.plan(testing["interactionPlan"]),
          senders: listOf(testing["fromAddresses"]) ?? [UNKNOWN],
        }
      : undefined,
    modifiedMs: isModified
      ? Number.POSITIVE_INFINITY
      : toMs(typeof updatedAt === "string" ? updatedAt : undefined),
  };
}

/** The mailboxes of a mapping; one that is unknown yet is known by the address that it comes from. */
function mailboxesOf(
  { inputs, dependencies }: Side,
  names: StackNames,
): Pick<MappingView, "mailboxes" | "isComplete"> {
  const listed = listOf(inputs["addresses"]);
  const known = (listed ?? []).filter((address): address is string => typeof address === "string");
  const isKnown = listed?.length === known.length;
  const origins = isKnown ? [] : (dependencies?.get("addresses") ?? []);
  const expected = origins.flatMap((origin) => mailboxOf(names.byUrn.get(origin)) ?? []);
  return {
    mailboxes: new Map([...known, ...expected].map((address) => [canonicalAddress(address), address])),
    // Each unknown one of a known origin is that of an address of the stack.
    isComplete: isKnown || (listed !== undefined && expected.length >= listed.length),
  };
}

function listOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

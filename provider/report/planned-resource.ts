import type { Action } from "../../schema/report/change-report";
import { KINDS, type KindName } from "../kinds/index";
import { hasUnknown } from "../values/unknown";
import { resourceType } from "../pulumi/provider-text";
import type { EngineRun, Side, Step } from "./read/step";

/** A resource with what a run is to do with it. */
export interface PlannedResource {
  readonly urn: string;
  readonly type: string;
  /** Undefined of resources that aren't this package's. */
  readonly kind: KindName | undefined;
  readonly name: string;
  readonly action: Action;
  /** As the stack has it; undefined where it hasn't. */
  readonly stored: Side | undefined;
  /** As VCC has it, where the engine asked; else as the stack has it. Undefined where there is none. */
  readonly actual: Side | undefined;
  /** As the program wants it; undefined where it goes. */
  readonly planned: Side | undefined;
  /** True if the engine asked VCC and the input tells the answer. */
  readonly isActualKnown: boolean;
  /** Top properties that the engine takes for changed; undefined where it doesn't tell. */
  readonly changedKeys: readonly string[] | undefined;
  /** False where the program wasn't asked what it wants: in a preview of a refresh alone. */
  readonly isProgramKnown: boolean;
  /** True if a part of it that has to be there can't be read. */
  readonly isUnreadable: boolean;
}

const KIND_OF_TYPE = new Map(KINDS.map(({ resource }) => [resourceType(resource.kind), resource.kind]));

/** Operations that make what a resource is to be. */
const MAKES = new Set([
  "create",
  "create-replacement",
  "update",
  "replace",
  "same",
  "import",
  "import-replacement",
]);
const READS = new Set(["read", "read-replacement"]);
const DELETES = new Set(["delete", "delete-replaced"]);
/** Operations by which the engine forgets a resource, and VCC keeps its object as it is. */
const FORGETS = new Set(["discard", "discard-replaced", "read-discard", "remove-pending-replace"]);
/** Operations that have an old side. */
const NEEDS_OLD = new Set([...DELETES, "update", "replace", "same", "create-replacement"]);

/** Resources of a run, in the order in which the engine names them. */
export function toResources(run: EngineRun): PlannedResource[] {
  const { steps, tellsRefreshed } = run;
  const isRefreshAlone = isOfRefreshAlone(run);
  const groups = new Map<string, Step[]>();
  for (const step of steps) {
    if (step.urn === "" || isLeftOut(step)) continue;
    const former = step.old !== "unreadable" ? step.old?.urn : undefined;
    // A resource that an alias leads to goes on under its new name.
    const own = groups.get(step.urn) ?? (former === undefined ? undefined : groups.get(former)) ?? [];
    own.push(step);
    groups.set(step.urn, own);
    if (former !== undefined && former !== step.urn) groups.delete(former);
  }
  return [...groups].map(([urn, own]) =>
    isRefreshAlone ? refreshedResource(urn, own) : toResource(urn, own, tellsRefreshed),
  );
}

function toResource(urn: string, steps: readonly Step[], tellsRefreshed: boolean): PlannedResource {
  const refresh = steps.find(({ op }) => op === "refresh");
  const others = steps.filter(({ op }) => op !== "refresh");
  const old = sideOf(others.find((step) => step.old !== undefined)?.old);
  const stored = refresh === undefined ? old : sideOf(refresh.old);
  const isActualKnown = refresh !== undefined && (tellsRefreshed || others.length > 0);
  const refreshed = tellsRefreshed ? sideOf(refresh?.new) : old;
  const actual = isActualKnown ? refreshed : stored;
  // Where nothing more is told, the engine leaves it as it is; so does an operation that nobody knows, as far as is known.
  const isMoved = others.some(({ op }) => MAKES.has(op) || READS.has(op) || DELETES.has(op));
  const planned = isMoved ? plannedBy(others) : actual;
  return {
    ...identityOf(urn),
    isProgramKnown: true,
    action: actionOf(others, actual, planned),
    stored,
    actual,
    planned,
    isActualKnown,
    changedKeys: changedKeysOf(others),
    isUnreadable: steps.some(isUnreadable),
  };
}

/** None of what stays the same, whatever of it is secret. */
function changedKeysOf(steps: readonly Step[]): readonly string[] | undefined {
  if (steps.every(({ op }) => op === "same")) return [];
  return steps.find(({ changedKeys }) => changedKeys !== undefined)?.changedKeys;
}

/** True for a resource that is new, and outside of the targets of the run: the engine calls it the same. */
export function isLeftOut({ op, old }: Step): boolean {
  return op === "same" && old !== "unreadable" && old?.isCustom === true && old.id === undefined;
}

/** True for a preview of `pulumi refresh`: the stack itself is refreshed, and no program says what it wants. */
export function isOfRefreshAlone({ steps, messages }: EngineRun): boolean {
  // A preview whose refresh failed never comes to its program either.
  if (messages.some(({ severity }) => severity === "error")) return false;
  const ofStack = steps.filter(({ urn }) => urn.includes("::pulumi:pulumi:Stack::"));
  return ofStack.length > 0 && ofStack.every(({ op }) => op === "refresh");
}

/** A digest of a refresh alone tells what somebody edited as an update, and what somebody deleted as a deletion. */
function refreshedResource(urn: string, steps: readonly Step[]): PlannedResource {
  const last = steps.at(-1);
  const stored = sideOf(steps.find(({ old }) => old !== undefined)?.old);
  const actual = last === undefined || DELETES.has(last.op) ? undefined : sideOf(last.new);
  return {
    ...identityOf(urn),
    ...{
      action: "none" as const,
      stored,
      actual,
      planned: actual,
      isActualKnown: true,
      isProgramKnown: false,
    },
    changedKeys: last?.changedKeys,
    isUnreadable: steps.some(isUnreadable),
  };
}

function identityOf(urn: string): Pick<PlannedResource, "urn" | "type" | "kind" | "name"> {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  return { urn, type, kind: KIND_OF_TYPE.get(type), name: urn.split("::").slice(3).join("::") };
}

function isUnreadable({ op, old, new: after }: Step): boolean {
  const isKnown = op === "refresh" || DELETES.has(op) || FORGETS.has(op);
  return (
    old === "unreadable" ||
    after === "unreadable" ||
    (NEEDS_OLD.has(op) && old === undefined) ||
    (MAKES.has(op) || READS.has(op) ? after === undefined : !isKnown)
  );
}

function sideOf(side: Step["old"]): Side | undefined {
  return side === "unreadable" ? undefined : side;
}

function plannedBy(steps: readonly Step[]): Side | undefined {
  const made = steps.filter(({ op }) => MAKES.has(op) || READS.has(op));
  const last = made.find(({ op }) => op === "create-replacement") ?? made.at(-1);
  const [before, after] = [sideOf(last?.old), sideOf(last?.new)];
  // What stays as it is may have parts that a preview with targets doesn't know.
  if (last?.op === "same" && before !== undefined && after !== undefined)
    return { ...after, inputs: hasUnknown(after.inputs) ? before.inputs : after.inputs };
  return after;
}

function actionOf(steps: readonly Step[], actual: Side | undefined, planned: Side | undefined): Action {
  const ops = steps.map(({ op }) => op);
  if (ops.some((op) => op.startsWith("import"))) return "import";
  if (ops.includes("replace") || ops.includes("create-replacement")) return "replace";
  if (ops.includes("create")) return (planned?.inputs["adopt"] ?? false) === false ? "create" : "adopt";
  if (ops.includes("update")) return "update";
  if (ops.some((op) => DELETES.has(op))) return actual?.isRetained === true ? "leave" : "delete";
  return "none";
}

import type { Action } from "../../schema/report/change-report";
import type { KindName } from "../kinds/index";
import { hasUnknown } from "../values/unknown";
import { parseUrn } from "../values/urns";
import { isComplete, isOfRefreshAlone, type RefreshedAlone, unchangedOf } from "./read/completeness";
import {
  CHANGES_OBJECT,
  DELETES,
  FORGETS,
  IMPORTS,
  MAKES,
  NEEDS_OLD,
  type Operation,
  READS,
} from "./read/operations";
import type { EngineRun, Side, Step } from "./read/engine-run";
import { kindOf } from "./read/own-kinds";
import { stepsByResource } from "./read/steps-by-resource";

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
  /** Top properties in which the engine finds that VCC differs from the stack, as far as the input tells. */
  readonly driftedKeys: readonly string[];
  /** False of one that the program only reads. */
  readonly isManaged: boolean;
  /** False where the program wasn't asked what it wants: in a preview of a refresh alone, or of a run that broke off. */
  readonly isProgramKnown: boolean;
  /** False where VCC may have it or not: the input shows that the engine asked, and not what came of it. */
  readonly isExistenceKnown: boolean;
  /** True if a part of it that has to be there can't be read. */
  readonly isUnreadable: boolean;
  /** Operation by which it takes another object than it had, so that nobody can tell what becomes of the mail. */
  readonly untoldOperation: Operation | undefined;
  /** True if the stack has a former object of it besides, whose deletion an earlier run hasn't come to. */
  readonly hasFormerObject: boolean;
}

/** Resources of a run, in the order in which the engine names them. */
export function toResources(run: EngineRun): PlannedResource[] {
  const isRefreshAlone = isOfRefreshAlone(run);
  const { refreshedAlone } = unchangedOf(run);
  return [...stepsByResource(run.steps)].map(([urn, steps]) =>
    isRefreshAlone ? refreshedResource(urn, steps) : toResource(urn, steps, run, refreshedAlone.get(urn)),
  );
}

/** `alone`: state of one of which the input shows nothing but a refresh. */
function toResource(
  urn: string,
  steps: readonly Step[],
  run: EngineRun,
  alone: RefreshedAlone | undefined,
): PlannedResource {
  const others = steps.filter(({ op }) => op !== "refresh");
  const { stored, actual, isActualKnown, driftedKeys } = beforeRun(steps, run.tellsRefreshed, alone);
  // Where nothing more is told, the engine leaves it as it is; so does an operation that nobody knows, as far as is known.
  const isMoved = others.some(({ op }) => MAKES.has(op) || READS.has(op) || DELETES.has(op));
  const isManaged = !others.some(({ op }) => READS.has(op));
  const planned = isMoved && isManaged ? plannedBy(others) : actual;
  const { type, kind, name } = identityOf(urn);
  return {
    urn,
    type,
    kind,
    name,
    stored,
    actual,
    planned,
    isActualKnown,
    driftedKeys,
    action: actionOf(others, actual, planned),
    changedKeys: changedKeysOf(others),
    isManaged,
    isProgramKnown: others.length > 0 || isComplete(run),
    isExistenceKnown: alone !== "unknown",
    isUnreadable: steps.some(isUnreadable),
    untoldOperation: untoldOperation(others),
    hasFormerObject: hasFormerObject(steps),
  };
}

/** One that is forgotten, and that the program doesn't have either, isn't in VCC. */
function untoldOperation(steps: readonly Step[]): Operation | undefined {
  return steps.length > 1 ? steps.find(({ op }) => CHANGES_OBJECT.has(op))?.op : undefined;
}

/** None of what stays the same, whatever of it is secret. */
function changedKeysOf(steps: readonly Step[]): readonly string[] | undefined {
  if (steps.every(({ op }) => op === "same")) return [];
  return steps.find(({ changedKeys }) => changedKeys !== undefined)?.changedKeys;
}

/** A resource before a run, as far as its steps tell. */
function beforeRun(
  steps: readonly Step[],
  tellsRefreshed: boolean,
  alone: RefreshedAlone | undefined,
): Pick<PlannedResource, "stored" | "actual" | "isActualKnown" | "driftedKeys"> {
  const refresh = steps.find(({ op }) => op === "refresh");
  const others = steps.filter(({ op }) => op !== "refresh");
  const old = sideOf(others.find((step) => step.old !== undefined)?.old);
  const stored = refresh === undefined ? old : sideOf(refresh.old);
  // What is read or imported is as VCC has it, and stays so.
  const found = foundBy(others);
  if (found !== undefined) return { stored, actual: found, isActualKnown: true, driftedKeys: [] };
  if (refresh === undefined) return { stored, actual: stored, isActualKnown: false, driftedKeys: [] };
  const driftedKeys = (tellsRefreshed ? refresh.changedKeys : undefined) ?? [];
  if (tellsRefreshed) return { stored, actual: sideOf(refresh.new), isActualKnown: true, driftedKeys };
  if (others.length > 0) return { stored, actual: old, isActualKnown: true, driftedKeys };
  if (alone === "gone") return { stored, actual: undefined, isActualKnown: true, driftedKeys };
  return { stored, actual: stored && withoutModification(stored), isActualKnown: false, driftedKeys };
}

/** What a read or an import finds; a digest shows nothing but the id of what is read for the first time. */
function foundBy(steps: readonly Step[]): Side | undefined {
  const imported = sideOf(steps.find(({ op }) => IMPORTS.has(op))?.new);
  if (imported !== undefined) return imported;
  const read = steps.find(({ op }) => READS.has(op));
  const sides = [read?.new, read?.old].flatMap((side) => sideOf(side) ?? []);
  const side = sides.find(({ outputs }) => Object.keys(outputs).length > 0) ?? sides[0];
  // The program gives what is read no inputs.
  return side && { ...side, inputs: side.outputs };
}

/** A state whose time of modification may be out of date: the engine asked, and the input doesn't show the answer. */
function withoutModification(side: Side): Side {
  const { updatedAt: _outdated, ...outputs } = side.outputs;
  return { ...side, outputs };
}

/** A digest of a refresh alone tells what somebody edited as an update, and what somebody deleted as a deletion. */
function refreshedResource(urn: string, steps: readonly Step[]): PlannedResource {
  const last = steps.at(-1);
  const stored = sideOf(steps.find(({ old }) => old !== undefined)?.old);
  const actual = last === undefined || DELETES.has(last.op) ? undefined : sideOf(last.new);
  return {
    ...identityOf(urn),
    action: "none" as const,
    stored,
    actual,
    planned: actual,
    isActualKnown: true,
    isProgramKnown: false,
    isManaged: true,
    isExistenceKnown: true,
    changedKeys: last?.changedKeys,
    driftedKeys: last?.changedKeys ?? [],
    isUnreadable: steps.some(isUnreadable),
    untoldOperation: undefined,
    hasFormerObject: hasFormerObject(steps),
  };
}

function identityOf(urn: string): Pick<PlannedResource, "urn" | "type" | "kind" | "name"> {
  const { type, name } = parseUrn(urn) ?? { type: "", name: urn };
  return { urn, type, kind: kindOf(urn), name };
}

/** The engine tells both objects under one URN. Source: tried, 3.259. */
function hasFormerObject(steps: readonly Step[]): boolean {
  return new Set(steps.flatMap(({ old }) => sideOf(old)?.id ?? [])).size > 1;
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
  const made = steps.filter(({ op }) => MAKES.has(op));
  const last = made.find(({ op }) => op === "create-replacement") ?? made.at(-1);
  const [before, after] = [sideOf(last?.old), sideOf(last?.new)];
  // What stays as it is may have parts that a preview with targets doesn't know.
  if (last?.op === "same" && before !== undefined && after !== undefined)
    return { ...after, inputs: hasUnknown(after.inputs) ? before.inputs : after.inputs };
  return after;
}

function actionOf(steps: readonly Step[], actual: Side | undefined, planned: Side | undefined): Action {
  const ops = steps.map(({ op }) => op);
  if (ops.some((op) => IMPORTS.has(op))) return "import";
  if (ops.includes("replace") || ops.includes("create-replacement")) return "replace";
  if (ops.includes("create")) return (planned?.inputs["adopt"] ?? false) === false ? "create" : "adopt";
  if (ops.includes("update")) return "update";
  if (ops.some((op) => DELETES.has(op))) return actual?.isRetained === true ? "leave" : "delete";
  return "none";
}

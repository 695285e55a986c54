import type { Change, Drift } from "../../schema/report/change-report";
import { KINDS } from "../kinds/index";
import type { ResourceDefinition } from "../lifecycle/definition";
import { fingerprint } from "./fingerprint";
import type { PlannedResource } from "./planned-resource";
import { type PropertyChange, propertyChanges } from "./property-changes";
import type { Side } from "./read/step";
import { GENERATED, tell, type Told } from "./shown-value";
import type { StackNames } from "./stack-names";
import { UNKNOWN } from "../values/unknown";
import { type Bag, SECRET } from "./read/engine-values";

/** Differences of a resource, apart: what the program changes, and what somebody else has changed. */
export interface ResourceChanges {
  readonly changes: readonly Change[];
  readonly drift: readonly Drift[];
  /** True if VCC gets a write: a change of the spelling alone sends none. */
  readonly isWritten: boolean;
}

const DEFINITIONS = new Map(KINDS.map(({ resource }) => [resource.kind, resource]));

/**
 * Intent and drift of a resource. What somebody changed and the run puts back is drift alone; what the program says by
 * now as somebody has made it is drift, too.
 */
export function resourceChanges(
  resource: PlannedResource,
  subject: string,
  names: StackNames,
): ResourceChanges {
  const { kind, stored, actual, planned, changedKeys, isActualKnown } = resource;
  const definition = kind && DEFINITIONS.get(kind);
  if (kind === undefined || definition === undefined) return { changes: [], drift: [], isWritten: false };
  const compare = (from: Side | undefined, to: Side | undefined, keys = changedKeys) =>
    differences(definition, from, to, keys);
  const [intent, writes] = [compare(stored, planned), compare(actual, planned)];
  const isDrifted = isActualKnown && stored !== undefined && actual !== undefined;
  const drifted = isDrifted ? compare(stored, actual, NOT_SECRETS) : [];
  const told = [...writes].map(([key, change]): readonly [string, ToldChange] => [
    key,
    {
      change,
      from: tell(names, actual, change.path, change.from),
      to: tell(names, planned, change.path, change.to),
    },
  ]);
  return {
    changes: told
      .filter(([key, one]) => (intent.has(key) || actual === undefined) && isShown(one, writes))
      .map(([, one]) => toChange({ kind, name: resource.name }, subject, one)),
    drift: [
      ...[...drifted].map(([key, change]) => {
        const outcome = resource.isProgramKnown ? outcomeOf(key, intent, writes) : null;
        return toDrift(resource, subject, names, change, outcome);
      }),
      ...deletion(resource, subject),
    ],
    isWritten:
      resource.action !== "leave" &&
      (resource.action === "replace" ||
        actual === undefined ||
        planned === undefined ||
        told.some(([, one]) => isSent(one))),
  };
}

/** A difference with its sides as people read them. */
interface ToldChange {
  readonly change: PropertyChange;
  readonly from: Told;
  readonly to: Told;
}

function toChange(
  resource: Change["resource"],
  subject: string,
  { change: { path }, from, to }: ToldChange,
): Change {
  return {
    ...{ resource, property: path, from: from.shown, to: to.shown },
    fingerprint: fingerprint("change", resource.kind, subject, path, from.canonical, to.canonical),
  };
}

/** True for what says something to a reader. */
function isShown({ change, from, to }: ToldChange, writes: Differences): boolean {
  // A name that nobody gives is none that anybody reads.
  if ((change.from ?? change.to) === GENERATED && (change.from === undefined || change.to === undefined))
    return false;
  // Another mailbox has other material: that is no rotation.
  if (change.path === "credentialFingerprint") return !writes.has("emailAddress");
  // A reference to what is replaced goes on to what takes its place.
  return typeof from.shown !== "string" || from.shown !== to.shown;
}

/** False for another spelling of the same: VCC gets no write. Of what is secret, the engine alone knows that it changes. */
function isSent({ change, from, to }: ToldChange): boolean {
  return (
    change.path === "credentialFingerprint" ||
    change.to === SECRET ||
    JSON.stringify(from.canonical) !== JSON.stringify(to.canonical)
  );
}

function differences(
  definition: ResourceDefinition,
  from: Side | undefined,
  to: Side | undefined,
  changedKeys: readonly string[] | undefined,
): Differences {
  const [before, after] = [from, to].map((side) => side && withGeneratedName(side));
  const changes = propertyChanges(definition, { from: before, to: after, changedKeys });
  return new Map(changes.map((change) => [keyOf(change), change] as const));
}

type Differences = ReadonlyMap<string, PropertyChange>;
/** No input tells whether a secret has been edited: the engine's own list of changes is of what is written. */
const NOT_SECRETS: readonly string[] = [];

/** Path, and of lists the text. */
function keyOf({ path, from, to }: PropertyChange): string {
  const isPart = from === undefined || to === undefined;
  return isPart && typeof (from ?? to) === "string" ? `${path} ${String(from ?? to)}` : path;
}

function outcomeOf(key: string, intent: Differences, writes: Differences): Drift["outcome"] {
  if (writes.has(key)) return "putBack";
  return intent.has(key) ? "adopted" : "kept";
}

function toDrift(
  {
    kind = "",
    name,
    stored,
    actual,
  }: Pick<PlannedResource, "name" | "stored" | "actual"> & { kind?: string | undefined },
  subject: string,
  names: StackNames,
  { path, from: was, to: is }: PropertyChange,
  outcome: Drift["outcome"],
): Drift {
  const [from, to] = [tell(names, stored, path, was), tell(names, actual, path, is)];
  return {
    resource: { kind, name },
    mailbox: null,
    cause: path === "status" ? "credential" : "edited",
    property: path,
    from: from.shown,
    to: to.shown,
    outcome,
    fingerprint: fingerprint("drift", kind, subject, path, from.canonical, to.canonical, outcome),
  };
}

/** Drift of an object that somebody has deleted. */
function deletion(resource: PlannedResource, subject: string): Drift[] {
  const { kind, name, stored, actual, planned, isActualKnown, isProgramKnown } = resource;
  if (!isActualKnown || stored === undefined || actual !== undefined || kind === undefined) return [];
  const outcome = !isProgramKnown ? null : planned === undefined ? "adopted" : "putBack";
  return [
    {
      resource: { kind, name },
      mailbox: null,
      cause: "deleted",
      property: null,
      from: null,
      to: null,
      outcome,
      fingerprint: fingerprint("drift", kind, subject, "deleted", outcome),
    },
  ];
}

/** The inputs, with a sign for a name that nobody has given. */
function withGeneratedName({ inputs, dependencies }: Side): Bag {
  const { name, __generatedName: generated } = inputs;
  const isGenerated =
    name === UNKNOWN ? dependencies?.has("name") !== true : name !== undefined && name === generated;
  return isGenerated ? { ...inputs, name: GENERATED } : inputs;
}

import type { Change, Drift } from "../../schema/report/change-report";
import { KINDS } from "../kinds/index";
import { fingerprint } from "./fingerprint";
import type { PlannedResource } from "./planned-resource";
import { type PropertyChange, propertyChanges } from "./property-changes";
import type { Side } from "./read/step";
import { GENERATED, tell } from "./shown-value";
import type { StackNames } from "./stack-names";
import { UNKNOWN } from "../values/unknown";
import type { Bag } from "./read/engine-values";

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
  const { kind, stored, actual, planned, changedKeys } = resource;
  const definition = kind && DEFINITIONS.get(kind);
  if (kind === undefined || definition === undefined) return { changes: [], drift: [], isWritten: false };
  const [was, is, will] = [stored, actual, planned].map((side) => side && withGeneratedName(side));
  const compare = (from: Bag | undefined, to: Bag | undefined): Differences =>
    new Map(
      propertyChanges(definition, { from, to, changedKeys }).map(
        (change) => [keyOf(change), change] as const,
      ),
    );
  const [intent, writes] = [compare(was, will), compare(is, will)];
  const drifted = resource.isActualKnown && was !== undefined && is !== undefined ? compare(was, is) : NONE;
  const about = { kind, name: resource.name };
  const toChange = (change: PropertyChange): Change => {
    const from = tell(names, actual, change.path, change.from);
    const to = tell(names, planned, change.path, change.to);
    return {
      resource: about,
      property: change.path,
      from: from.shown,
      to: to.shown,
      fingerprint: fingerprint("change", kind, subject, change.path, from.canonical, to.canonical),
    };
  };
  const isSent = ({ path, from, to }: PropertyChange): boolean =>
    path === "credentialFingerprint" ||
    JSON.stringify(tell(names, actual, path, from).canonical) !==
      JSON.stringify(tell(names, planned, path, to).canonical);
  const hasMailboxChanged = writes.has("emailAddress");
  return {
    changes: [...writes]
      .filter(([key]) => intent.has(key) || actual === undefined)
      // A name that nobody gives is none that anybody reads.
      .filter(([, { from, to }]) => (from ?? to) !== GENERATED || (from !== undefined && to !== undefined))
      // Another mailbox has other material: that is no rotation.
      .filter(([key]) => !(hasMailboxChanged && key === "credentialFingerprint"))
      .map(([, change]) => toChange(change)),
    drift: [
      ...[...drifted].map(([key, change]) =>
        toDrift(resource, subject, names, change, outcomeOf(key, intent, writes)),
      ),
      ...deletion(resource, subject),
    ],
    isWritten: actual === undefined || planned === undefined || [...writes.values()].some(isSent),
  };
}

type Differences = ReadonlyMap<string, PropertyChange>;
const NONE: Differences = new Map();

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
  const { kind, name, stored, actual, planned, isActualKnown } = resource;
  if (!isActualKnown || stored === undefined || actual !== undefined || kind === undefined) return [];
  const outcome = planned === undefined ? "adopted" : "putBack";
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

import type { Change, Drift } from "../../schema/report/change-report";
import type { ResourceDefinition } from "../lifecycle/definition";
import { sameHtml } from "../text/html";
import type { Equality } from "../values/equality";
import { hasUnknown, UNKNOWN } from "../values/unknown";
import { fingerprint } from "./fingerprint";
import type { HtmlReader } from "./html-reader";
import { ownerOf } from "./owners";
import type { PlannedResource } from "./planned-resource";
import { type Compared, type PropertyChange, propertyChanges } from "./property-changes";
import { hasSecret, type PropertyMap } from "./read/engine-values";
import { ownKind } from "./read/own-kinds";
import { topKey } from "./read/property-paths";
import type { Side } from "./read/engine-run";
import { isTakenOver } from "./resource-sides";
import { GENERATED, type PropertyValue, toPropertyValue, type ValueSources } from "./shown-value";
import type { StackIndex } from "./stack-index";

/** Drift of a resource, before its mailbox and its level are known. */
export type ResourceDrift = Omit<Drift, "mailbox" | "level">;

/** Differences of a resource, apart: what the program changes, and what somebody else has changed. */
export interface ResourceChanges {
  readonly changes: readonly Change[];
  readonly drift: readonly ResourceDrift[];
  /** Changes of which the input doesn't tell to what: two of them may or may not be equal. */
  readonly hidden: readonly HiddenChange[];
  /** Fingerprints of the properties that an import writes into the stack's state: in VCC they change nothing. */
  readonly imported: readonly string[];
  /** True if VCC gets a write: a change of the spelling alone sends none. */
  readonly isWritten: boolean;
}

/** Change of a property whose value is kept secret, or known only after apply from a source that the input lacks. */
export interface HiddenChange {
  readonly property: string;
  readonly reason: "secret" | "unknown";
}

const NONE: ResourceChanges = { changes: [], drift: [], hidden: [], imported: [], isWritten: false };

/**
 * Intent and drift of a resource. What somebody changed and the run puts back is drift alone; what the program says by
 * now as somebody has made it is drift, too.
 */
export function resourceChanges(
  resource: PlannedResource,
  fingerprintSubject: string,
  sources: ValueSources,
): ResourceChanges {
  const { kind, name, stored, planned } = resource;
  const known = kind && ownKind(kind)?.resource;
  // What the program only reads is somebody else's to change.
  if (kind === undefined || known === undefined || !resource.isManaged) return NONE;
  const { actual, intent, writes, drifted } = differencesOf(readingHtml(known, sources.html), resource);
  const changes = [...writes].map(([key, change]) => ({
    key,
    change,
    from: toPropertyValue(sources, actual, change.path, change.from),
    to: toPropertyValue(sources, planned, change.path, change.to),
  }));
  const shown = changes.filter(
    (one) => (intent.has(one.key) || actual === undefined) && isShown(one, writes),
  );
  const toDrift = ([key, change]: readonly [string, PropertyChange]) =>
    propertyDrift({
      kind,
      name,
      fingerprintSubject,
      property: change.path,
      from: toPropertyValue(sources, stored, change.path, change.from),
      to: toPropertyValue(sources, resource.actual, change.path, change.to),
      outcome: driftOutcomeOf(resource, intent.has(key), writes.has(key)),
    });
  const own = shown.map((one) => toChange({ kind, name }, fingerprintSubject, one));
  const isImport = resource.action === "import";
  return {
    changes: isImport ? [] : own,
    imported: isImport ? own.map((one) => one.fingerprint) : [],
    drift: [...[...drifted].map(toDrift), ...deletion(resource, fingerprintSubject)],
    hidden: shown.flatMap((one) => hiddenChange(resource, one, sources.index)),
    isWritten: isWritten(resource, changes),
  };
}

/** The definition, comparing HTML by what the report has read of it. */
function readingHtml(definition: ResourceDefinition, html: HtmlReader): ResourceDefinition {
  const { equal } = definition;
  if (equal?.["html"] !== sameHtml) return definition;
  const isSame: Equality = (a, b) => sameHtml(a, b, (text) => html(text).canonical);
  return { ...definition, equal: { ...equal, html: isSame } };
}

/** Differences between the three sides of a resource, by property. */
interface SideDifferences {
  /** The side that a run starts from: none where it makes an object, or takes one over that nobody has shown. */
  readonly actual: Side | undefined;
  readonly intent: Differences;
  readonly writes: Differences;
  readonly drifted: Differences;
}

function differencesOf(definition: ResourceDefinition, resource: PlannedResource): SideDifferences {
  const { stored, planned, changedKeys, driftedKeys, isActualKnown } = resource;
  const isTaken = isTakenOver(resource);
  const actual = isTaken ? undefined : resource.actual;
  const isDrifted = isActualKnown && stored !== undefined && actual !== undefined;
  return {
    actual,
    intent: differences(definition, { from: stored, to: planned, changedKeys }),
    writes: differences(definition, { from: actual, to: planned, changedKeys, isTakenOver: isTaken }),
    drifted: isDrifted
      ? differences(definition, { from: stored, to: actual, changedKeys: driftedKeys })
      : new Map(),
  };
}

/** True if VCC gets a write: to make an object, to delete it, or to change it. */
function isWritten(resource: PlannedResource, changes: readonly ValuedChange[]): boolean {
  const { action, actual, planned } = resource;
  if (action === "leave" || action === "import") return false;
  return action === "replace" || actual === undefined || planned === undefined || changes.some(isSent);
}

/** A difference with its sides as people read them. */
interface ValuedChange {
  readonly change: PropertyChange;
  readonly from: PropertyValue;
  readonly to: PropertyValue;
}

function toChange(
  resource: Change["resource"],
  fingerprintSubject: string,
  { change: { path }, from, to }: ValuedChange,
): Change {
  return {
    resource,
    property: path,
    from: from.shown,
    to: to.shown,
    fingerprint: fingerprint("change", resource.kind, fingerprintSubject, path, from.canonical, to.canonical),
  };
}

/** True for what says something to a reader. */
function isShown({ change, from, to }: ValuedChange, writes: Differences): boolean {
  // A name that nobody gives is none that anybody reads.
  if ((change.from ?? change.to) === GENERATED && (change.from === undefined || change.to === undefined))
    return false;
  // Another mailbox has other material: that is no rotation.
  if (change.path === "credentialFingerprint") return !writes.has("emailAddress");
  // A reference to what is replaced goes on to what takes its place.
  return typeof from.shown !== "string" || from.shown !== to.shown;
}

/** False for another spelling of the same: VCC gets no write. Of a secret, the engine alone knows the difference. */
function isSent({ change: { path, from: was, to: will }, from, to }: ValuedChange): boolean {
  return (
    path === "credentialFingerprint" ||
    hasSecret(was) ||
    hasSecret(will) ||
    JSON.stringify(from.canonical) !== JSON.stringify(to.canonical)
  );
}

/** Of a credential, its fingerprint tells a change, and nobody is to see more. */
function hiddenChange(
  resource: PlannedResource,
  { change: { path, to }, to: { shown } }: ValuedChange,
  index: StackIndex,
): HiddenChange[] {
  const property = topKey(path);
  if (property === "credentialFingerprint") return [];
  if (hasSecret(to)) return property === "credential" ? [] : [{ property: path, reason: "secret" }];
  const origins = resource.planned?.dependencies?.get(property) ?? [];
  if (!hasUnknown(to) || typeof shown !== "object" || origins.length > 0) return [];
  const isKnownOtherwise = property === "addressId" && ownerOf(resource, index) !== undefined;
  return isKnownOtherwise ? [] : [{ property: path, reason: "unknown" }];
}

/** Sides of a resource to compare, as `Compared` has their properties. */
type ComparedSides = Omit<Compared, "from" | "to"> & Readonly<Record<"from" | "to", Side | undefined>>;

function differences(definition: ResourceDefinition, { from, to, ...more }: ComparedSides): Differences {
  const [before, after] = [from, to].map((side) => side && withGeneratedName(side));
  const changes = propertyChanges(definition, { from: before, to: after, ...more });
  return new Map(changes.map((change) => [keyOf(change), change] as const));
}

type Differences = ReadonlyMap<string, PropertyChange>;

/** Path, and of lists the text. */
function keyOf({ path, from, to }: PropertyChange): string {
  const isPart = from === undefined || to === undefined;
  return isPart && typeof (from ?? to) === "string" ? `${path} ${String(from ?? to)}` : path;
}

function driftOutcomeOf(
  { isProgramKnown }: PlannedResource,
  isIntended: boolean,
  isOverwritten: boolean,
): Drift["outcome"] {
  if (!isProgramKnown) return null;
  if (isOverwritten) return "putBack";
  return isIntended ? "adopted" : "kept";
}

/** An edit of a property, with its sides as people read them. */
interface Edit {
  readonly kind: string;
  readonly name: string;
  readonly fingerprintSubject: string;
  readonly property: string;
  readonly from: PropertyValue;
  readonly to: PropertyValue;
  readonly outcome: Drift["outcome"];
}

function propertyDrift({ kind, name, fingerprintSubject, property, from, to, outcome }: Edit): ResourceDrift {
  return {
    resource: { kind, name },
    cause: property === "status" ? "credential" : "edited",
    property,
    from: from.shown,
    to: to.shown,
    outcome,
    fingerprint: fingerprint(
      "drift",
      kind,
      fingerprintSubject,
      property,
      from.canonical,
      to.canonical,
      outcome,
    ),
  };
}

/** Drift of an object that somebody has deleted. */
function deletion(resource: PlannedResource, fingerprintSubject: string): ResourceDrift[] {
  const { kind, name, stored, actual, planned, isActualKnown, isProgramKnown } = resource;
  if (!isActualKnown || stored === undefined || actual !== undefined || kind === undefined) return [];
  const outcome = !isProgramKnown ? null : planned === undefined ? "adopted" : "putBack";
  return [
    {
      resource: { kind, name },
      cause: "deleted",
      property: null,
      from: null,
      to: null,
      outcome,
      fingerprint: fingerprint("drift", kind, fingerprintSubject, "deleted", outcome),
    },
  ];
}

/** The inputs, with a sign for a name that nobody has given. */
function withGeneratedName({ inputs, dependencies }: Side): PropertyMap {
  const { name, __generatedName: generated } = inputs;
  const isGenerated =
    name === UNKNOWN ? dependencies?.has("name") !== true : name !== undefined && name === generated;
  return isGenerated ? { ...inputs, name: GENERATED } : inputs;
}

import { KINDS, type KindName } from "../../kinds/index";
import { IDENTITY, resourceType } from "../../pulumi/provider-text";
import { parseUrn } from "../../values/urns";

type OwnKind = (typeof KINDS)[number];

const BY_NAME: ReadonlyMap<string, OwnKind> = new Map(KINDS.map((kind) => [kind.resource.kind, kind]));
const BY_TYPE: ReadonlyMap<string, OwnKind> = new Map(
  KINDS.map((kind) => [resourceType(kind.resource.kind), kind]),
);

/** This package's kind of a name, such as `EmailAddress`. */
export function ownKind(name: string): OwnKind | undefined {
  return BY_NAME.get(name);
}

/** Name of the kind of a resource; undefined of one that isn't this package's, or of a later release's kind. */
export function kindOf(urn: string): KindName | undefined {
  return BY_TYPE.get(parseUrn(urn)?.type ?? "")?.resource.kind;
}

/** Place of a kind in the order in which kinds are listed: the ones that others refer to come first. */
export function kindIndex(kind: string | undefined): number {
  return KINDS.findIndex(({ resource }) => resource.kind === kind);
}

/** Types of this package's, of which a later release may have more. */
const OWN_TYPE = /^(?:pulumi-nodejs:dynamic\/vcc:|vcc:index:)(\w+)$/u;

/** Name of the kind in a type of this package's that this release doesn't know. */
export function laterKindOf(type: string): string | undefined {
  const name = OWN_TYPE.exec(type)?.[1];
  return name === IDENTITY.kind || BY_TYPE.has(type) ? undefined : name;
}

const INTERNAL = new RegExp(
  `^(?:pulumi:pulumi:Stack$|pulumi:providers:|vcc:index:|${resourceType(IDENTITY.kind)}$)`,
  "u",
);

/** True for a type that Pulumi or this package has of its own, which nobody counts. */
export function isInternal(type: string): boolean {
  return INTERNAL.test(type);
}

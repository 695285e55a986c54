import type { ExportedKind } from "../export/exported-kind";
import type { ListEndpoint } from "../../schema/endpoint";
import type { ResourceDefinition } from "../lifecycle/definition";
import type { SimulatedKind } from "../simulator/routes/simulated-kind";

/** A kind of object: what a program declares as one class of resource. */
export interface Kind<
  Name extends string = string,
  Plural extends string = string,
  Simulated extends SimulatedKind = SimulatedKind,
> {
  /** Its `kind` is the name of the class, and of the resource type. */
  readonly resource: ResourceDefinition & { readonly kind: Name };
  /** Everything that the simulator knows of it. */
  readonly simulated: Simulated;
  /** Its way into a program that an account is exported as. */
  readonly exported: ExportedKind<object, object, Plural>;
}

/** A kind, typed by its names. */
export function defineKind<Name extends string, Plural extends string, Simulated extends SimulatedKind>(
  kind: Kind<Name, Plural, Simulated>,
): Kind<Name, Plural, Simulated> {
  return kind;
}

/** The lists that a run reads before its first write: those of the kinds, and of what they refer to. */
export function listsOf(kinds: readonly Kind[]): readonly ListEndpoint<object>[] {
  return kinds.flatMap(({ resource }) => resource.lists ?? []);
}

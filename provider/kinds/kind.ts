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

/** A kind, typed by its names. Simulator and export aren't loaded before their first use: a provider needs neither. */
export function defineKind<Name extends string, Plural extends string, Simulated extends SimulatedKind>({
  resource,
  simulated,
  exported,
}: {
  readonly resource: Kind<Name>["resource"];
  readonly simulated: () => Simulated;
  readonly exported: () => Kind<Name, Plural>["exported"];
}): Kind<Name, Plural, Simulated> {
  return {
    resource,
    get simulated() {
      return simulated();
    },
    get exported() {
      return exported();
    },
  };
}

/** The lists that a run reads before its first write: those of the kinds, and of what they refer to. */
export function listsOf(kinds: readonly Kind[]): readonly ListEndpoint<object>[] {
  return kinds.flatMap(({ resource }) => resource.lists ?? []);
}

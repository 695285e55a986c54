import type { ListEndpoint } from "../../schema/endpoint";
import type { ExportedKind } from "../export/exported-kind";
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
  /** Its module below `pulumi-vcc/dynamic`, which every user's state names. */
  readonly module: string;
  /** The lists that a run reads before its first write: the kind's own, and those of what it refers to. */
  readonly lists: readonly ListEndpoint<object>[];
  /** Everything that the simulator knows of it. */
  readonly simulated: Simulated;
  /** Its way into a program that an account is exported as. */
  readonly exported: ExportedKind<object, object, Plural>;
}

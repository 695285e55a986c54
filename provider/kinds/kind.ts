import type * as z from "zod";
import type { ExportedKind, NoteItems } from "../export/exported-kind";
import type { ListEndpoint } from "../../schema/endpoint";
import type { ResourceDefinition } from "../lifecycle/definition";
import type { SimulatedKind } from "../simulator/routes/simulated-kind";

/** The operations of a kind, typed by what programs give and what is stored. */
export interface KindResource<
  Name extends string = string,
  Inputs extends object = object,
  State extends object = object,
> extends ResourceDefinition<object, State> {
  /** Name of the class, and of the resource type. */
  readonly kind: Name;
  readonly inputs: z.ZodObject & z.ZodType<Inputs>;
}

type AnyExported = ExportedKind<object, object, string, NoteItems>;

/** A kind of object: what a program declares as one class of resource. */
export interface Kind<
  Resource extends KindResource = KindResource,
  Simulated extends SimulatedKind = SimulatedKind,
  Exported extends AnyExported = AnyExported,
> {
  readonly resource: Resource;
  /** Everything that the simulator knows of it. */
  readonly simulated: Simulated;
  /** Its way into a program that an account is exported as. */
  readonly exported: Exported;
}

/** A kind, typed by its particulars. */
export function defineKind<
  Name extends string,
  Inputs extends object,
  State extends object,
  Simulated extends SimulatedKind,
  Plural extends string,
  Items extends object,
>(
  kind: Kind<KindResource<Name, Inputs, State>, Simulated, ExportedKind<object, object, Plural, Items>>,
): Kind<KindResource<Name, Inputs, State>, Simulated, ExportedKind<object, object, Plural, Items>> {
  return kind;
}

/** Takes the items of a kind's notes; for a union of kinds, it takes those of all. `never` without notes. */
export type TakesItems<Any extends Kind> = Any extends {
  readonly exported: ExportedKind<object, object, string, infer Items>;
}
  ? [Items] extends [never]
    ? never
    : (items: Items) => void
  : never;

/** The lists that a run reads before its first write: those of the kinds, and of what they refer to. */
export function listsOf(kinds: readonly Kind[]): readonly ListEndpoint<object>[] {
  return kinds.flatMap(({ resource }) => resource.lists ?? []);
}

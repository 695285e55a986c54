import * as z from "zod";

/** Schema of a value in a fleet; undefined where nothing is known of it. */
export type PartSchema = z.core.$ZodType | undefined;

/** Values of a map that are given: null gives none. */
type Given = Readonly<Record<string, unknown>>;

/** Sorts that a map can be of. */
interface Sorts {
  /** Facts that differ between sorts; undefined where the map doesn't tell. */
  readonly sortOf: (map: Given) => Given;
  /** Properties that go from a map of one sort to one of another. */
  readonly kept: (to: Given) => readonly string[];
}

const ONE_SORT: Sorts = { sortOf: () => ({}), kept: () => [] };

/** A map of several sorts, which inherit nothing from each other but what is `kept`. */
export function withSorts<Schema extends z.ZodType>(
  schema: Schema,
  sortOf: Sorts["sortOf"],
  kept: Sorts["kept"] = () => [],
): Schema {
  return Object.assign(schema, { sorts: { sortOf, kept } });
}

/** Schema of a part of a map; undefined of what is no map, or has no such part. */
export function partOf(schema: PartSchema, key: string): PartSchema {
  const map = valueIn(schema);
  if (map instanceof z.ZodRecord) return map.valueType;
  const shape: Readonly<Record<string, PartSchema>> = map instanceof z.ZodObject ? map.shape : {};
  return Object.hasOwn(shape, key) ? shape[key] : undefined;
}

/** Keys of a map in their order; of a map with different ones by sort, those that tell it. */
export function keysOf(schema: PartSchema): readonly string[] {
  const map = valueIn(schema);
  return Object.keys(map instanceof z.ZodObject ? map.shape : sortsOf(schema).sortOf({}));
}

/** True for a list that has no order of its own. */
export function isUnordered(schema: PartSchema): boolean {
  return "isUnordered" in (valueIn(schema) ?? {});
}

/** Text that is equal for maps of one sort. */
export function sortOf(schema: PartSchema, map: Given): string {
  return JSON.stringify(sortsOf(schema).sortOf(map));
}

/** True for a key that `upper` inherits from `lower`. */
export function inherits(schema: PartSchema, lower: Given, upper: Given): (key: string) => boolean {
  const sorts = sortsOf(schema);
  const [from, to] = [sorts.sortOf(lower), sorts.sortOf(upper)];
  const isSame = Object.entries(to).every(
    ([key, value]) => value === undefined || from[key] === undefined || from[key] === value,
  );
  return (key) => isSame || sorts.kept(to).includes(key);
}

function sortsOf(schema: PartSchema): Sorts {
  const map = valueIn(schema);
  return map !== undefined && "sorts" in map ? (map.sorts as Sorts) : ONE_SORT;
}

/** The schema of a value that is there; of a choice, that of the alternative that is a map. */
function valueIn(schema: PartSchema): PartSchema {
  if (schema === undefined || "sorts" in schema) return schema;
  if (schema instanceof z.ZodOptional) return valueIn(schema.unwrap());
  if (!(schema instanceof z.ZodUnion)) return schema;
  return schema.options.map(valueIn).find((one) => one instanceof z.ZodObject || one instanceof z.ZodRecord);
}

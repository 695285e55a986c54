import * as z from "zod";

/** What the bodies of a collection may hold. */
export interface BodyRules {
  /** Fields of a body. */
  readonly content: Readonly<Record<string, z.ZodType>>;
  /** The fields that a `POST` may leave out and a `PATCH` may clear by null. */
  readonly defaults: object;
  /** Those of them that a `POST` has to have all the same. */
  readonly required?: readonly string[];
  /** Fields that no `PATCH` may have. */
  readonly fixed?: readonly string[];
}

/** Forms of the bodies of `POST` and `PATCH`. */
export function bodiesOf({ content, defaults, required = [], fixed = [] }: BodyRules): {
  readonly post: z.ZodObject;
  readonly patch: z.ZodObject;
} {
  const isOptional = (key: string) => key in defaults && !required.includes(key);
  const posted = Object.entries(content).map(
    ([key, field]) => [key, isOptional(key) ? field.optional() : field] as const,
  );
  const patched = Object.entries(content).map(([key, field]) => {
    if (fixed.includes(key)) return [key, z.never({ error: `${key} can't be changed.` })] as const;
    return [key, key in defaults ? field.nullable() : field] as const;
  });
  return {
    post: z.strictObject(Object.fromEntries(posted)),
    patch: z.strictObject(Object.fromEntries(patched)).partial(),
  };
}

import { conflict, type FieldError } from "../http/api-error";

/** What must be unique: the field's path, its value, and the values that the other objects have. */
export interface Unique {
  readonly path: string;
  readonly value: string;
  readonly others: readonly string[];
}

/** Error: 409 that names every field whose value another object has. */
export function requireFree(...fields: readonly Unique[]): void {
  const errors = fields.flatMap(({ path, value, others }): FieldError[] =>
    others.includes(value) ? [{ message: `Another object has this ${path} already.`, path }] : [],
  );
  if (errors.length > 0) throw conflict("Conflict", errors);
}

import type * as z from "zod";
import { showValue } from "../rule";
import type { ContractKind } from "./kinds";

/** Every field has a place of its own in VCC's JSON, outside of all others, and parts of a block that is written stay in it. */
export function requireOwnPlaces(kind: ContractKind) {
  const known = [...kind.essential, ...kind.optional];
  return (fields: Spellings, context: z.RefinementCtx): void => {
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: "custom", path: [field], message });
    const places = known.flatMap((field) => {
      const place = spelled(field, fields);
      return place === null ? [] : [{ field, place }];
    });
    const isGiven = (field: string) => fields[field] !== undefined;
    for (const [index, one] of places.entries()) {
      const other = places.slice(0, index).find(({ field, place }) => meet(kind, one, { field, place }));
      if (other === undefined) continue;
      const [given, met] = isGiven(one.field) ? [one, other] : [other, one];
      refuse(
        given.field,
        `a place of its own, got ${showValue(given.place)}, where ${met.field} is. Give one of the two another spelling, or null.`,
      );
    }
    for (const field of known.filter((one) => isWrittenPart(one, kind))) {
      const own = fields[field] ?? null;
      const [parent = ""] = field.split(".");
      const block = spelled(parent, fields);
      if (own === null || (block !== null && own.startsWith(`${block}.`))) continue;
      if (block === null) {
        refuse(field, `null, as ${parent} isn't there, got ${showValue(own)}. Write null, or leave it out.`);
        continue;
      }
      refuse(
        field,
        `a spelling that begins with ${showValue(`${block}.`)}, got ${showValue(own)}. It is written together with ${parent}.`,
      );
    }
  };
}

type Spellings = Readonly<Record<string, string | null | undefined>>;

function spelled(field: string, fields: Spellings): string | null {
  const own = fields[field];
  return own === undefined ? spelledInParent(field, fields) : own;
}

interface Place {
  readonly field: string;
  readonly place: string;
}

/** True for two fields at one place, or of which one lies in the other, unless that is its block. */
function meet(kind: ContractKind, one: Place, other: Place): boolean {
  if (one.place === other.place) return true;
  const [outer, inner] = one.place.length < other.place.length ? [one, other] : [other, one];
  if (!inner.place.startsWith(`${outer.place}.`)) return false;
  const isOwnPart = inner.field.startsWith(`${outer.field}.`);
  // What VCC alone sets may lie in a block that VCC alone sets.
  const isBlock = [...kind.essential, ...kind.optional].some((field) => field.startsWith(`${outer.field}.`));
  return !isOwnPart && !(isBlock && isReadOnly(inner.field, kind) && isReadOnly(outer.field, kind));
}

function isReadOnly(field: string, { readOnly }: ContractKind): boolean {
  return readOnly.includes(field.split(".", 1)[0] ?? field);
}

function isWrittenPart(field: string, kind: ContractKind): boolean {
  return field.includes(".") && !isReadOnly(field, kind);
}

/** The spelling of a field that the profile leaves out: its own name, in its block as that is spelled. */
export function spelledInParent(
  field: string,
  fields: Readonly<Record<string, string | null | undefined>>,
): string | null {
  const [parent = "", ...rest] = field.split(".");
  if (rest.length === 0) return field;
  const block = fields[parent];
  return block === null ? null : [block ?? parent, ...rest].join(".");
}

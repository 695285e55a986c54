import * as z from "zod";
import { isRecord } from "../../values/records";
import { parseUrn } from "../../values/urns";
import type { Side, Step } from "./engine-run";
import { fromEngine } from "./engine-values";
import { toOperation } from "./operations";
import { topKey } from "./property-paths";

/** Properties that a step changes, as the engine tells them. */
const Keys = z.array(z.string()).nullish();
/** Changes by path. */
const DetailedDiff = z.custom<Readonly<Record<string, unknown>>>(isRecord).nullish();

/** The three ways in which the engine tells what a step changes. */
export const Changed = { reasons: Keys, detailedDiff: DetailedDiff };

/** Top properties that the engine takes for changed; undefined where it tells none of them. */
export function changedKeysOf(
  reasons: readonly z.infer<typeof Keys>[],
  detailedDiff: z.infer<typeof DetailedDiff>,
): readonly string[] | undefined {
  const known = [...reasons, detailedDiff && Object.keys(detailedDiff)].filter((keys) => Array.isArray(keys));
  return known.length === 0 ? undefined : [...new Set(known.flat().map(topKey))];
}

/** The part of a state that both shapes tell alike. */
const State = z.object({
  urn: z.string().optional(),
  parent: z.string().optional(),
  id: z.string().optional(),
  custom: z.boolean().optional(),
  inputs: z.unknown().optional(),
  outputs: z.unknown().optional(),
  protect: z.boolean().optional(),
  retainOnDelete: z.boolean().optional(),
});

/** A side of a step; undefined where there is none. */
export function toSide(
  printed: unknown,
  more: Pick<Side, "dependencies" | "place">,
): Side | "unreadable" | undefined {
  if (printed === undefined || printed === null) return undefined;
  const { data } = State.safeParse(printed);
  const inputs = fromEngine(data?.inputs);
  const outputs = fromEngine(data?.outputs);
  if (data === undefined || inputs === undefined || outputs === undefined) return "unreadable";
  const { id, urn, parent, custom = false, protect = false, retainOnDelete = false } = data;
  return {
    inputs,
    outputs,
    id: id || undefined,
    isCustom: custom,
    urn,
    parent,
    isProtected: protect,
    isRetained: retainOnDelete,
    dependencies: more.dependencies,
    place: more.place,
  };
}

/** A step as it is printed, which can't be read unless it says of which resource it is. */
export function toStep({ op, ...step }: Omit<Step, "op"> & { readonly op: string }): Step {
  return parseUrn(step.urn) === undefined ? UNREADABLE_STEP : { op: toOperation(op), ...step };
}

/** A step of which nothing can be read. */
export const UNREADABLE_STEP: Step = {
  op: "unknown",
  urn: "",
  old: "unreadable",
  new: "unreadable",
  changedKeys: undefined,
};

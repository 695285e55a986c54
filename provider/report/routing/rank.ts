import type { MappingView } from "./mapping-view";

/** Mappings of one mailbox in the order in which VCC asks them. */
export interface Ranking<Mapping extends MappingView = MappingView> {
  readonly mappings: readonly { readonly mapping: Mapping; readonly rank: number }[];
  /** The mapping that takes the mail; undefined where there is none, or nobody can tell. */
  readonly winner: Mapping | undefined;
  /** False where nobody can tell which mapping takes the mail. */
  readonly isCertain: boolean;
  /** Mappings of the highest priority, where there are several. */
  readonly tied: readonly Mapping[];
}

/** Ranks the mappings of a mailbox: by priority, and on a tie the one that was modified last. Source: documented. */
export function rank<Mapping extends MappingView>(mappings: readonly Mapping[]): Ranking<Mapping> {
  const sorted = [...mappings].sort((a, b) => priorityOf(b) - priorityOf(a) || timeOf(b) - timeOf(a));
  const firstOf = new Map(sorted.map((mapping, index) => [priorityOf(mapping), index] as const).reverse());
  const ranked = sorted.map((mapping) => ({ mapping, rank: 1 + (firstOf.get(priorityOf(mapping)) ?? 0) }));
  const [first] = sorted;
  const top = sorted.filter((one) => first !== undefined && priorityOf(one) === priorityOf(first));
  const isUnknown = mappings.length > 1 && mappings.some(({ priority }) => typeof priority !== "number");
  const isEven = top.slice(1).some(({ modifiedMs }) => !isLater(first?.modifiedMs, modifiedMs));
  const isCertain = !isUnknown && !isEven;
  return {
    mappings: ranked,
    winner: isCertain ? first : undefined,
    isCertain,
    tied: top.length > 1 ? top : [],
  };
}

/** A priority that nobody knows may be the highest. */
function priorityOf({ priority }: MappingView): number {
  return typeof priority === "number" ? priority : Number.MAX_SAFE_INTEGER;
}

function timeOf({ modifiedMs }: MappingView): number {
  if (modifiedMs === undefined) return 0;
  return Math.min(modifiedMs, Number.MAX_SAFE_INTEGER);
}

function isLater(one: number | undefined, other: number | undefined): boolean {
  return one !== undefined && other !== undefined && one > other;
}

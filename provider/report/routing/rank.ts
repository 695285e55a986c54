import type { MappingView } from "./mapping-view";

/**
 * Reason why nobody can tell which plan takes the mail: mappings of one priority (`tie`); a priority that is secret or not
 * known yet (`priority`), or such a plan, which changes (`plan`); an object that is taken over, of which VCC alone knows
 * what it was (`mapping taken over`, `address taken over`); an input without all mappings (`unread mappings`).
 */
export type RankingDoubt =
  "tie" | "unread mappings" | "priority" | "plan" | "mapping taken over" | "address taken over";

/** Mappings of one mailbox in the order in which VCC asks them. */
export interface Ranking<Mapping extends MappingView = MappingView> {
  readonly mappings: readonly { readonly mapping: Mapping; readonly rank: number }[];
  /** The mapping that takes the mail; undefined where there is none, or nobody can tell. */
  readonly winner: Mapping | undefined;
  /** Reason why nobody can tell which mapping takes the mail, or which plan it leads to; undefined where that is certain. */
  readonly doubt: RankingDoubt | undefined;
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
  const doubt = doubtOf(mappings, top);
  return {
    mappings: ranked,
    winner: doubt === undefined ? first : undefined,
    doubt,
    tied: top.length > 1 ? top : [],
  };
}

/** A ranking of which it isn't certain which plan takes the mail. */
export function withDoubt<Mapping extends MappingView>(
  ranking: Ranking<Mapping>,
  doubt: RankingDoubt,
): Ranking<Mapping> {
  return { ...ranking, winner: undefined, doubt };
}

function doubtOf(mappings: readonly MappingView[], top: readonly MappingView[]): RankingDoubt | undefined {
  if (mappings.length > 1 && mappings.some(({ priority }) => typeof priority !== "number")) return "priority";
  const [first, ...others] = top;
  return first !== undefined && others.some((other) => !isLater(first, other)) ? "tie" : undefined;
}

/** A priority that nobody knows may be the highest. */
function priorityOf({ priority }: MappingView): number {
  return typeof priority === "number" ? priority : Number.MAX_SAFE_INTEGER;
}

function timeOf({ modifiedMs = 0, isWritten = false }: MappingView): number {
  return isWritten ? Number.MAX_SAFE_INTEGER : modifiedMs;
}

/** True if `one` is surely modified after `other`, of which nobody may be able to tell, nor if the run writes it. */
function isLater(one: MappingView, other: MappingView): boolean {
  if (other.isWritten === true || other.modifiedMs === undefined) return false;
  return one.isWritten === true || (one.modifiedMs !== undefined && one.modifiedMs > other.modifiedMs);
}

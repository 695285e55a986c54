import * as z from "zod";
import type { PageMeta } from "../../schema/api";

/** Limit of readings of a list that stays short by the same number: then VCC contradicts itself. */
const MOST_SAME_READINGS = 3;
/** Pauses before a list that keeps changing is read again, in ms. */
const PAUSES_MS = [0, 500, 1_000, 2_000, 4_000] as const;
/** More pages than any account has: a broken `meta` shall not start a flood. */
export const MAX_PAGES = 1_000;

// What else `meta` has is of no use here.
const Meta = z.object({
  pageCount: z.int().min(0).max(MAX_PAGES),
  totalCount: z.int().min(0),
}) satisfies z.ZodType<Pick<PageMeta, "pageCount" | "totalCount">>;

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly meta: z.infer<typeof Meta>;
}

/** A page's schema: the collection under its own key beside `meta`. */
export function pageSchema<Item>(key: string, item: z.ZodType<Item>): z.ZodType<Page<Item>> {
  return z
    .object({ meta: Meta })
    .and(z.object({ [key]: z.array(item) }))
    .transform((page) => ({ items: page[key] ?? [], meta: page.meta }));
}

/** Page numbering of a server. Starts as documented, and keeps what a reading has found out. */
export interface Numbering {
  /** 1, or 0: the documentation says both. */
  first: number;
}

interface Listing<Item> {
  readonly readPage: (page: number) => Promise<Page<Item>>;
  readonly numbering: Numbering;
  /** Objects asked for a page. */
  readonly limit: number;
  /** Key that tells two objects apart. */
  readonly idOf: (item: Item) => unknown;
  readonly sleep: (ms: number) => Promise<void>;
  /** The error of a list of which `found` objects came out of `totalCount`, each time, or each time others. */
  readonly incomplete: (outcome: {
    readonly found: number;
    readonly totalCount: number;
    readonly isChanging: boolean;
  }) => Error;
}

/**
 * Every object of a list, each once, in the server's order. Pages after the first are read side by side.
 *
 * A deletion between two pages moves the rest up, so that one object falls between them. As a missing object would be
 * taken for a deleted one, a list that yields fewer objects than it counts is read again: 3 times where it is always
 * short by as many, 6 times, with pauses, where it changes from reading to reading. Then it's an error.
 */
export async function readAllPages<Item>(listing: Listing<Item>): Promise<readonly Item[]> {
  const { sleep, incomplete } = listing;
  let previous: Outcome<Item> | undefined;
  let same = 0;
  for (let reading = 0; ; reading += 1) {
    const outcome = await readPagesOnce(listing);
    const { items, totalCount } = outcome;
    if (isComplete(outcome)) return [...items.values()];
    same = previous?.items.size === items.size && previous.totalCount === totalCount ? same + 1 : 1;
    const pauseMs = PAUSES_MS[reading];
    if (same === MOST_SAME_READINGS || pauseMs === undefined)
      throw incomplete({ found: items.size, totalCount, isChanging: same < MOST_SAME_READINGS });
    previous = outcome;
    await sleep(pauseMs);
  }
}

/** Result of one reading of the list. */
interface Outcome<Item> {
  readonly items: ReadonlyMap<unknown, Item>;
  readonly totalCount: number;
}

/** Objects that were added between two pages stand at the end, so they hide none. */
function isComplete({ items, totalCount }: Outcome<unknown>): boolean {
  return items.size >= totalCount;
}

async function readPagesOnce<Item>(listing: Listing<Item>): Promise<Outcome<Item>> {
  const { readPage, numbering, limit } = listing;
  const first = await readPage(numbering.first);
  const later = Array.from(
    { length: Math.max(0, pagesOf(first) - 1) },
    (_, index) => numbering.first + index + 1,
  );
  const pages = [first, ...(await Promise.all(later.map(readPage)))];
  const outcome = toOutcome(listing, pages);
  const lacksOnePage = outcome.items.size === Math.max(0, outcome.totalCount - limit);
  if (isComplete(outcome) || !lacksOnePage || numbering.first === 0) return outcome;
  // Where pages start at 1, VCC refuses a page 0: no answer there is none that matters.
  const zero = await readPage(0).catch(() => undefined);
  const whole = zero && toOutcome(listing, [zero, ...pages]);
  if (whole === undefined || !isComplete(whole)) return outcome;
  numbering.first = 0;
  return whole;
}

/** A server that holds pages smaller than was asked for may still count them by what was asked for. */
function pagesOf({ items, meta: { pageCount, totalCount } }: Page<unknown>): number {
  const needed = items.length === 0 ? 0 : Math.ceil(totalCount / items.length);
  return Math.min(MAX_PAGES, Math.max(pageCount, needed));
}

function toOutcome<Item>({ idOf }: Listing<Item>, pages: readonly Page<Item>[]): Outcome<Item> {
  return {
    items: new Map(pages.flatMap((page) => page.items.map((item) => [idOf(item), item] as const))),
    totalCount: Math.max(...pages.map((page) => page.meta.totalCount)),
  };
}

import * as z from "zod";
import type { PageMeta } from "../../schema/api";

/** How often a list is read again when it changed meanwhile. */
const MOST_READINGS = 3;
/** More pages than any account has: a broken `meta` shall not start a flood. */
export const MAX_PAGES = 1_000;

const Meta = z.object({
  page: z.number(),
  count: z.number(),
  pageCount: z.int().min(0).max(MAX_PAGES),
  totalCount: z.int().min(0),
}) satisfies z.ZodType<PageMeta>;

export interface Page<Dto> {
  readonly items: readonly Dto[];
  readonly meta: PageMeta;
}

/** A page's schema: the collection under its own key beside `meta`. */
export function pageSchema<Dto>(key: string, item: z.ZodType<Dto>): z.ZodType<Page<Dto>> {
  return z
    .object({ meta: Meta })
    .and(z.object({ [key]: z.array(item) }))
    .transform((page) => ({ items: page[key] ?? [], meta: page.meta }));
}

interface Listing<Dto> {
  /** Reads one page; the first is 1. */
  readonly readPage: (page: number) => Promise<Page<Dto>>;
  readonly idOf: (item: Dto) => string;
  /** The error of a list that stays incomplete, of which `found` objects came out of `totalCount`. */
  readonly incomplete: (found: number, totalCount: number) => Error;
}

/**
 * Every object of a list, each once, in the server's order. Pages after the first are read side by side.
 *
 * A deletion between two pages moves the rest up, so that one object falls between them. As a missing object would be
 * taken for a deleted one, a list whose pages disagree, or that holds fewer objects than it counts, is read again, and
 * is an error after 3 readings.
 */
export async function readAllPages<Dto>({
  readPage,
  idOf,
  incomplete,
}: Listing<Dto>): Promise<readonly Dto[]> {
  for (let reading = 1; ; reading += 1) {
    const pages = await readPagesOnce(readPage);
    const items = new Map(pages.flatMap((page) => page.items.map((item) => [idOf(item), item] as const)));
    const totals = pages.map((page) => page.meta.totalCount);
    const totalCount = Math.max(...totals);
    if (items.size >= totalCount && new Set(totals).size === 1) return [...items.values()];
    if (reading === MOST_READINGS) throw incomplete(items.size, totalCount);
  }
}

async function readPagesOnce<Dto>(
  readPage: (page: number) => Promise<Page<Dto>>,
): Promise<readonly Page<Dto>[]> {
  const first = await readPage(1);
  const later = Array.from({ length: Math.max(0, first.meta.pageCount - 1) }, (_, index) => index + 2);
  return [first, ...(await Promise.all(later.map(readPage)))];
}

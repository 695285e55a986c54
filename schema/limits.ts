/**
 * Limits of the VCC email channel, in one place so that they can be corrected in minutes.
 * Every number here is assumed unless its comment says "documented".
 */
export const MAX_NAME_CHARACTERS = 128;
export const MAX_DESCRIPTION_CHARACTERS = 500;
/** Of any text in a reply or of a data source: patterns take a stack that grows with the text. Our choice. */
export const MAX_TEXT_CHARACTERS = 1_000_000;
export const MAX_SIGNATURE_BYTES = 102_400;
/** Documented. */
export const MIN_PRIORITY = 1;
/** Documented. */
export const MAX_PRIORITY = 10_000;
export const DEFAULT_PRIORITY = 5_000;
/** Documented. */
export const MAX_PAGE_SIZE = 5_000;
/** Documented. */
export const DEFAULT_PAGE_SIZE = 25;
/** Objects a page that are asked for. Our choice. */
export const USUAL_PAGE_SIZE = 1_000;
/** Smaller pages, for a server that refuses larger ones. The last is the documented default. */
export const SMALLER_PAGE_SIZES = [100, DEFAULT_PAGE_SIZE] as const;

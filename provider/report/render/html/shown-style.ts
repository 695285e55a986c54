/** Style of an element that only lays out, and the properties that were left out. */
interface HarmlessStyle {
  readonly style: string;
  readonly removed: readonly string[];
}

/** Properties that lay out text and boxes where they stand. None loads, and none leaves its place. */
const PROPERTY =
  /^(?:background-color|border(?:-(?:top|right|bottom|left))?(?:-(?:color|style|width|radius))?|border-(?:collapse|spacing)|color|direction|display|font(?:-(?:family|size|style|variant|weight))?|(?:min-|max-)?(?:width|height)|letter-spacing|line-height|margin(?:-(?:top|right|bottom|left))?|padding(?:-(?:top|right|bottom|left))?|text-(?:align|decoration|indent|transform)|vertical-align|white-space|word-(?:break|spacing)|overflow-wrap|background)$/u;
/** Words, numbers, colours, names of fonts. Of functions only those of colours: every other may take an address. */
const VALUE = /^(?:[\w\s#%.,+'"!-]|\b(?:rgb|rgba|hsl|hsla)\([\d\s.,%/deg-]*\)){0,1000}$/iu;
/** Outlook's own properties, which browsers don't know; and what asks for a fallback of them. */
const SILENT = /^(?:mso-|-webkit-text-size-adjust|-ms-text-size-adjust)/u;

/**
 * The declarations of a style attribute that are known to do nothing but lay out. Each is put together again of parts
 * that hold no bracket, backslash, colon or semicolon, so it doesn't matter whether the cut was where a browser cuts.
 */
export function harmlessStyle(source: string): HarmlessStyle {
  const kept: string[] = [];
  const removed: string[] = [];
  for (const declaration of source.split(";")) {
    if (declaration.trim() === "") continue;
    const at = declaration.indexOf(":");
    const property = declaration.slice(0, Math.max(0, at)).trim().toLowerCase();
    const value = declaration.slice(at + 1).trim();
    if (PROPERTY.test(property) && VALUE.test(value) && hasWholeQuotes(value))
      kept.push(`${property}: ${value}`);
    else if (!SILENT.test(property))
      removed.push(/^[a-z-]{1,40}$/u.test(property) ? property : "that can't be read");
  }
  return { style: kept.join("; "), removed };
}

function hasWholeQuotes(value: string): boolean {
  return /^(?:[^'"]|'[^'"]*'|"[^'"]*"){0,1000}$/u.test(value);
}

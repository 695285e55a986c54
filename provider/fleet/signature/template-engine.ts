import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { Liquid } from "liquidjs";

/** The files that templates were made of, by their text: the engine's errors carry the text and not the file. */
export interface TemplateFiles {
  /** Path to show for a text, relative to the program's folder. */
  fileOf(text: string): string | undefined;
  /** The same for a path. */
  show(path: string): string;
}

/**
 * A template engine that reads below `folder` and below the template's own folder, escapes what it puts out, and knows
 * no variable or filter that doesn't exist. `{% if phone %}` may ask for one that may be missing.
 */
export function createTemplateEngine(folder: string, own: string): { engine: Liquid; files: TemplateFiles } {
  const pathByText = new Map<string, string>();
  const show = (path: string): string => relative(folder, path) || path;
  const engine = new Liquid({
    root: [...new Set([own, folder])],
    cache: true,
    strictVariables: true,
    strictFilters: true,
    lenientIf: true,
    ownPropertyOnly: true,
    catchAllErrors: true,
    outputEscape: "escape",
    fs: {
      sep,
      dirname,
      resolve: (base, file) => resolve(base, file),
      existsSync,
      exists: async (path) => Promise.resolve(existsSync(path)),
      containsSync: (root, path) => isBelow(root, path),
      readFileSync: (path) => {
        const text = readFileSync(path, "utf8");
        pathByText.set(text, path);
        return text;
      },
      readFile: async (path) => Promise.resolve(readFileSync(path, "utf8")),
    },
  });
  const fileOf = (text: string): string | undefined => {
    const path = pathByText.get(text);
    return path === undefined ? undefined : show(path);
  };
  return { engine, files: { fileOf, show } };
}

function isBelow(root: string, path: string): boolean {
  if (!existsSync(path)) return false;
  const [base, file] = [realpathSync(root), realpathSync(path)];
  return file.startsWith(base.endsWith(sep) ? base : base + sep);
}

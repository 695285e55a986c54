import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";
import { REPOSITORY } from "./repository";

/** Regular expressions of the sources as they are written, each with a file where it stands. */
export const REGEX_LITERALS: ReadonlyMap<string, string> = new Map(
  ["provider", "schema"].flatMap((folder) =>
    readdirSync(join(REPOSITORY, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
      .flatMap((entry) => literalsOf(join(entry.parentPath, entry.name))),
  ),
);

function literalsOf(path: string): readonly (readonly [string, string])[] {
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest);
  const found: (readonly [string, string])[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.push([node.text, relative(REPOSITORY, path)]);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

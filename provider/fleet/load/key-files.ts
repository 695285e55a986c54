import { resolve } from "node:path";
import { parseReference } from "../../../schema/credential/secret-reference";
import { isBelowOne } from "../../files/real-path";
import { howToAllow } from "../allowances";
import { fileProblem, type Problem } from "../problem";
import { entriesOf, entryOf, type MapNode, type ScalarNode } from "../source/source-node";
import { isHidden, showNode } from "./issues";

interface KeyFileContext {
  readonly file: string;
  readonly root: MapNode;
  readonly programFolder: string;
  /** Folders that key files may lie in. */
  readonly folders: readonly string[];
}

/** Problems of files that a credential names and may not read: their content is handed to VCC. */
export function checkKeyFiles({ file, root, programFolder, folders }: KeyFileContext): Problem[] {
  return entriesOf(entryOf(root, "inboxes")?.node).flatMap(([inbox, { node }]) =>
    entriesOf(entryOf(node, "credential")?.node).flatMap(([, { node: value }]) => {
      const path = pathOf(value);
      if (path === undefined || isBelowOne(folders, resolve(programFolder, path))) return [];
      const message =
        `a file below the folder of the fleet file or of the program, got ${showNode(value)}, which lies elsewhere. ` +
        howToAllow(isHidden(value) ? undefined : resolve(programFolder, path));
      return [fileProblem(file, value.place, value.path, message, inbox)];
    }),
  );
}

function pathOf(node: { readonly kind: string; readonly value?: ScalarNode["value"] }): string | undefined {
  const place = typeof node.value === "string" ? parseReference(node.value) : undefined;
  return place?.kind === "file" ? place.name : undefined;
}

import { resolve } from "node:path";
import { parseReference } from "../../../schema/credential/secret-reference";
import { isBelowOne } from "../../files/real-path";
import { howToAllow } from "../allowances";
import { fileProblem, type Problem } from "../problem";
import { entriesOf, entryOf } from "../source/source-node";
import { isHidden, showNode } from "./issues";
import type { LoadedFleet } from "./check-entries";

/** Problems of files that a credential names and that lie in none of the folders: their content is handed to VCC. */
export function checkKeyFiles(
  { file, root }: LoadedFleet,
  programFolder: string,
  folders: readonly string[],
): Problem[] {
  return entriesOf(entryOf(root, "inboxes")?.node).flatMap(([inbox, { node }]) =>
    entriesOf(entryOf(node, "credential")?.node).flatMap(([, { node: value }]) => {
      const reference =
        value.kind === "scalar" && typeof value.value === "string" ? parseReference(value.value) : undefined;
      if (reference?.kind !== "file") return [];
      const path = resolve(programFolder, reference.name);
      if (isBelowOne(folders, path)) return [];
      const message =
        `a file below the folder of the fleet file or of the program, got ${showNode(value)}, which lies elsewhere. ` +
        howToAllow(isHidden(value) ? undefined : path);
      return [fileProblem(file, value.place, value.path, message, inbox)];
    }),
  );
}

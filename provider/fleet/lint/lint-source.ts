import type { Fleet } from "../../../schema/fleet/fleet";
import { fileProblem, type IgnoredProblem, namesInbox, type Problem } from "../problem";
import { locate } from "../source/locate";
import type { MapNode } from "../source/source-node";
import { type Judged, lintFleet } from "./lint-fleet";

/** What the rules over the whole set find, at its places in the file. */
export function lintSource(
  file: string,
  root: MapNode,
  fleet: Fleet,
): { readonly problems: readonly Problem[]; readonly ignored: readonly IgnoredProblem[] } {
  const judged = lintFleet(fleet);
  return {
    problems: judged.filter(({ reason }) => reason === undefined).map((finding) => toProblem(file, root, finding)),
    ignored: judged.flatMap((finding) =>
      finding.reason === undefined ? [] : [{ ...toProblem(file, root, finding), reason: finding.reason }],
    ),
  };
}

function toProblem(file: string, root: MapNode, { rule, severity, path, message, entries }: Judged): Problem {
  const location = locate(root, path);
  // What is inherited stands elsewhere: say for whom.
  const concerned = entries.filter(({ section, name }) => section === "inboxes" && !namesInbox(location.path, name));
  const isInherited = location.path[0] === "defaults" || location.path[2] === "defaults" || path[0] !== "inboxes";
  const inboxes = isInherited ? concerned.map(({ name }) => name) : [];
  return { ...fileProblem(file, location.place, location.path, message), severity, rule, inboxes };
}

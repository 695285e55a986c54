import { closest } from "fastest-levenshtein";
import type { Fleet } from "../../../schema/fleet/fleet";
import { showValue } from "../../../schema/rule";
import { fileProblem, type Problem } from "../problem";
import { locate } from "../source/locate";
import { entriesOf, entryOf, type MapNode, type Path } from "../source/source-node";

/** What entries say of each other: names that lead nowhere, and names that two resources can't both have. */
export function checkReferences(file: string, root: MapNode, fleet: Fleet): Problem[] {
  return [...profileNames(file, root, fleet), ...inboxNames(file, root, fleet), ...resourceNames(file, root, fleet)];
}

function profileNames(file: string, root: MapNode, { inboxes = {} }: Fleet): Problem[] {
  // Also those that are invalid in themselves: the name leads somewhere.
  const known = namesOf(root, "profiles");
  return Object.entries(inboxes).flatMap(([inbox, { profile }]) => {
    if (typeof profile !== "string" || known.includes(profile)) return [];
    const message = unknownName("a profile of this file", profile, known, "Declare it under profiles.");
    return [problemAt(file, root, ["inboxes", inbox, "profile"], message, inbox)];
  });
}

function inboxNames(file: string, root: MapNode, { mappings = {} }: Fleet): Problem[] {
  const known = namesOf(root, "inboxes");
  return Object.entries(mappings).flatMap(([mapping, { inboxes = [] }]) =>
    inboxes.flatMap((inbox, index) => {
      if (known.includes(inbox)) return [];
      const next = "An address that this file doesn't manage stands under addresses.";
      const message = unknownName("an inbox of this file", inbox, known, next);
      return [problemAt(file, root, ["mappings", mapping, "inboxes", index], message)];
    }),
  );
}

function unknownName(what: string, name: string, known: readonly string[], next: string): string {
  const near = known.length === 0 ? "" : ` Did you mean "${closest(name, [...known])}"?`;
  return `${what}, got ${showValue(name)}.${near} ${next}`;
}

/** Resources of one kind are told apart by these names, and names in VCC are generated from them. */
function resourceNames(file: string, root: MapNode, { inboxes = {} }: Fleet): Problem[] {
  const kinds = [
    { section: "profiles", part: "profile", what: "profile", has: ({ profile }: InboxEntry) => typeof profile === "object" },
    { section: "mappings", part: "mapping", what: "mapping", has: ({ mapping }: InboxEntry) => mapping !== undefined },
  ];
  return kinds.flatMap(({ section, part, what, has }) =>
    namesOf(root, section).flatMap((name) => {
      const inbox = inboxes[name];
      if (inbox === undefined || !has(inbox)) return [];
      const message = `a name that no inbox with a ${part} of its own has, got ${showValue(name)}. Rename this ${what}.`;
      return [problemAt(file, root, [section, name], message)];
    }),
  );
}

type InboxEntry = NonNullable<Fleet["inboxes"]>[string];

function namesOf(root: MapNode, section: string): string[] {
  return entriesOf(entryOf(root, section)?.node).map(([name]) => name);
}

function problemAt(file: string, root: MapNode, path: Path, message: string, inbox?: string): Problem {
  const location = locate(root, path);
  return fileProblem(file, location.place, location.path, message, inbox);
}

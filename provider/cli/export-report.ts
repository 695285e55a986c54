import type { Note } from "../export/exported-kind";
import type { ExportSummary } from "../export/summary";
import { enumerate } from "../fleet/problem";
import type { KindNotes } from "../kinds/index";
import { counted } from "../text/counted";
import { EXIT_CODES, type ExportOutput, type WrittenFiles } from "./output";

const MOST_FILES = 12;

/** A summary as JSON carries it: what is told besides stands beside the rest. */
export function summaryToJson({
  isComplete,
  taken,
  unread,
  leftOut,
  notes,
}: ExportSummary): Omit<ExportOutput, "schema" | "exitCode" | "files"> {
  return {
    isComplete,
    taken: Object.fromEntries(taken.map(({ plural: key, count }) => [key, count])) as ExportOutput["taken"],
    unread: unread.map(({ what, why, parts }) => ({ what, why, ...(parts && { addresses: parts.of }) })),
    leftOut,
    ...(Object.fromEntries([...notes].map(([key, { items }]) => [key, items])) as unknown as KindNotes),
  };
}

/** Lines about an export for the person at the terminal: taken, not taken, and next steps. */
export function renderExport(folder: string, summary: ExportSummary, files: WrittenFiles): string[] {
  const { unread, leftOut, isComplete } = summary;
  const notes = [...summary.notes.values()];
  return [
    `Exported ${describeTaken(summary)} to ${folder}.`,
    ...list("Written", files.written),
    ...list("Already there, unchanged", files.unchanged),
    ...list("Already there, and left as they are", files.kept),
    ...section(
      "Not read: VCC refuses or lacks these, or their form is unknown to this release",
      unread,
      ({ what, why }) => `${what}: ${why}`,
    ),
    ...section(
      "Left out: a program can't manage these as they are",
      leftOut,
      ({ kind, what, why }) => `${kind} "${what}": ${why}`,
    ),
    ...notes.filter((note) => !isUrgent(note)).flatMap(describeNote),
    // Right before the steps, one of which is for them.
    ...notes.filter(isUrgent).flatMap(describeNote),
    "Next, in that folder:",
    "  npm install && pulumi stack init STACK",
    "  pulumi import --file import.json --generate-code=false --protect=false --yes",
    "  pulumi preview    (shows that only the stack's identity is new)",
    "  pulumi up    (makes and stores it, and changes nothing in VCC)",
    ...notes.flatMap(nextStep),
    ...(isComplete ? [] : [`The export is partial: exit code ${EXIT_CODES.found}.`]),
  ];
}

function isUrgent({ topic }: Note): boolean {
  return topic === "not working";
}

function describeNote(note: Note): string[] {
  const { title, items, isShort = false } = note;
  const lines = items.map((item) => note.line(item));
  return isShort ? list(title, lines) : section(title, lines, String);
}

function nextStep({ next }: Note): string[] {
  return next === undefined || next.names.length === 0 ? [] : [`  ${next.step(enumerate(next.names))}`];
}

function describeTaken({ taken }: ExportSummary): string {
  return taken.map(({ noun, plural: nouns, count }) => counted(count, noun, nouns)).join(", ");
}

function list(title: string, paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  const rest = paths.length - MOST_FILES;
  return [`${title}: ${paths.slice(0, MOST_FILES).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`];
}

function section<Item>(title: string, items: readonly Item[], render: (item: Item) => string): string[] {
  return items.length === 0 ? [] : [`${title}:`, ...items.map((item) => `  ${render(item)}`)];
}

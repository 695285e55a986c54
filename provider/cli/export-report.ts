import type { ExportSummary } from "../export/summary";
import { enumerate } from "../fleet/problem";
import type { WrittenFiles } from "./export-files";

const MOST_FILES = 12;

/** An export in lines for the person at the terminal: what was taken, what was not, and what to do next. */
export function renderExport(folder: string, summary: ExportSummary, files: WrittenFiles): string[] {
  const { unread, leftOut, toFillIn, notSignedIn, unknownMethods, unknownWords, otherChannels } = summary;
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
    ...section(
      "To fill in, when it suits you: VCC tells of no secret, and nothing changes without",
      toFillIn,
      ({ emailAddress, method, fields, references }) =>
        `${emailAddress} (${method}): ${[...fields, ...references].join(", ")}`,
    ),
    ...list("Mappings of other channels, which aren't exported", otherChannels),
    ...section(
      "Left as they are in VCC: words that this release doesn't know, so the program doesn't set them",
      unknownWords,
      ({ emailAddress, field, word }) => `${emailAddress}: ${field} ${word}`,
    ),
    ...section(
      "Exported as signed in by a person: VCC signs in to these in a way that this release doesn't know",
      unknownMethods,
      ({ emailAddress, method }) => `${emailAddress}: ${method}`,
    ),
    ...section(
      "Not signed in, so their mail is not routed",
      notSignedIn,
      ({ emailAddress, status }) => `${emailAddress}: ${status}`,
    ),
    "Next, in that folder:",
    "  npm install && pulumi stack init STACK",
    "  pulumi import --file import.json --generate-code=false --protect=false --yes",
    "  pulumi preview    (shows that only the stack's identity is new)",
    "  pulumi up    (makes and stores it, and changes nothing in VCC)",
    ...signIn(notSignedIn),
    ...(summary.isComplete ? [] : ["The export is partial: exit code 6."]),
  ];
}

/** What Pulumi takes up is in the state as the program wants it: signed in, until a refresh looks. */
function signIn(notSignedIn: ExportSummary["notSignedIn"]): string[] {
  if (notSignedIn.length === 0) return [];
  const mailboxes = enumerate(notSignedIn.map(({ emailAddress }) => emailAddress));
  return [
    `  pulumi up --refresh    (signs in to ${mailboxes}, with the credential that you fill in or the link that it prints; ` +
      "until then the state and the outputs say Active of them)",
  ];
}

function describeTaken({ taken }: ExportSummary): string {
  const { addresses, signatures, profiles, mappings } = taken;
  return [
    plural(addresses, "address", "addresses"),
    plural(signatures, "signature"),
    plural(profiles, "profile"),
    plural(mappings, "mapping"),
  ].join(", ");
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function list(title: string, paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  const rest = paths.length - MOST_FILES;
  return [`${title}: ${paths.slice(0, MOST_FILES).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`];
}

function section<Item>(title: string, items: readonly Item[], render: (item: Item) => string): string[] {
  return items.length === 0 ? [] : [`${title}:`, ...items.map((item) => `  ${render(item)}`)];
}

import type { ExportSummary } from "../export/summary";
import { enumerate } from "../fleet/problem";
import { plural } from "./console";
import { EXIT_CODES, type WrittenFiles } from "./output";

const MOST_FILES = 12;

/** Lines about an export for the person at the terminal: taken, not taken, and next steps. */
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
    ...(summary.isComplete ? [] : [`The export is partial: exit code ${EXIT_CODES.found}.`]),
  ];
}

/** Next step for mailboxes that the state shows as the program wants them, signed in, until a refresh looks. */
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

function list(title: string, paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  const rest = paths.length - MOST_FILES;
  return [`${title}: ${paths.slice(0, MOST_FILES).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`];
}

function section<Item>(title: string, items: readonly Item[], render: (item: Item) => string): string[] {
  return items.length === 0 ? [] : [`${title}:`, ...items.map((item) => `  ${render(item)}`)];
}

import { toLine } from "../text/plain-text";
import type { VccApi } from "../ports";
import { argumentError } from "../errors";
import { renderFleet } from "../fleet/render-fleet";
import { KINDS } from "../kinds/index";
import type { Kind } from "../kinds/kind";
import { readAccount } from "./account-reading";
import type { AccountSnapshot } from "./exported-kind";
import { importFile } from "./import-file";
import { inReportOrder, selectedObjects } from "./kind-defaults";
import { FLEET_FILE, FLEET_NAME, FLEET_PROGRAM, projectFiles } from "./scaffold";
import { type ExportSummary, summarize } from "./summary";
import { type Inventory, takeInventory } from "./take-inventory";
import { toFleet } from "./to-fleet";
import { toProgram } from "./to-program";

export const EXPORT_FORMATS = ["fleet", "typescript"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportOptions {
  readonly format: ExportFormat;
  /** Globs over email addresses and names; empty for all. */
  readonly only: readonly string[];
  /** Nouns as `kindNouns` lists them; empty for all. */
  readonly kinds: readonly string[];
  /** This package as `package.json` names it: a range of versions, or `file:` and a path. */
  readonly packageVersion: string;
}

/** The files of an export, relative to its folder. Equal accounts give equal bytes. */
export interface AccountExport {
  /** Files written from the account; other versions of them in the folder are out of date. */
  readonly files: ReadonlyMap<string, string>;
  /** Other files of a new program; those that the folder already has are never overwritten. */
  readonly scaffold: ReadonlyMap<string, string>;
  readonly summary: ExportSummary;
}

interface ExportDeps {
  /** Each after those that its objects refer to. Default: all of the package. */
  readonly kinds?: readonly Kind[];
  /** Called with the progress of reading objects that no list shows. */
  readonly onRead?: (plural: string) => (done: number, total: number) => void;
}

/**
 * Reads an account and writes it as a program, with a file by which `pulumi import` takes up what exists. Reads only.
 * Error: where nothing is selected, and what reading fails with, 403 and 404 aside.
 */
export async function exportAccount(
  api: VccApi,
  options: ExportOptions,
  { kinds = KINDS, onRead = () => () => undefined }: ExportDeps = {},
): Promise<AccountExport> {
  const { format, only } = options;
  requireOwners(kinds, options);
  const isWanted = ({ exported }: Kind): boolean =>
    options.kinds.length === 0 || options.kinds.includes(exported.noun);
  const hasPlace = ({ exported }: Kind): boolean => format !== "fleet" || exported.fleet !== undefined;
  const chosen = (kind: Kind, account: AccountSnapshot): readonly object[] =>
    isWanted(kind) ? selectedObjects(kind, account, only) : [];
  const reading = await readAccount(api, kinds, { isWanted, chosen, onRead });
  const inventory = await takeInventory(kinds, reading, chosen, hasPlace);
  const summary = summarize(kinds, reading, inventory);
  requireSomething(summary, options);
  return {
    files: filesOf(format, inventory, summary),
    scaffold: projectFiles(options.packageVersion, format === "fleet" ? FLEET_PROGRAM : undefined),
    summary,
  };
}

/** The kinds as options name them. */
export function kindNouns(kinds: readonly Kind[] = KINDS): string[] {
  return inReportOrder(kinds).map(({ exported }) => exported.noun);
}

/** Error: for a kind that a fleet file has within entries of another kind only, which isn't asked for. */
function requireOwners(kinds: readonly Kind[], { format, kinds: nouns }: ExportOptions): void {
  if (format !== "fleet") return;
  for (const { noun, fleet } of kinds.map(({ exported }) => exported)) {
    const within = fleet?.within;
    if (within === undefined || !nouns.includes(noun) || nouns.includes(within)) continue;
    throw argumentError(
      `--kind: ${within} together with ${noun} in a fleet file, got ${noun} alone.`,
      `Add --kind ${within}, or use --format typescript.`,
    );
  }
}

function requireSomething({ taken, leftOut, unread }: ExportSummary, { only }: ExportOptions): void {
  const isEmpty = taken.every(({ count }) => count === 0);
  if (!isEmpty || leftOut.length > 0 || unread.length > 0 || only.length === 0) return;
  throw argumentError(
    `--only: globs that match an email address or a name, got ${only.join(", ")}, which match none.`,
    "Quote them, so that the shell leaves them alone.",
  );
}

const IMPORT_FILE = "import.json";
/** Comment that tells editors the schema to complete and check the file by. */
const EDITOR_SCHEMA = "yaml-language-server: $schema=./node_modules/pulumi-vcc/schema/inboxes.schema.json";
const HEADER = [
  "Exported from Vonage Contact Center by pulumi-vcc. To take up what exists, with this program in the folder:",
  `  pulumi import --file ${IMPORT_FILE} --generate-code=false --protect=false --yes`,
  "Then pulumi up makes the stack's identity, and changes nothing in VCC.",
];

/** Lists what is missing, for readers of the folder alone, who would take it for absent in VCC. */
function describeGaps({ unread, leftOut }: ExportSummary): string[] {
  // Without VCC's answers: they have an id of each request, and equal accounts give equal bytes.
  const missing = unread.flatMap(
    ({ what, parts }) => parts?.of.map((owner) => `the ${parts.noun} of ${owner}`) ?? [what],
  );
  const foreign = leftOut.map(({ kind, what, why }) => `${kind} "${what}": ${why}`);
  return [
    ...listGaps(
      "PARTIAL. These could not be read: what is missing here may be in VCC all the same.",
      missing,
    ),
    ...listGaps(
      "PARTIAL. These are in VCC and not here, as a program can't manage them as they are.",
      foreign,
    ),
  ];
}

function listGaps(title: string, gaps: readonly string[]): string[] {
  return gaps.length === 0 ? [] : ["", title, ...gaps.map((gap) => `- ${toLine(gap)}`)];
}

function filesOf(format: ExportFormat, inventory: Inventory, summary: ExportSummary): Map<string, string> {
  const isFleet = format === "fleet";
  const header = [...HEADER, ...describeGaps(summary)];
  const beside = inventory.items.flatMap(({ file }) => file ?? []);
  return new Map([
    isFleet
      ? [
          FLEET_FILE,
          renderFleet(toFleet(inventory), { header: [EDITOR_SCHEMA, "", ...header], isLifted: true }),
        ]
      : ["index.ts", toProgram(inventory, header)],
    [IMPORT_FILE, importFile(inventory, isFleet ? FLEET_NAME : undefined)],
    ...beside.map(({ path, content }): [string, string] => [path, content]),
  ]);
}

import { groupBy } from "../values/group-by";
import { nounOf } from "./nouns";
import { canonicalAddress } from "../../schema/canonical-address";
import { OWN_PARTS } from "../../schema/fleet/fleet";
import type { ChangeReport, Finding, ReportPlace, Subject } from "../../schema/report/change-report";
import { type FindingId, FINDINGS } from "../../schema/report/finding";
import { type FleetMapping, fleetMappings } from "../fleet/lint/fleet-mappings";
import type { LoadedFleet } from "../fleet/load/check-entries";
import { locate } from "../fleet/source/locate";
import type { Path } from "../fleet/source/source-node";
import { own } from "../values/own";

const MAPPING = OWN_PARTS.mappings;

/** A fleet by what findings are about. */
interface FleetIndex {
  readonly loaded: LoadedFleet;
  /** Inboxes by the canonical spelling of their mailboxes. */
  readonly inboxes: ReadonlyMap<string, string>;
  /** Mappings by canonical address, those of the highest priority first. */
  readonly mappings: ReadonlyMap<string, readonly FleetMapping[]>;
}

/**
 * The report with the places of its findings in the fleet file: those of the field that a finding is about, or of what
 * is nearest around it. What the file doesn't have, or has a place already, stays as it is.
 */
export function withPlaces<Report extends Pick<ChangeReport, "findings">>(
  report: Report,
  loaded: LoadedFleet,
): Report {
  const index = toIndex(loaded);
  const findings = report.findings.map((finding) => {
    const path = finding.place === undefined ? pathOf(finding, index) : undefined;
    return path === undefined ? finding : { ...finding, place: placeAt(loaded, path) };
  });
  return { ...report, findings };
}

/** Place of a value in a fleet file, or of what is nearest around it. */
export function placeAt({ file, root }: LoadedFleet, path: Path): ReportPlace {
  return { file, ...locate(root, path).place };
}

function toIndex(loaded: LoadedFleet): FleetIndex {
  const { fleet } = loaded;
  const mappings = groupBy(
    fleetMappings(fleet).sort((a, b) => b.priority - a.priority),
    ({ addresses }) => [...addresses],
  );
  const inboxes = Object.entries(fleet.inboxes ?? {}).map(
    ([name, { emailAddress }]) => [canonicalAddress(emailAddress), name] as const,
  );
  return { loaded, inboxes: new Map(inboxes), mappings };
}

function pathOf({ id, subject }: Finding, index: FleetIndex): Path | undefined {
  const field = FINDINGS[id].field ?? [];
  if (subject.kind === "mailbox") return ofMailbox(subject, id, field, index);
  return subject.kind === "resource" ? ofResource(subject, field, index.loaded) : undefined;
}

function ofMailbox({ name }: Subject, id: FindingId, field: Path, index: FleetIndex): Path | undefined {
  const address = canonicalAddress(name);
  const inbox = index.inboxes.get(address);
  const [part, ...rest] = field;
  if (part === MAPPING) {
    const mappings = index.mappings.get(address) ?? [];
    // The one that takes the mail; but for the one that another takes it from.
    const mapping = id === "shadowed-mapping" ? mappings.at(-1) : mappings[0];
    if (mapping !== undefined) return [...mapping.path, ...rest];
  }
  return inbox === undefined ? undefined : ["inboxes", inbox, ...field];
}

/** Entries by the noun of the resource that they become, and the part of an inbox that becomes one. */
const ENTRIES: Readonly<
  Record<string, { readonly section?: keyof typeof OWN_PARTS; readonly part?: string }>
> = {
  [nounOf("EmailAddress")]: {},
  [nounOf("EmailSignature")]: { part: "signature" },
  [nounOf("EmailProfile")]: { section: "profiles", part: OWN_PARTS.profiles },
  [nounOf("InteractionPlanMapping")]: { section: "mappings", part: MAPPING },
};

function ofResource({ name: title }: Subject, field: Path, { fleet }: LoadedFleet): Path | undefined {
  const [noun = "", ...words] = title.split(" ");
  const name = words.join(" ");
  const known = own(ENTRIES, noun);
  if (known === undefined) return undefined;
  const { section, part } = known;
  const within = part === undefined ? field : field[0] === part ? field.slice(1) : [];
  if (section !== undefined && own(fleet[section], name) !== undefined) return [section, name, ...within];
  if (own(fleet.inboxes, name) === undefined) return undefined;
  return ["inboxes", name, ...(part === undefined ? [] : [part]), ...within];
}

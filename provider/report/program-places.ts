import { canonicalAddress } from "../../schema/canonical-address";
import { EMAIL_ADDRESS } from "../../schema/email-address";
import type { ChangeReport, ReportPlace, Subject } from "../../schema/report/change-report";
import { aboutMailbox, aboutResource } from "./findings/draft";
import type { Examined } from "./report-items";

/** The report with the lines of the program that declare what findings are about, where the engine tells them. */
export function withProgramPlaces<Report extends Pick<ChangeReport, "findings">>(
  report: Report,
  examined: readonly Examined[],
): Report {
  const places = new Map(examined.flatMap(placesOf));
  const findings = report.findings.map((finding) => {
    const place = finding.place ?? places.get(keyOf(finding.subject));
    return place === undefined ? finding : { ...finding, place };
  });
  return { ...report, findings };
}

/** The place of a resource, for findings about it, and about the mailbox of an address. */
function placesOf({ resource, owner }: Examined): (readonly [string, ReportPlace])[] {
  const place = (resource.planned ?? resource.actual)?.place;
  if (place === undefined) return [];
  const own = [[keyOf(aboutResource(resource)), place] as const];
  const isOfMailbox = resource.kind === EMAIL_ADDRESS && owner !== undefined;
  return isOfMailbox ? [...own, [keyOf(aboutMailbox(owner)), place] as const] : own;
}

function keyOf({ kind, name }: Subject): string {
  return `${kind} ${kind === "mailbox" ? canonicalAddress(name) : name}`;
}

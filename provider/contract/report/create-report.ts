import { buildReport, type ReportSource } from "./build-report";
import { namesSeenIn } from "../check/names-seen";
import { strangersIn } from "./search";

/**
 * Text of a report that can be shared. After it is built, it is searched once more: names that the person agreed to and
 * that are like anything that was seen are taken out.
 * Error: a defect of this package, if anything else is in it than what is on the allow-list. No report then.
 */
export function createReport(source: ReportSource, seen: ReadonlySet<string>): string {
  const withheld = new Set<string>();
  for (;;) {
    const { report, agreed } = buildReport(source, withheld);
    const text = `${JSON.stringify(report, null, 2)}\n`;
    const found = namesSeenIn(agreed, seen);
    if (found.size === 0) {
      requireOurs(text, agreed, source.packageVersion);
      return text;
    }
    for (const name of found) withheld.add(name);
  }
}

/** Names places alone: what is there must not be told. */
function requireOurs(text: string, names: ReadonlySet<string>, packageVersion: string): void {
  const strangers = strangersIn(text, { names, packageVersion });
  if (strangers.length === 0) return;
  throw new Error(
    `no report is written: what stands at ${strangers.slice(0, 3).join(", ")} isn't on the list of what may be told. This is a defect of pulumi-vcc; tell its makers.`,
  );
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildReport, type RatedReport, type BuildOptions } from "../../provider/report/build-report";
import { readRun } from "../../provider/report/read/read-run";
import { withEvents } from "../../provider/report/read/join-log";
import { FIXTURES_FOLDER } from "./fixtures-folder";

/** Names of the scenarios of which there is a fixture. */
export const FIXTURE_NAMES: readonly string[] = readdirSync(FIXTURES_FOLDER).sort();

/** Shapes in which each scenario is there. */
export const SHAPES = ["digest.json", "events.ndjson", "plain.json"] as const;
export type Shape = (typeof SHAPES)[number];

/** Time of the fixtures' runs, shortly after. */
const NOW_MS = Date.parse("2026-06-02T00:00:00Z");

export function fixture(scenario: string, shape: Shape): string {
  return readFileSync(join(FIXTURES_FOLDER, scenario, shape), "utf8");
}

export const OPTIONS: BuildOptions = { horizon: { nowMs: NOW_MS, days: 30 }, levels: {}, commit: undefined };

/** The report of what the engine printed. */
export function reportOf(text: string, options: Partial<BuildOptions> = {}): RatedReport {
  return buildReport(readRun(text, "the file"), { ...OPTIONS, ...options });
}

/** The report that `--run` makes: of the digest with the event log of the same run. */
export function wholeReport(scenario: string): RatedReport {
  const [digest, events] = [fixture(scenario, "digest.json"), fixture(scenario, "events.ndjson")];
  return buildReport(withEvents(readRun(digest, "the digest"), readRun(events, "the log")), OPTIONS);
}

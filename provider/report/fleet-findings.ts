import type { Finding } from "../../schema/report/change-report";
import { describeProblem } from "../fleet/problem";
import { describeEnvironments, type FleetReport, type InEnvironments } from "../fleet/validate-fleet";
import { redact } from "../text/redact";
import { toFinding } from "./findings/draft";

/**
 * Problems of fleet files as findings, at their places. `toPath` gives the path of a file as readers know it. The
 * fingerprint is over id, file, path and inboxes; of several that agree in these, also over their order.
 */
export function fleetFindings(reports: readonly FleetReport[], toPath: (file: string) => string): Finding[] {
  const found = new Map<string, number>();
  return reports
    .flatMap(({ problems }) => problems)
    .map((problem) => {
      const name = toPath(problem.file);
      const values = [problem.path, [...problem.inboxes].sort()];
      const key = JSON.stringify([idOf(problem), name, values]);
      const earlier = found.get(key) ?? 0;
      found.set(key, earlier + 1);
      const { line, column, severity: level } = problem;
      return toFinding(
        {
          ...{ id: idOf(problem), level, place: { file: name, line, column } },
          subject: { kind: "file", name },
          text: redact(`${describeProblem(problem)}${describeEnvironments(problem)}`),
          values: earlier === 0 ? values : [...values, earlier],
        },
        {},
      );
    });
}

function idOf({ rule }: InEnvironments) {
  return rule ?? "fleet-invalid";
}

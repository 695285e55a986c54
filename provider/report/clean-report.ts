import { redact } from "../text/redact";

/** The report without anything that is a secret beyond doubt: what a program says in clear stays a secret. */
export function cleanReport<Report extends object>(report: Report): Report {
  return JSON.parse(JSON.stringify(report), (_key, value: unknown) =>
    typeof value === "string" ? redact(value) : value,
  ) as Report;
}

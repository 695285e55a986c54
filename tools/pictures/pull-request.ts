import { join } from "node:path";
import { reportCommand } from "../../provider/cli/report";
import { FIXTURES_FOLDER } from "../../tests/support/fixtures-folder";
import { PULL_REQUEST } from "../../tests/support/report-fixtures/scenarios/pull-request";

/** Folder of what the engine printed of the change that README shows, and of its fleet file. */
const FOLDER = join(FIXTURES_FOLDER, PULL_REQUEST.name);

/** The report of that change in a form, as the command prints it. */
export async function pullRequestAs(format: "html" | "markdown" | "json"): Promise<string> {
  const printed: string[] = [];
  const before = process.cwd();
  // Places are told from where the command runs.
  process.chdir(FOLDER);
  try {
    const files = ["digest.json", "--event-log", "events.ndjson", "--fleet", "inboxes.yaml"];
    const command = reportCommand((line) => printed.push(line));
    await command.parseAsync([...files, "--format", format, "--fail-on", "none"], { from: "user" });
  } finally {
    process.chdir(before);
  }
  return `${printed.join("\n")}\n`;
}

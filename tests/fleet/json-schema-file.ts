import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fleetJsonSchema } from "../../schema/fleet/json-schema";

/** The file that editors load, as it is published. */
export const JSON_SCHEMA_FILE = join(__dirname, "../../schema/inboxes.schema.json");

async function write(): Promise<void> {
  const { format } = await import("prettier");
  const text = await format(JSON.stringify(fleetJsonSchema()), { parser: "json", printWidth: 110 });
  writeFileSync(JSON_SCHEMA_FILE, text);
}

if (process.argv[1] === __filename) void write();

import { format } from "prettier";
import { fleetJsonSchema } from "../../schema/fleet/json-schema";
import type { GeneratedFile } from "./generated-file";

/** The JSON Schema of fleet files, which editors load. */
export async function jsonSchema(): Promise<GeneratedFile> {
  const path = "schema/inboxes.schema.json";
  const text = await format(JSON.stringify(fleetJsonSchema()), { parser: "json", printWidth: 110 });
  return { path, text };
}

import { format } from "prettier";
import * as z from "zod";
import { ContractProfile } from "../../schema/contract/profile";
import { fleetJsonSchema } from "../../schema/fleet/json-schema";
import { ChangeReport } from "../../schema/report/change-report";
import type { GeneratedFile } from "./generated-file";

/** The JSON Schemas of fleet files and contract profiles, which editors load, and of change reports, which other tools read. */
export async function jsonSchemas(): Promise<readonly GeneratedFile[]> {
  const report = z.toJSONSchema(ChangeReport, { target: "draft-7" });
  // What it reads, not what it makes of it.
  const contract = z.toJSONSchema(ContractProfile, { target: "draft-7", io: "input" });
  return Promise.all([
    toFile("schema/contract.schema.json", { title: "Contract profile of pulumi-vcc", ...contract }),
    toFile("schema/inboxes.schema.json", fleetJsonSchema()),
    toFile("schema/report.schema.json", { title: "Change report of pulumi-vcc", ...report }),
  ]);
}

async function toFile(path: string, schema: object): Promise<GeneratedFile> {
  return { path, text: await format(JSON.stringify(schema), { parser: "json", printWidth: 110 }) };
}

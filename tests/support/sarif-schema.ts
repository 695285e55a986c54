import { readFileSync } from "node:fs";
import Ajv from "ajv";

const ajv = new Ajv({ schemaId: "auto", validateSchema: false, unknownFormats: "ignore" });
const validate = ajv.compile(
  JSON.parse(
    readFileSync(require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8"),
  ) as object,
);

/** Rules of SARIF's own schema that a text breaks. */
export function sarifProblems(sarif: string): unknown {
  return validate(JSON.parse(sarif)) ? [] : validate.errors;
}

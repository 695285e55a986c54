import * as z from "zod";
import { Fleet, FleetLayer, isEntrySection } from "./fleet";

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Text with a variable in it stands for any value. */
const VARIABLE: JsonSchema = { type: "string", pattern: "\\$\\{" };
const NONE: JsonSchema = { type: "null" };

/**
 * The JSON Schema by which editors complete and check fleet files. It is generated from the zod schemas and laxer than
 * they are: any part may come from defaults, from an environment or from a variable, so nothing is required.
 */
export function fleetJsonSchema(): JsonSchema {
  const sections = Object.fromEntries(
    Object.entries(FleetLayer.shape).map(([section, { description = "" }]): [string, JsonSchema] => {
      if (isEntrySection(section)) return [section, mapOf(reference(section), description)];
      const definition = reference(section === "defaults" ? "inboxes" : section);
      return [section, { description, anyOf: [definition, NONE] }];
    }),
  );
  const definitions = Object.entries(Fleet.shape).map(([section, schema]): [string, JsonSchema] => {
    const map = schema.unwrap();
    return [section, written(isEntrySection(section) ? map.valueType : map)];
  });
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Inboxes of Vonage Contact Center",
    description: "A fleet file of pulumi-vcc: inboxes with defaults, environments and variables.",
    type: "object",
    properties: {
      $schema: { type: "string" },
      ...sections,
      environments: mapOf(
        { type: "object", properties: sections, additionalProperties: false },
        "Changes of an environment: maps are merged key by key, other values replaced, null takes a value away.",
      ),
    },
    additionalProperties: false,
    definitions: Object.fromEntries(definitions),
  };
}

function reference(definition: string): JsonSchema {
  return { $ref: `#/definitions/${definition}` };
}

function mapOf(entry: JsonSchema, description: string): JsonSchema {
  return { description, type: ["object", "null"] as never, additionalProperties: { anyOf: [entry, NONE] } };
}

function written(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...complete } = z.toJSONSchema(schema, { target: "draft-7", io: "input" });
  return asWritten(complete);
}

/** The schema of a value as files may write it: partly, with variables, and with null for "none". */
function asWritten(given: boolean | JsonSchema): JsonSchema {
  const { description, required: _required, ...schema } = typeof given === "boolean" ? {} : given;
  const about = description === undefined ? {} : { description };
  const { anyOf, oneOf, items, properties, additionalProperties } = schema;
  const choices = anyOf ?? oneOf;
  if (choices !== undefined) return { ...about, anyOf: choices.map(asWritten) };
  if (schema.type === "array") return { ...about, ...schema, items: asWritten(items as JsonSchema) };
  if (schema.type !== "object")
    return isAnyText(schema) ? { ...about, ...schema } : { ...about, anyOf: [schema, VARIABLE] };
  const fields = Object.entries(properties ?? {}).map(([key, field]) => [key, orNone(field)] as const);
  return {
    ...about,
    ...schema,
    ...(properties && { properties: Object.fromEntries(fields) }),
    ...(additionalProperties && { additionalProperties: orNone(additionalProperties) }),
  };
}

function isAnyText({ type, pattern, enum: known, const: only }: JsonSchema): boolean {
  return type === "string" && pattern === undefined && known === undefined && only === undefined;
}

function orNone(given: boolean | JsonSchema): JsonSchema {
  const { description, ...schema } = asWritten(given);
  const about = description === undefined ? {} : { description };
  return { ...about, anyOf: [...(schema.anyOf ?? [schema]), NONE] };
}

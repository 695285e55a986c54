import * as z from "zod";
import { own } from "../../values/own";
import { isRecord } from "../../values/records";
import { type DescribedRequest, fieldsOf, segmentsOf, toldBy } from "./described-request";

const METHODS = ["get", "post", "put", "patch", "delete"] as const;
/** Depth to which schemas and references are followed: they may contain themselves. */
const MOST_LEVELS = 8;
/** Schemas that are looked at in one file: those that contain themselves several times would have no end. */
const MOST_SCHEMAS = 20_000;

/** A description of an API in OpenAPI 3. Source: its specification. */
export const OpenApi = z.looseObject({
  openapi: z.string().regex(/^3\./u),
  servers: z.array(z.looseObject({ url: z.string() })).catch([]),
  paths: z.record(z.string(), z.unknown()),
});
type OpenApi = z.infer<typeof OpenApi>;

/** The requests of a description. What can't be read of it is left out. */
export function requestsOfOpenApi(description: OpenApi): readonly DescribedRequest[] {
  const base = pathOf(description.servers[0]?.url ?? "");
  const examples = new Example(description);
  return Object.entries(description.paths).flatMap(([path, rawItem]) => {
    const item = follow(description, rawItem);
    if (!isRecord(item)) return [];
    return METHODS.flatMap((method) => {
      const operation = follow(description, item[method]);
      return isRecord(operation) ? [toRequest(description, { path, base, method, operation, examples })] : [];
    });
  });
}

interface Operation {
  readonly path: string;
  /** Path of the server, such as `/v1`. */
  readonly base: string;
  readonly method: string;
  readonly examples: Example;
  readonly operation: Readonly<Record<string, unknown>>;
}

function toRequest(
  description: OpenApi,
  { path, base, method, operation, examples }: Operation,
): DescribedRequest {
  const sent = content(description, examples, operation["requestBody"]);
  const responses = isRecord(operation["responses"]) ? operation["responses"] : {};
  const success = Object.keys(responses).find((code) => code.startsWith("2"));
  const told = success === undefined ? undefined : content(description, examples, responses[success]);
  const summary = operation["summary"] ?? operation["operationId"];
  return {
    where: `${method.toUpperCase()} ${path}${typeof summary === "string" ? ` (${summary})` : ""}`,
    method: method.toUpperCase(),
    segments: segmentsOf(`${base}${path}`),
    accept: told?.mediaType,
    sent: sent && fieldsOf(sent.example),
    told: told && toldBy(told.example),
    scopes: scopesOf(operation["security"] ?? description["security"]),
  };
}

/** An example of a body, with its media type. */
function content(
  description: OpenApi,
  examples: Example,
  raw: unknown,
): { readonly mediaType: string; readonly example: unknown } | undefined {
  const body = follow(description, raw);
  if (!isRecord(body) || !isRecord(body["content"])) return undefined;
  const [mediaType, media] = Object.entries(body["content"]).find(([type]) => /json/iu.test(type)) ?? [];
  if (mediaType === undefined || !isRecord(media)) return undefined;
  return { mediaType, example: media["example"] ?? examples.of(media["schema"], 0) };
}

/** Makes an example with every property of a schema. */
class Example {
  readonly #description: OpenApi;
  #left = MOST_SCHEMAS;

  constructor(description: OpenApi) {
    this.#description = description;
  }

  of(raw: unknown, level: number): unknown {
    const properties: [string, unknown][] = [];
    for (const part of this.#parts(raw, level)) {
      if (isList(part)) return [this.of(part["items"], level + 1)];
      for (const [key, property] of propertiesOf(part)) {
        if (this.#left <= 0) break;
        properties.push([key, this.of(property, level + 1)]);
      }
    }
    return properties.length === 0 ? null : Object.fromEntries(properties);
  }

  /** The schema and those that it is made of. */
  *#parts(raw: unknown, level: number): Generator<Readonly<Record<string, unknown>>> {
    const schema = follow(this.#description, raw);
    this.#left -= 1;
    if (!isRecord(schema) || level > MOST_LEVELS || this.#left < 0) return;
    yield schema;
    for (const one of ["allOf", "oneOf", "anyOf"].flatMap((key) => listOf(schema[key]))) {
      if (this.#left <= 0) return;
      yield* this.#parts(one, level + 1);
    }
  }
}

/** Since OpenAPI 3.1, a schema may have several types, as a list that may be null. */
function isList({ type }: Readonly<Record<string, unknown>>): boolean {
  return type === "array" || listOf(type).includes("array");
}

function propertiesOf({ properties }: Readonly<Record<string, unknown>>): readonly [string, unknown][] {
  return isRecord(properties) ? Object.entries(properties) : [];
}

/** What a reference within the description points to; all else as it is. */
function follow(description: OpenApi, raw: unknown): unknown {
  let part = raw;
  for (let step = 0; step < MOST_LEVELS; step += 1) {
    const reference = isRecord(part) ? part["$ref"] : undefined;
    if (typeof reference !== "string") return part;
    if (!reference.startsWith("#/")) return undefined;
    part = reference
      .slice(2)
      .split("/")
      .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"))
      .reduce<unknown>((at, key) => (isRecord(at) ? own(at, key) : undefined), description);
  }
  return undefined;
}

function scopesOf(security: unknown): readonly string[] {
  return listOf(security).flatMap((one) =>
    isRecord(one)
      ? Object.values(one).flatMap((scopes) => listOf(scopes).filter((scope) => typeof scope === "string"))
      : [],
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function pathOf(url: string): string {
  return url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/iu, "").replace(/\/$/u, "");
}

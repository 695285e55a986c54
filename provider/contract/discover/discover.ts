import { parse, YAMLParseError } from "yaml";
import { explainUnread, readText } from "../../files/read-text";
import { argumentError } from "../../errors";
import type { ContractProfile } from "../../../schema/contract/profile";
import { showValue } from "../../../schema/rule";
import { isRecord } from "../../values/records";
import { MOST_VALUES, readJson } from "../../values/json-object";
import { OpenApi, requestsOfOpenApi } from "./openapi";
import { PostmanCollection, requestsOfPostman } from "./postman";
import { type Discovery, propose } from "./propose";

/** Most characters of YAML, whose parser takes a hundred times as long as that of JSON. Source: our choice. */
const LONGEST_YAML = 2_000_000;

const WHAT = "a Postman collection or an OpenAPI file";
const EXPORT = "Export it as Collection v2.1, or as OpenAPI 3 in JSON or YAML.";

/**
 * What a Postman collection or an OpenAPI file proposes for a profile, beside what the given one says.
 * Error: VCC_ARGUMENT_INVALID where it is neither.
 */
export function discover(file: string, profile: ContractProfile = {}): Discovery {
  const read = readText(file);
  if (!("text" in read)) {
    const next = "Give the path of a collection, or of a description of the API.";
    throw argumentError(explainUnread(WHAT, showValue(file), read, next));
  }
  const content = unwrapped(contentOf(file, read.text));
  const collection = PostmanCollection.safeParse(content);
  if (collection.success) return propose(requestsOfPostman(collection.data), profile);
  const description = OpenApi.safeParse(content);
  if (description.success) return propose(requestsOfOpenApi(description.data), profile);
  throw argumentError(
    `a Postman collection of version 2, or an OpenAPI file of version 3, got ${showValue(file)}, which is neither.`,
    EXPORT,
  );
}

/** Postman's API answers a collection within an object. */
function unwrapped(content: unknown): unknown {
  return isRecord(content) && isRecord(content["collection"]) ? content["collection"] : content;
}

function contentOf(file: string, text: string): unknown {
  const json = readJson(text);
  if ("value" in json) return json.value;
  if (text.length > LONGEST_YAML)
    throw argumentError(
      `${WHAT} in JSON of at most ${MOST_VALUES} values, or in YAML of at most ${LONGEST_YAML} characters, ` +
        `got ${showValue(file)}, which has ${text.length} characters and ${json.problem}.`,
      "Export it as JSON, with the folders of email and interaction plans alone.",
    );
  try {
    const content: unknown = parse(text, { logLevel: "error", uniqueKeys: false });
    // Refuses what holds itself by an alias.
    JSON.stringify(content);
    return content;
  } catch (error) {
    const at = error instanceof YAMLParseError ? error.linePos?.[0] : undefined;
    const place = at === undefined ? "" : `: it breaks at line ${at.line}, column ${at.col}`;
    throw argumentError(
      `${WHAT} in readable JSON or YAML, got ${showValue(file)}, which is neither${place}.`,
      EXPORT,
    );
  }
}

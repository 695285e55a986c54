import { parse } from "yaml";
import { explainUnread, readText } from "../../files/read-text";
import { argumentError } from "../../errors";
import { showValue } from "../../../schema/rule";
import { OpenApi, requestsOfOpenApi } from "./openapi";
import { PostmanCollection, requestsOfPostman } from "./postman";
import { type Discovery, propose } from "./propose";

/** What a Postman collection or an OpenAPI file proposes for a profile. Error: VCC_ARGUMENT_INVALID where it is neither. */
export function discover(file: string): Discovery {
  const read = readText(file);
  if (!("text" in read)) {
    const next = "Give the path of a collection, or of a description of the API.";
    throw argumentError(
      explainUnread("a Postman collection or an OpenAPI file", showValue(file), read, next),
    );
  }
  const content = parsed(read.text);
  const collection = PostmanCollection.safeParse(content);
  if (collection.success) return propose(requestsOfPostman(collection.data));
  const description = OpenApi.safeParse(content);
  if (description.success) return propose(requestsOfOpenApi(description.data));
  throw argumentError(
    `a Postman collection of version 2, or an OpenAPI file of version 3, got ${showValue(file)}, which is neither.`,
    "Export it as Collection v2.1, or as OpenAPI 3 in JSON or YAML.",
  );
}

/** JSON is YAML, too. */
function parsed(text: string): unknown {
  try {
    return parse(text, { logLevel: "silent" }) as unknown;
  } catch {
    return undefined;
  }
}

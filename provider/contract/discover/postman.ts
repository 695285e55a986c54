import * as z from "zod";
import { asObject } from "../../values/json-object";
import { type DescribedRequest, fieldsOf, segmentsOf, toldBy } from "./described-request";

/** Deeper folders than any collection has. */
const MOST_LEVELS = 20;

const Header = z.object({ key: z.string(), value: z.string().catch("") });
const Url = z.union([
  z.string(),
  z.object({ raw: z.string().optional(), path: z.union([z.string(), z.array(z.unknown())]).optional() }),
]);
const Request = z.object({
  method: z.string().catch("GET"),
  url: Url.optional(),
  header: z.array(Header).catch([]),
  body: z.object({ raw: z.string().optional() }).nullish().catch(undefined),
});
const Response = z.object({ code: z.number().optional(), body: z.string().nullish() });
const Item = z.object({
  name: z.string().catch("without a name"),
  item: z.array(z.unknown()).optional(),
  request: z.unknown().optional(),
  response: z.array(z.unknown()).catch([]),
});

/** A Postman collection of version 2. Source: its published schema. */
export const PostmanCollection = z.object({
  info: z.object({ schema: z.string().regex(/getpostman\.com\/json\/collection\/v2/u) }),
  item: z.array(z.unknown()),
});

/** The requests of a collection, in all of its folders. What can't be read of it is left out. */
export function requestsOfPostman({ item }: z.infer<typeof PostmanCollection>): readonly DescribedRequest[] {
  const seen = new Set<unknown>();
  return item.flatMap((one) => requestsIn(one, [], seen));
}

/** An item that a file in YAML holds many times is seen once. */
function requestsIn(
  raw: unknown,
  folders: readonly string[],
  seen: Set<unknown>,
): readonly DescribedRequest[] {
  if (seen.has(raw) || folders.length > MOST_LEVELS) return [];
  seen.add(raw);
  const parsed = Item.safeParse(raw);
  if (!parsed.success) return [];
  const { name, item, request: rawRequest, response } = parsed.data;
  const path = [...folders, name];
  if (item !== undefined) return item.flatMap((one) => requestsIn(one, path, seen));
  const request = Request.safeParse(typeof rawRequest === "string" ? { url: rawRequest } : rawRequest);
  if (!request.success || request.data.url === undefined) return [];
  const { method, url, header, body } = request.data;
  const sent = asObject(body?.raw ?? "");
  return [
    {
      where: path.join(" > "),
      method: method.toUpperCase(),
      segments: segmentsOf(pathOf(url)),
      accept: header.find(({ key }) => key.toLowerCase() === "accept")?.value,
      sent: sent && fieldsOf(sent),
      told: toldOf(response),
      scopes: [],
    },
  ];
}

function pathOf(url: z.infer<typeof Url>): string {
  if (typeof url !== "string") {
    const { path, raw = "" } = url;
    if (Array.isArray(path))
      return path.map((part) => (typeof part === "string" ? part : "{value}")).join("/");
    return path ?? pathOf(raw);
  }
  // The host may be a variable of its own.
  return url.replace(/^(?:[a-z][a-z0-9+.-]*:\/\/[^/]*|\{\{[^{}]*\}\}(?=\/|$))/iu, "");
}

function toldOf(responses: readonly unknown[]): DescribedRequest["told"] {
  for (const raw of responses) {
    const { data } = Response.safeParse(raw);
    if (data === undefined || (data.code ?? 200) >= 300) continue;
    const told = toldBy(asObject(data.body ?? ""));
    if (told !== undefined) return told;
  }
  return undefined;
}

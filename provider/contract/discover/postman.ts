import * as z from "zod";
import { asObject } from "../../values/json-object";
import { type DescribedRequest, fieldsOf, segmentsOf, toldBy } from "./described-request";

/** Deeper folders than any collection has. */
const MOST_LEVELS = 20;

const Header = z.object({
  key: z.string(),
  value: z.string().catch(""),
  disabled: z.boolean().optional().catch(undefined),
});
/** How requests are authorised, in the forms of v2.1 and of v2.0. */
const Auth = z
  .object({
    type: z.string(),
    oauth2: z
      .union([
        z.array(z.object({ key: z.string(), value: z.unknown() })),
        z
          .record(z.string(), z.unknown())
          .transform((fields) => Object.entries(fields).map(([key, value]) => ({ key, value }))),
      ])
      .catch([]),
  })
  .optional()
  .catch(undefined);
type Auth = z.infer<typeof Auth>;
const Url = z.union([
  z.string(),
  z.object({ raw: z.string().optional(), path: z.union([z.string(), z.array(z.unknown())]).optional() }),
]);
const Request = z.object({
  auth: Auth,
  method: z.string().catch("GET"),
  url: Url.optional(),
  header: z.array(Header).catch([]),
  body: z.object({ raw: z.string().optional() }).nullish().catch(undefined),
});
const Response = z.object({ code: z.number().optional(), body: z.string().nullish() });
const Item = z.object({
  auth: Auth,
  name: z.string().catch("without a name"),
  item: z.array(z.unknown()).optional(),
  request: z.unknown().optional(),
  response: z.array(z.unknown()).catch([]),
});

/** A Postman collection of version 2. Source: its published schema. */
export const PostmanCollection = z.object({
  auth: Auth,
  info: z.object({ schema: z.string().regex(/getpostman\.com\/json\/collection\/v2/u) }),
  item: z.array(z.unknown()),
});

/** The requests of a collection, in all of its folders. What can't be read of it is left out. */
export function requestsOfPostman({
  item,
  auth,
}: z.infer<typeof PostmanCollection>): readonly DescribedRequest[] {
  const seen = new Set<unknown>();
  return item.flatMap((one) => requestsIn(one, { folders: [], auth }, seen));
}

/** What a request is within. */
interface Surroundings {
  readonly folders: readonly string[];
  /** That of the next one around which has its own. */
  readonly auth: Auth;
}

/** An item that a file in YAML holds many times is seen once. */
function requestsIn(
  raw: unknown,
  { folders, auth: outer }: Surroundings,
  seen: Set<unknown>,
): readonly DescribedRequest[] {
  if (seen.has(raw) || folders.length > MOST_LEVELS) return [];
  seen.add(raw);
  const parsed = Item.safeParse(raw);
  if (!parsed.success) return [];
  const { name, item, request: rawRequest, response, auth = outer } = parsed.data;
  const path = [...folders, name];
  if (item !== undefined) return item.flatMap((one) => requestsIn(one, { folders: path, auth }, seen));
  return described(path.join(" > "), { rawRequest, response, auth });
}

/** What can be read of one request. */
function described(
  where: string,
  {
    rawRequest,
    response,
    auth,
  }: { readonly rawRequest: unknown; readonly response: readonly unknown[]; readonly auth: Auth },
): readonly DescribedRequest[] {
  const request = Request.safeParse(typeof rawRequest === "string" ? { url: rawRequest } : rawRequest);
  if (!request.success || request.data.url === undefined) return [];
  const { method, url, header, body } = request.data;
  const sent = asObject(body?.raw ?? "");
  return [
    {
      where,
      method: method.toUpperCase(),
      segments: segmentsOf(pathOf(url)),
      accept: acceptOf(header),
      sent: sent && fieldsOf(sent),
      told: toldOf(response),
      scopes: scopesOf(request.data.auth ?? auth),
    },
  ];
}

function acceptOf(headers: readonly z.infer<typeof Header>[]): string | undefined {
  return headers.find(({ key, disabled }) => disabled !== true && key.toLowerCase() === "accept")?.value;
}

/** Scopes of OAuth 2, which stand in one text; none where a variable stands for them. */
function scopesOf(auth: Auth): readonly string[] {
  const scope = auth?.type === "oauth2" ? auth.oauth2.find(({ key }) => key === "scope")?.value : undefined;
  if (typeof scope !== "string" || scope.includes("{{")) return [];
  return scope.split(/\s+/u).filter((one) => one !== "");
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

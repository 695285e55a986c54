import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { discover } from "../../provider/contract/discover/discover";
import { newFolder } from "../support/folders";

interface Described {
  readonly folder: string;
  readonly method: string;
  readonly path: string;
  readonly accept?: string;
  readonly sent?: object;
  readonly told?: object;
  readonly scopes?: readonly string[];
}

const META = { page: 1, count: 1, pageCount: 1, totalCount: 1 };
const GATEWAY: readonly Described[] = [
  {
    folder: "Email",
    method: "GET",
    path: "/accounts/{accountKey}/email/emailAddresses",
    accept: "application/json;version=3",
    told: { items: [{ id: "a", address: "a@example.com", displayName: "A" }], meta: META },
    scopes: ["email:read"],
  },
  {
    folder: "Email",
    method: "POST",
    path: "/accounts/{accountKey}/email/emailAddresses",
    sent: { address: "a@example.com", displayName: "A", description: "" },
  },
  {
    folder: "Email",
    method: "PUT",
    path: "/accounts/{accountKey}/email/emailAddresses/{id}",
    sent: { displayName: "B" },
  },
  {
    folder: "Email",
    method: "GET",
    path: "/accounts/{accountKey}/email/emailAddresses/{id}/emailSignature",
    told: { html: "<p>A</p>" },
  },
  {
    folder: "Email",
    method: "PUT",
    path: "/accounts/{accountKey}/email/emailAddresses/{id}/credentials",
    sent: { secret: "" },
  },
  {
    folder: "Email",
    method: "POST",
    path: "/accounts/{accountKey}/email/emailAddresses/{id}/authentication/consent",
  },
  {
    folder: "Email",
    method: "GET",
    path: "/accounts/{accountKey}/email/profiles",
    told: { profiles: [{}], meta: META },
  },
  {
    folder: "Routing",
    method: "GET",
    path: "/interactionplanmanager/mappings",
    told: { mappings: [{}], meta: META },
  },
  {
    folder: "Plans",
    method: "GET",
    path: "/useradmin/interactionPlans",
    accept: "application/vnd.newvoicemedia.v4+json",
  },
];

/** The requests as a Postman collection, in folders. */
function postman(requests: readonly Described[]): object {
  const folders = [...new Set(requests.map(({ folder }) => folder))];
  return {
    info: { name: "VCC", schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
    item: folders.map((name) => ({
      name,
      item: requests
        .filter(({ folder }) => folder === name)
        .map(({ method, path, accept, sent, told }) => ({
          name: `${method} ${path.split("/").at(-1) ?? ""}`,
          request: {
            method,
            header: accept === undefined ? [] : [{ key: "Accept", value: accept }],
            url: {
              raw: `{{host}}${path}`,
              path: path
                .slice(1)
                .split("/")
                .map((segment) => segment.replace("{id}", ":id").replace("{accountKey}", "{{account-key}}")),
            },
            ...(sent && { body: { mode: "raw", raw: JSON.stringify(sent) } }),
          },
          response: told === undefined ? [] : [{ code: 200, body: JSON.stringify(told) }],
        })),
    })),
  };
}

/** A schema that an example fits. */
function schemaOf(example: unknown): object {
  if (Array.isArray(example)) return { type: "array", items: schemaOf(example[0]) };
  if (typeof example !== "object" || example === null) return { type: "string" };
  return {
    type: "object",
    properties: Object.fromEntries(Object.entries(example).map(([key, value]) => [key, schemaOf(value)])),
  };
}

/** The requests as a description in OpenAPI. */
function openApi(requests: readonly Described[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const { method, path, accept = "application/json", sent, told, scopes } of requests) {
    const schema = told === undefined ? { $ref: `#/components/schemas/${method}` } : schemaOf(told);
    (paths[path] ??= {})[method.toLowerCase()] = {
      ...(sent && { requestBody: { content: { "application/json": { schema: schemaOf(sent) } } } }),
      responses: { 200: { content: { [accept]: { schema } } } },
      ...(scopes && { security: [{ oauth: scopes }] }),
    };
  }
  return {
    openapi: "3.0.3",
    servers: [{ url: "https://emea.api.cc.vonage.com/" }],
    paths,
    components: { schemas: { GET: { $ref: "#/components/schemas/GET" } } },
  };
}

function discovered(content: object): ReturnType<typeof discover> {
  const file = join(newFolder(), "file.json");
  writeFileSync(file, JSON.stringify(content));
  return discover(file);
}

const PROPOSED = {
  "kinds.emailAddress.path": "/accounts/{accountKey}/email/emailAddresses",
  "kinds.emailAddress.listKey": "items",
  "kinds.emailAddress.update": "PUT",
  "kinds.emailAddress.fields.emailAddress": "address",
  "kinds.emailAddress.fields.name": "displayName",
  "apis.email.mediaType": "application/json;version={version}",
  "apis.email.version": 3,
  "kinds.emailAddress.calls.signIn": "/accounts/{accountKey}/email/emailAddresses/{id}/credentials",
  "kinds.emailProfile.path": "/accounts/{accountKey}/email/profiles",
  "kinds.emailSignature.path": "/accounts/{accountKey}/email/emailAddresses/{id}/emailSignature",
};

test.each([
  { form: "a Postman collection", of: postman, more: {} },
  { form: "an OpenAPI file", of: openApi, more: { "apis.email.scopes.read": "email:read" } },
])("$form proposes what differs from what is built in", ({ of, more }) => {
  const { proposals, choices, missing } = discovered(of(GATEWAY));
  const found = Object.fromEntries(proposals.map(({ path, value }) => [path.join("."), value]));
  expect(found).toEqual({ ...PROPOSED, ...more });
  expect([choices, missing]).toEqual([[], []]);
  expect(proposals.every(({ where }) => where !== "")).toBe(true);
});

test("where several requests would do, a person chooses, and sees where they are", () => {
  const other: Described = { folder: "Old", method: "GET", path: "/v0/email/addresses" };
  const { proposals, choices } = discovered(postman([...GATEWAY, other]));
  expect(choices).toMatchObject([
    {
      what: "kinds.emailAddress.path",
      between: [
        expect.stringContaining("Email > GET emailAddresses"),
        expect.stringContaining("/v0/email/addresses"),
      ],
    },
  ]);
  expect(proposals.some(({ path }) => path[1] === "emailAddress")).toBe(false);
});

test("a kind of which there is no request is told", () => {
  const { missing } = discovered(postman(GATEWAY.slice(0, 3)));
  expect(missing).toEqual(["emailProfile", "interactionPlanMapping", "interactionPlan", "emailSignature"]);
});

test.each([
  { what: "neither", content: { hello: 1 } },
  { what: "OpenAPI 2", content: { swagger: "2.0", paths: {} } },
  { what: "a list", content: [] },
])("$what is refused", ({ content }) => {
  expect(() => discovered(content)).toThrow(
    expect.objectContaining({ code: "VCC_ARGUMENT_INVALID" }) as Error,
  );
});

test.each<{ what: string; content: object }>([
  {
    what: "items of nothing",
    content: {
      info: { schema: "https://schema.getpostman.com/json/collection/v2.1.0/" },
      item: [null, 1, {}, { request: 7 }],
    },
  },
  { what: "references in a circle", content: { openapi: "3.1.0", paths: { "/a": { $ref: "#/paths/~1a" } } } },
  {
    what: "a schema that holds itself",
    content: {
      openapi: "3.1.0",
      paths: {
        "/email/addresses": {
          get: {
            responses: {
              200: { content: { "application/json": { schema: { $ref: "#/components/schemas/A" } } } },
            },
          },
        },
      },
      components: {
        schemas: {
          A: {
            type: "object",
            // 40 ways at each of its levels.
            properties: Object.fromEntries(
              Array.from({ length: 40 }, (_, index) => [`p${index}`, { $ref: "#/components/schemas/A" }]),
            ),
          },
        },
      },
    },
  },
  {
    what: "a path item of many schemas that many paths share",
    content: {
      openapi: "3.1.0",
      paths: {
        ...Object.fromEntries(
          Array.from({ length: 2_000 }, (_, index) => [`/p${index}`, { $ref: "#/components/pathItems/P" }]),
        ),
      },
      components: {
        pathItems: {
          P: {
            get: {
              responses: {
                200: { content: { "application/json": { schema: { $ref: "#/components/schemas/A" } } } },
              },
            },
          },
        },
        schemas: {
          A: {
            allOf: Array.from({ length: 1_000 }, () => ({ $ref: "#/components/schemas/A" })),
            properties: Object.fromEntries(
              Array.from({ length: 1_000 }, (_, index) => [`p${index}`, { $ref: "#/components/schemas/A" }]),
            ),
          },
        },
      },
    },
  },
])("$what ends like any other", ({ content }) => {
  expect(discovered(content).missing.length).toBeGreaterThan(0);
});

test("a collection whose items hold themselves by aliases ends, too", () => {
  const file = join(newFolder(), "file.yaml");
  const names = ["x", "y", "z"].map((name) => `{ name: ${name}, item: *a }`);
  writeFileSync(
    file,
    `info: { schema: https://schema.getpostman.com/json/collection/v2.1.0/ }\nitem: &a [${names.join(", ")}]\n`,
  );
  expect(discover(file).missing.length).toBeGreaterThan(0);
});

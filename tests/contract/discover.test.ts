import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { discover } from "../../provider/contract/discover/discover";
import type { ContractProfile } from "../../schema/contract/profile";
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

function discovered(content: object, profile?: ContractProfile): ReturnType<typeof discover> {
  const file = join(newFolder(), "file.json");
  writeFileSync(file, JSON.stringify(content));
  return discover(file, profile);
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

const ADDRESSES: Described = { folder: "Email", method: "GET", path: "/email/addresses" };
const ADDRESS: Described = { ...ADDRESSES, path: "/email/addresses/{id}" };
const PROFILES: Described = { ...ADDRESSES, path: "/channels/email/profiles" };
const PLANS: Described = { folder: "Plans", method: "GET", path: "/useradmin/interactionPlans" };
const MAPPINGS: Described = { folder: "Routing", method: "GET", path: "/interactionplanmanager/mappings" };
const accepts = (version: number) => ({ accept: `application/vnd.newvoicemedia.v${version}+json` });

/** What a file says of APIs: proposals as values, choices as what they are between, without the places. */
function ofApis({ proposals, choices }: ReturnType<typeof discover>): object {
  const chosen = choices.map(({ what, between }) => [what, between.map((one) => one.replace(/ .*/u, ""))]);
  const proposed = proposals.map(({ path, value }) => [path.join("."), value]);
  const all = [...proposed, ...chosen] as [string, unknown][];
  return Object.fromEntries(all.filter(([what]) => what.startsWith("apis.")));
}

test.each<{ what: string; requests: readonly Described[]; found: object }>([
  {
    what: "two kinds of one version",
    requests: [
      { ...ADDRESSES, ...accepts(3) },
      { ...PROFILES, ...accepts(3) },
    ],
    found: { "apis.email.version": 3 },
  },
  {
    what: "two kinds of two versions",
    requests: [
      { ...ADDRESSES, ...accepts(2) },
      { ...PROFILES, ...accepts(3) },
    ],
    found: { "apis.email.version": ["2", "3"] },
  },
  {
    what: "two kinds, one of which has the built-in version",
    requests: [
      { ...ADDRESSES, ...accepts(1) },
      { ...PROFILES, ...accepts(3) },
    ],
    found: { "apis.email.version": ["1", "3"] },
  },
  {
    what: "a write of another version",
    requests: [
      { ...ADDRESSES, ...accepts(3) },
      { ...ADDRESS, method: "DELETE", ...accepts(2) },
    ],
    found: { "apis.email.version": ["3", "2"] },
  },
  {
    what: "versions of two APIs",
    requests: [
      { ...MAPPINGS, ...accepts(2) },
      { ...PLANS, ...accepts(5) },
    ],
    found: { "apis.interactionplanmanager.version": 2, "apis.useradmin.version": 5 },
  },
  {
    what: "media types of two forms",
    requests: [
      { ...ADDRESSES, ...accepts(1) },
      { ...PROFILES, accept: "application/json;version=1" },
    ],
    found: {
      "apis.email.mediaType": [
        "application/vnd.newvoicemedia.v{version}+json",
        "application/json;version={version}",
      ],
    },
  },
  {
    what: "requests without a version",
    requests: [{ ...ADDRESSES, ...accepts(3) }, PROFILES, { ...ADDRESS, accept: "application/json" }],
    found: { "apis.email.version": 3 },
  },
  {
    what: "one scope of reads, one of writes",
    requests: [
      { ...ADDRESSES, scopes: ["email:read"] },
      { ...PROFILES, scopes: ["email:read"] },
      { ...ADDRESSES, method: "POST", scopes: ["email:write"] },
      { ...ADDRESS, path: `${ADDRESS.path}/signature`, method: "PUT", scopes: ["email:write"] },
    ],
    found: { "apis.email.scopes.read": "email:read", "apis.email.scopes.write": "email:write" },
  },
  {
    what: "the scopes that are built in",
    requests: [
      { ...MAPPINGS, scopes: ["admin:read"] },
      { ...MAPPINGS, method: "POST", scopes: ["admin:write"] },
    ],
    found: {},
  },
  {
    what: "another scope for each kind, or verb",
    requests: [
      { ...ADDRESSES, scopes: ["admin:read"] },
      { ...PROFILES, scopes: ["email:read"] },
      { ...ADDRESS, method: "PATCH", scopes: ["admin:write"] },
      { ...ADDRESS, method: "DELETE", scopes: ["email:delete"] },
    ],
    found: {
      "apis.email.scopes.read": ["admin:read", "email:read"],
      "apis.email.scopes.write": ["admin:write", "email:delete"],
    },
  },
  {
    what: "a request of two scopes",
    requests: [{ ...ADDRESSES, scopes: ["admin:read", "email:read"] }],
    found: { "apis.email.scopes.read": ["admin:read", "email:read"] },
  },
  {
    what: "a write of plans, which are only read",
    requests: [PLANS, { ...PLANS, method: "POST", ...accepts(9), scopes: ["users:write"] }],
    found: {},
  },
])("an API is told by all of its requests: $what", ({ requests, found }) => {
  expect(ofApis(discovered(openApi(requests)))).toEqual(found);
});

test("the places of a choice are shown, the first one of each value", () => {
  const { choices } = discovered(
    postman([
      { ...ADDRESSES, ...accepts(3) },
      { ...ADDRESS, ...accepts(3) },
      { ...PROFILES, ...accepts(1) },
    ]),
  );
  expect(choices).toEqual([
    { what: "apis.email.version", between: ["3 (Email > GET addresses)", "1 (Email > GET profiles)"] },
  ]);
});

test("a kind's list key and the verb of its update are told by all of its requests, too", () => {
  const { choices, proposals } = discovered(
    postman([
      { ...PROFILES, told: { profiles: [], meta: META } },
      { ...PROFILES, folder: "Again", told: { items: [], meta: META } },
      { ...PROFILES, path: `${PROFILES.path}/{id}`, method: "PUT" },
      { ...PROFILES, path: `${PROFILES.path}/{id}`, method: "PATCH" },
    ]),
  );
  expect(choices.map(({ what }) => what)).toEqual(["kinds.emailProfile.listKey"]);
  expect(proposals).toEqual([]);
});

test.each<{
  what: string;
  profile: ContractProfile;
  proposed: readonly string[];
  choices: readonly object[];
}>([
  {
    what: "says the same",
    profile: { apis: { email: { version: 3 } } },
    proposed: ["kinds.emailAddress.path", "kinds.emailAddress.update"],
    choices: [],
  },
  {
    what: "says otherwise",
    profile: { apis: { email: { version: 2 } }, kinds: { emailAddress: { update: "PATCH" } } },
    proposed: ["kinds.emailAddress.path"],
    choices: [
      {
        what: "kinds.emailAddress.update",
        between: ["PATCH (the profile)", `PUT (PUT ${ADDRESS.path})`],
      },
      { what: "apis.email.version", between: ["2 (the profile)", `3 (GET ${ADDRESSES.path})`] },
    ],
  },
  {
    what: "says otherwise than a request that has what is built in",
    profile: { apis: { email: { version: 3, scopes: { read: "email:read" } } } },
    proposed: ["kinds.emailAddress.path", "kinds.emailAddress.update"],
    choices: [
      {
        what: "apis.email.scopes.read",
        between: ["email:read (the profile)", `admin:read (GET ${ADDRESSES.path})`],
      },
    ],
  },
])("where the profile $what", ({ profile, proposed, choices }) => {
  const found = discovered(
    openApi([
      { ...ADDRESSES, ...accepts(3), scopes: ["admin:read"] },
      { ...ADDRESS, method: "PUT", scopes: ["admin:write"] },
    ]),
    profile,
  );
  expect(found.proposals.map(({ path }) => path.join("."))).toEqual(proposed);
  expect(found.choices).toEqual(choices);
});

test("a choice that the profile has made is none, and what follows from it is proposed", () => {
  const requests = [
    { ...ADDRESSES, ...accepts(1) },
    { ...ADDRESSES, path: "/v2/email/addresses", ...accepts(2), told: { items: [], meta: META } },
  ];
  const found = discovered(postman(requests), { kinds: { emailAddress: { path: "/v2/email/addresses" } } });
  expect(found.choices).toEqual([]);
  expect(found.proposals.map(({ path, value }) => [path.join("."), value])).toEqual([
    ["kinds.emailAddress.listKey", "items"],
    ["apis.email.version", 2],
  ]);
});

const LIST = { type: "array", items: { properties: { displayName: {} } } };
const FIELD = ["kinds.emailAddress.fields.name", "displayName"];

test.each<{ what: string; items: object; found: readonly unknown[] }>([
  { what: "is a list", items: LIST, found: [FIELD] },
  { what: "is a list or null", items: { ...LIST, type: ["array", "null"] }, found: [FIELD] },
  { what: "is any of a list and null", items: { anyOf: [{ type: "null" }, LIST] }, found: [FIELD] },
  { what: "is made of what is made of a list", items: { allOf: [{ oneOf: [LIST] }] }, found: [FIELD] },
  {
    what: "has objects that are made of others",
    items: { ...LIST, items: { allOf: [{ allOf: [LIST.items] }, { properties: { id: {} } }] } },
    found: [FIELD],
  },
  {
    what: "has objects with more properties than are looked at",
    items: {
      type: "array",
      items: {
        properties: Object.fromEntries([
          ...Array.from({ length: 20_000 }, (_, index) => [`p${index}`, {}] as const),
          ["displayName", {}],
        ]),
      },
    },
    found: [],
  },
])("the list in an OpenAPI file that $what", ({ items, found }) => {
  const { proposals } = discovered({
    openapi: "3.1.0",
    paths: {
      "/channels/email/addresses": {
        get: {
          responses: {
            200: {
              content: {
                "application/json": { schema: { properties: { items, meta: { type: "object" } } } },
              },
            },
          },
        },
      },
    },
  });
  expect(proposals.map(({ path, value }) => [path.join("."), value])).toEqual([
    ["kinds.emailAddress.listKey", "items"],
    ...found,
  ]);
});

const postmanOf = (paths: readonly string[], more: object = {}, ofRequest: object = {}) => ({
  info: { schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
  ...more,
  item: paths.map((path) => ({
    name: path,
    request: {
      method: "GET",
      url: `{{host}}${path}`,
      header: [{ key: "Accept", value: "application/json;version=5" }],
      ...ofRequest,
    },
  })),
});

test("a collection as Postman's API answers it is one", () => {
  const { proposals } = discovered({ collection: postmanOf(["/email/addresses"]) });
  expect(proposals.map(({ path }) => path.join("."))).toContain("kinds.emailAddress.path");
});

test.each([
  { what: "a user's signature", paths: ["/useradmin/users/:id/signature"] },
  {
    what: "what belongs to one address",
    paths: ["/channels/email/addresses", "/channels/email/addresses/:id/mappings"],
  },
])("$what is neither a signature of addresses nor a list of mappings", ({ paths }) => {
  const found = discovered(postmanOf(paths)).proposals.map(({ path }) => path.join("."));
  expect(found.filter((path) => /emailSignature|interactionPlanMapping/u.test(path))).toEqual([]);
  expect(found.includes("apis.email.version")).toBe(paths.length > 1);
});

const oauth2 = (scope: string) => ({ auth: { type: "oauth2", oauth2: [{ key: "scope", value: scope }] } });

test.each([
  {
    what: "the collection has",
    of: postmanOf(["/channels/email/addresses"], oauth2("email:read")),
    scope: "email:read",
  },
  {
    what: "a request has, which goes before that of the collection",
    of: postmanOf(["/channels/email/addresses"], oauth2("all"), oauth2("email:read")),
    scope: "email:read",
  },
  {
    what: "a variable stands for",
    of: postmanOf(["/channels/email/addresses"], oauth2("{{scope}}")),
    scope: undefined,
  },
])("the scope that $what is found in a Postman collection", ({ of, scope }) => {
  const { proposals } = discovered(of);
  expect(proposals.find(({ path }) => path.includes("scopes"))?.value).toBe(scope);
});

test("an object that is called as a text might be is none", () => {
  const { proposals } = discovered(
    openApi([{ ...ADDRESSES, told: { addresses: [{ profile: { id: "p", name: "P" } }], meta: META } }]),
  );
  expect(proposals.map(({ path }) => path.at(-1))).not.toContain("profileId");
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

const COLLECTION = "info: { schema: https://schema.getpostman.com/json/collection/v2.1.0/ }";

test.each([
  {
    what: "a YAML file whose items hold themselves by an alias",
    text: `${COLLECTION}\nitem: &a [{ name: x, item: *a }, { name: y, item: *a }]\n`,
    problem: /JSON or YAML, got .*, which is neither\./u,
  },
  {
    what: "JSON that ends too early",
    text: '{ "info": {\n "name": "x" ',
    problem: /neither: it breaks at line 2, column \d+\./u,
  },
  {
    what: "YAML that takes too long to read",
    text: `${COLLECTION}\nitem: []\nx: ${"x".repeat(2_000_000)}`,
    problem:
      /JSON of at most 1000000 values, or in YAML of at most 2000000 characters, got .* characters and is not JSON\./u,
  },
  {
    what: "JSON of too many values",
    text: `[${"0,".repeat(1_500_000)}0]`,
    problem: /which has 3000003 characters and holds more than 1000000 values\./u,
  },
])("$what is refused with the reason", ({ text, problem }) => {
  const file = join(newFolder(), "file");
  writeFileSync(file, text);
  expect(() => discover(file)).toThrow(
    expect.objectContaining({
      code: "VCC_ARGUMENT_INVALID",
      message: expect.stringMatching(problem) as string,
    }) as Error,
  );
});

test("a collection in JSON is read whole, however many requests it has", () => {
  const others = Array.from({ length: 20_000 }, (_, index) => ({
    folder: "Other",
    method: "GET",
    path: `/other/${index}`,
  }));
  const { proposals, missing } = discovered(postman([...others, ...GATEWAY]));
  expect([proposals.length, missing]).toEqual([Object.keys(PROPOSED).length, []]);
});

test("an item that a YAML file holds several times is one", () => {
  const file = join(newFolder(), "file.yaml");
  const request = "{ name: List, request: https://x/v2/email/addresses }";
  writeFileSync(file, `${COLLECTION}\nitem: [&a ${request}, { name: again, item: [*a, *a] }]\n`);
  expect(discover(file)).toMatchObject({
    proposals: [{ value: "/v2/email/addresses", where: "List" }],
    choices: [],
  });
});

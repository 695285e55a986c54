import * as fc from "fast-check";
import { createVccApi } from "../../provider/client/api";
import { createReplyShape } from "../../provider/client/reply-shape";
import { createWire } from "../../provider/client/wire";
import type { Collection, VccApi } from "../../provider/ports";
import { rememberSecret } from "../../provider/text/redact";
import { Contract } from "../../schema/contract/contract";
import { CONTRACT_KINDS, type ContractKindName } from "../../schema/contract/kinds";
import { type EmailAddressBody, type EmailAddressDto, EMAIL_ADDRESSES } from "../../schema/email-address";
import { EMAIL_PROFILES } from "../../schema/email-profile";
import { authenticate, requestConsent } from "../../provider/kinds/email-address/calls";
import { getSignature, putSignature } from "../../provider/kinds/email-signature/calls";
import { bodyOf, profileOf } from "../support/arbitrary-profile";
import { addressBody, addressDto, closeServers, failureOf, listOf, serve } from "../support/client-fixture";
import type { Answer, Received } from "../support/scripted-server";

afterEach(closeServers);

const KINDS = Object.keys(CONTRACT_KINDS) as ContractKindName[];
const BODY: EmailAddressBody = { ...addressBody("a@example.com", "Care"), description: "Here" };
const DTO = addressDto("adr_1", { description: "Here" });
const GRANT = { provider: "google", method: "serviceAccount", subject: "a@example.com" } as const;

/** An observed account whose server says what the test scripts, and what was said of it. */
async function observe(
  answer: (request: Received) => Answer,
  options: Parameters<typeof serve>[1] = {},
): Promise<Awaited<ReturnType<typeof serve>> & { readonly said: string[] }> {
  const said: string[] = [];
  const served = await serve(answer, { observe: true, say: (line) => said.push(line), ...options });
  return { ...served, said };
}

const addresses = (api: VccApi): Collection<EmailAddressDto, EmailAddressBody> =>
  api.collection(EMAIL_ADDRESSES);
const listing =
  (...objects: object[]) =>
  (): Answer =>
    listOf("addresses", objects);

describe("what the contract doesn't know", () => {
  test.each(KINDS)(
    "%s: an object in any profile's spelling has nothing unknown, and lacks nothing",
    (kind) => {
      fc.assert(
        fc.property(profileOf(kind), (profile) => {
          const contract = new Contract(profile, { file: "vcc-contract.yaml", digest: "sha256:0" });
          const raw = createWire(contract, kind).encode(bodyOf(kind, contract.dataSources(kind)));
          const shape = createReplyShape(contract, kind);
          expect(shape.unknownFields(raw)).toEqual([]);
          expect(shape.lacking(raw, raw)).toEqual([]);
          const more = { ...raw, ownOfVcc: { inside: 1 } };
          expect(shape.unknownFields(more)).toEqual([{ block: "", name: "ownOfVcc" }]);
          expect(shape.unknownFields([more])).toEqual([]);
        }),
        { numRuns: 200 },
      );
    },
  );

  test("is told in one line a reply, of lists, objects and parts, without any value", async () => {
    const odd = {
      folderId: "planted-value",
      authentication: { status: "Active", tenant: "planted-tenant", claims: { planted: true } },
      dataSources: [{ name: "n", value: "v", planted: 1 }],
    };
    const { api, said } = await observe(({ path }) =>
      path.endsWith("/signature")
        ? { body: { html: "<p>x</p>", locale: "planted" } }
        : path.endsWith("/profiles")
          ? listOf("profiles", [{ id: "p", name: "P", settings: { planted: "planted" }, links: {} }])
          : { body: { addresses: [addressDto("a", odd), addressDto("b", odd)], meta: META, _links: {} } },
    );
    await addresses(api).list();
    await api.reader(EMAIL_PROFILES).list();
    await getSignature(api, "adr_1");
    expect(said).toEqual([
      "VCC's lists of email addresses have fields that the built-in contract doesn't know: _links.",
      "VCC's email addresses have fields that the built-in contract doesn't know: authentication.tenant, authentication.claims, folderId.",
      "VCC's email profiles have fields that the built-in contract doesn't know: links.",
      "VCC's signatures have fields that the built-in contract doesn't know: locale.",
    ]);
  });

  test("is told once, over lists and clients of an account; what is new, when it comes", async () => {
    let odd: object = { folderId: 1 };
    const { api, options, said } = await observe(() => listing(addressDto("a", odd))());
    const other = createVccApi(options);
    for (const client of [api, other, api]) await addresses(client).listFresh();
    expect(said).toHaveLength(1);
    odd = { folderId: 1, routingTag: 2 };
    await addresses(other).listFresh();
    await addresses(api).listFresh();
    expect(said.slice(1)).toEqual([
      "VCC's email addresses have fields that the built-in contract doesn't know: routingTag.",
    ]);
  });

  test("of a profile, is told by its name and in its spelling", async () => {
    const contract = new Contract(
      { kinds: { emailAddress: { fields: { description: "texts.about", profileId: null } } } },
      { file: "contracts/vcc-contract.yaml", digest: "sha256:0" },
    );
    const odd = { description: "x", texts: { about: "y", title: "z" }, profileId: "p" };
    const { api, said } = await observe(listing(addressDto("a", odd)), { contract });
    await addresses(api).list();
    expect(said).toEqual([
      "VCC's email addresses have fields that vcc-contract.yaml (sha256:0) doesn't know: description, profileId, texts.title.",
    ]);
  });

  test("is told of objects that can't be read, and of those alone that are observed", async () => {
    const answer = listing(addressDto("a"), { id: 7, mailbox: "x" });
    const { api, said } = await observe(answer);
    await addresses(api).list();
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(": mailbox.");
    const off = await observe(answer, { observe: false });
    await addresses(off.api).list();
    expect(off.said).toEqual([]);
  });

  test.each([
    ["support@example.com", "{*}"],
    ["first.last", "{*}"],
    ["x".repeat(61), "{*}"],
    ["adr81726354", "{*}"],
    ["two words", "{*}"],
    ["\u001b[31m##vso[task]", "{*}"],
    ["__proto__", "__proto__"],
    ["constructor", "constructor"],
    ["$etag", "$etag"],
    ["line2", "line2"],
  ])("a field named %j shows as %s", async (name, shown) => {
    const raw = JSON.stringify(addressDto("a", { PLACE: 1 })).replace('"PLACE"', JSON.stringify(name));
    const { api, said } = await observe(() => ({
      body: `{"addresses":[${raw}],"meta":${JSON.stringify(META)}}`,
    }));
    await addresses(api).list();
    expect(said).toEqual([
      `VCC's email addresses have fields that the built-in contract doesn't know: ${shown}.`,
    ]);
  });

  test("a name that is a secret of this run doesn't show", async () => {
    rememberSecret("hunterTwoHunter");
    const { api, said } = await observe(listing(addressDto("a", { hunterTwoHunter: 1 })));
    await addresses(api).list();
    expect(said[0]).toContain("know: {*}.");
  });

  test("20 names of a kind are told; of more, their number, once", async () => {
    let from = 0;
    const many = () =>
      Object.fromEntries(Array.from({ length: 15 }, (_, index) => [`field${from + index}`, 1]));
    const { api, said } = await observe(() => listing(addressDto("a", many()))());
    for (; from < 90; from += 15) await addresses(api).listFresh();
    expect(said).toHaveLength(2);
    expect(said[1]).toMatch(/: field15, .*field19, and 10 more\.$/u);
  });

  test.each([
    ["CONNECTED", '"CONNECTED"'],
    ["Not yet signed in", "a word of 17 characters"],
    ["PendingConsent", '"PendingConsent"'],
    ["not_signed_in", '"not_signed_in"'],
    ["Anna Smith", "a word of 10 characters"],
    ["PIN 123456", "a word of 10 characters"],
    ["ab12cd34-1111-2222-3333-444455556666", "a word of 36 characters"],
    ["planted@example.com", "a word of 19 characters"],
    ["Zürich", "a word of 6 characters"],
    ["##vso[x]", "a word of 8 characters"],
  ])("the unknown word %j is told as %s", async (status, shown) => {
    const { api, said } = await observe(listing(addressDto("a", { authentication: { status } })));
    await addresses(api).list();
    expect(said).toEqual([
      `VCC's email addresses have words that the built-in contract doesn't know: authentication.status ${shown}.`,
    ]);
  });

  test("a word is known as the profile spells it, and not as it is built in", () => {
    const words = { "authentication.status": { Active: "CONNECTED" } };
    const contract = new Contract(
      { kinds: { emailAddress: { words } } },
      { file: "vcc-contract.yaml", digest: "sha256:0" },
    );
    const { unknownWords } = createReplyShape(contract, "emailAddress");
    const of = (status: unknown) => unknownWords({ authentication: { status } }).map(({ word }) => word);
    expect(["CONNECTED", "Expired", "Active", "", null, 7].flatMap(of)).toEqual(["Active"]);
  });
});

const META = { page: 1, count: 2, pageCount: 1, totalCount: 1 };

interface MismatchCase {
  readonly write: string;
  readonly call: (api: VccApi) => Promise<unknown>;
  readonly reply: Answer;
  readonly told: string;
  readonly contract?: Contract;
  /** True where the write itself succeeds, so that what it made gets into the state. */
  readonly succeeds?: true;
}

const without = (dto: object, ...keys: string[]) =>
  Object.fromEntries(Object.entries(dto).filter(([key]) => !keys.includes(key)));
const RESPELLED = new Contract(
  { kinds: { emailAddress: { fields: { description: "texts.about" } } } },
  { file: "contracts/vcc-contract.yaml", digest: "sha256:0" },
);
const WHOLE = new Contract(
  { kinds: { emailAddress: { update: "PUT" } } },
  { file: "contracts/vcc-contract.yaml", digest: "sha256:0" },
);

const create = async (api: VccApi) => addresses(api).create(BODY);
const patch = async (api: VccApi) => addresses(api).patch("adr_1", { description: "Here" });
const signIn = async (api: VccApi) => authenticate(api, "adr_1", GRANT as never);

const MISMATCHES: readonly MismatchCase[] = [
  {
    write: "a create that lacks what was sent",
    call: create,
    reply: { status: 201, body: without(DTO, "description", "serviceNameForReports") },
    told: "VCC answered 201, so it has most likely done it, but its reply lacks what was sent as description, serviceNameForReports.",
    succeeds: true,
  },
  {
    write: "a create in another spelling than the profile's",
    call: create,
    reply: { body: DTO },
    told: "lacks what was sent as texts.about (description).",
    contract: RESPELLED,
    succeeds: true,
  },
  {
    write: "a change whose reply has null for what was sent",
    call: patch,
    reply: { body: { ...DTO, description: null } },
    told: "lacks what was sent as description.",
    succeeds: true,
  },
  {
    write: "a change without a reply's body",
    call: patch,
    reply: { status: 204 },
    told: "isn't as expected: the body is empty.",
  },
  {
    write: "a change that lacks what was sent",
    call: patch,
    reply: { body: without(DTO, "description") },
    told: "lacks what was sent as description.",
    succeeds: true,
  },
  {
    write: "a change by a PUT of the whole that lacks what was sent",
    call: patch,
    reply: { body: without(DTO, "serviceNameForReports") },
    told: "lacks what was sent as serviceNameForReports.",
    contract: WHOLE,
    succeeds: true,
  },
  {
    write: "a create with an unknown word",
    call: create,
    reply: { body: { ...DTO, authentication: { status: "NotConnected" } } },
    told: 'has "NotConnected" as authentication.status, which is none of the known words.',
    succeeds: true,
  },
  {
    write: "a sign-in with an unknown word",
    call: signIn,
    reply: { body: { ...DTO, authentication: { status: "planted@example.com" } } },
    told: "has a word of 19 characters as authentication.status",
    succeeds: true,
  },
  {
    write: "a create without an id",
    call: create,
    reply: { status: 201, body: without(DTO, "id") },
    told: "isn't as expected: id is not of type string.",
  },
  {
    write: "a change that answers a page of something else",
    call: patch,
    reply: { body: "<h1>planted</h1>" },
    told: "isn't as expected: the body is not JSON.",
  },
  {
    write: "a sign-in without a reply",
    call: signIn,
    reply: { body: "" },
    told: "isn't as expected: the body",
  },
  {
    write: "a signature without HTML",
    call: async (api) => putSignature(api, "adr_1", "<p>x</p>"),
    reply: { body: { body: "<p>planted</p>" } },
    told: "isn't as expected: html is not of type string.",
  },
  {
    write: "a consent without a time",
    call: async (api) => requestConsent(api, "adr_1"),
    reply: { body: { authorizationUrl: "https://planted.example" } },
    told: "isn't as expected: expiresAt is not of type string.",
  },
  {
    write: "a deletion with a reply",
    call: async (api) => addresses(api).delete("adr_1"),
    reply: { body: { planted: true } },
    told: "isn't as expected: it has a body where none belongs.",
  },
];

/** Every kind of write, none of which is to be sent. */
const LATER: readonly ((api: VccApi) => Promise<unknown>)[] = [
  create,
  patch,
  signIn,
  async (api) => addresses(api).delete("adr_2"),
  async (api) => putSignature(api, "adr_2", "<p>x</p>"),
  async (api) => api.collection(EMAIL_PROFILES).create({ name: "Care", description: "", settings: {} }),
];

describe("a write's reply that doesn't fit the contract", () => {
  test.each(MISMATCHES)(
    "$write: no further write is sent",
    async ({ call, reply, told, contract, succeeds }) => {
      const { api, server, options, said } = await observe(
        ({ method, path }) =>
          method !== "GET" ? reply : path.endsWith("/addresses") ? listOf("addresses", [DTO]) : { body: DTO },
        contract && { contract },
      );
      const outcome = call(api);
      if (succeeds) expect(await outcome).toMatchObject({ id: "adr_1" });
      else expect(await failureOf(outcome)).toMatchObject({ code: "VCC_OUTCOME_UNKNOWN" });

      const sent = server.received.length;
      const refused: string[] = [];
      const clients = [api, createVccApi(options)];
      for (const later of LATER)
        for (const client of clients) {
          const error = await failureOf(later(client));
          expect(error).toMatchObject({ code: "VCC_CONTRACT_MISMATCH" });
          refused.push((error as Error).message);
        }
      const writes = server.received.slice(sent).filter(({ method }) => method !== "GET");
      expect(writes).toEqual([]);
      expect(await addresses(api).list()).toHaveLength(1);

      const warnings = said.filter((line) => line.startsWith("warning: "));
      expect(warnings).toHaveLength(1);
      for (const text of refused) expect(text).toContain(told);
      for (const text of [...refused, ...said]) expect(text).not.toContain("planted");
      expect(refused[0]).toContain(contract === undefined ? "the built-in contract" : String(contract.name));
      const check = `contract check ${contract === undefined ? "--out vcc-contract.yaml" : "--contract contracts/vcc-contract.yaml --out checked.yaml"},`;
      expect(refused[0]).toContain(check);
    },
  );

  test("the error says what was refused, what is known to have happened, and the next step", async () => {
    let count = 0;
    const { api } = await observe(() => {
      count += 1;
      return { status: 201, body: count <= 7 ? DTO : without(DTO, "description") };
    });
    for (let write = 1; write <= 8; write += 1)
      await addresses(api).create({ ...BODY, emailAddress: `${write}@example.com` });
    expect((await failureOf(addresses(api).delete("adr_9"))) as Error).toMatchObject({
      message: `Failed to delete email address adr_9: nothing was sent, as the reply to an earlier write of this run doesn't fit the built-in contract, and vcc:observe is on.
  That write: create email address 8@example.com. VCC answered 201, so it has most likely done it, but its reply lacks what was sent as description.
  Before it, 7 writes were answered as expected: create email address 1@example.com; create email address 2@example.com; create email address 3@example.com; create email address 4@example.com; create email address 5@example.com; and 2 more.
Run npx pulumi-vcc contract check --out vcc-contract.yaml, and where that finds nothing npx pulumi-vcc contract trial; go on with the profile that they write. Or switch it off with pulumi config set vcc:observe false, unless VCC_OBSERVE says otherwise. Then run pulumi up, which goes on from what VCC has, and after it pulumi up --refresh.`,
    });
  });

  test("writes that failed are none that were answered as expected", async () => {
    const replies = [{ status: 409, body: {} }, { status: 500 }, { body: without(DTO, "description") }];
    const { api } = await observe(() => replies.shift() ?? { body: DTO }, { maxRetries: 0 });
    for (const write of [patch, patch, patch]) await write(api).catch(() => undefined);
    const { message } = (await failureOf(create(api))) as Error;
    expect(message).toContain("Before it, no write of this run was answered as expected.");
    expect(message).toMatch(
      /Of other writes, 2 writes were ended by an error: update .* \(VCC_CONFLICT\); update .* \(VCC_OUTCOME_UNKNOWN\)\./u,
    );
  });

  test("writes that wait for their turn are refused, too", async () => {
    const { api, server } = await observe(() => ({ body: without(DTO, "description") }));
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, async () => create(api)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(server.received).toHaveLength(1);
  });

  test.each([
    [
      "is empty, and left out",
      { description: "", profileId: null, dataSources: [] },
      ["description", "profileId", "dataSources"],
    ],
    ["is another value", { description: "Other" }, []],
  ])("a field that %s, is none", async (_what, told, left) => {
    const { api, server, said } = await observe(() => ({ body: without({ ...DTO, ...told }, ...left) }));
    await addresses(api).create({ ...BODY, description: left.length > 0 ? "" : "Here" });
    await patch(api).catch(() => undefined);
    expect(server.received).toHaveLength(2);
    expect(said.filter((line) => line.startsWith("warning: "))).toHaveLength(left.length > 0 ? 1 : 0);
  });

  test("a write that VCC refuses is none, and without vcc:observe nothing ends the writing", async () => {
    const refusing = await observe(() => ({ status: 422 }));
    await failureOf(create(refusing.api));
    await failureOf(create(refusing.api));
    expect(refusing.server.received).toHaveLength(2);
    const off = await observe(() => ({ body: without(DTO, "description") }), { observe: false });
    await create(off.api);
    await create(off.api);
    expect(off.said).toEqual([]);
    expect(off.server.received).toHaveLength(2);
  });
});

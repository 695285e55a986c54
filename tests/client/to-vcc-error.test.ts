import { toUnansweredError, toVccError } from "../../provider/client/to-vcc-error";

const CREATE = { doing: "create email address support@example.com", namesObject: false, ambiguous: false };
const READ = { doing: "read email address adr_1", namesObject: true, ambiguous: false };
const says = (text: string) => expect.stringContaining(text) as string;

test("the message says what was being done, the status, VCC's words with their paths, and the request", () => {
  const body = JSON.stringify({
    status: 409,
    title: "Conflict",
    errors: [{ message: "is taken.", path: "name" }],
  });
  const error = toVccError(CREATE, { status: 409, body, requestId: "req-1" });
  expect(error.code).toBe("VCC_CONFLICT");
  expect(error.message).toBe(
    "Failed to create email address support@example.com: VCC answered 409: Conflict; name: is taken. (request req-1)",
  );
});

test.each([
  ...[400, 422].flatMap((status) => [
    {
      rule: `${status} is rejected, and VCC's words are what to correct`,
      status,
      body: { message: "no" },
      expected: { code: "VCC_REJECTED", message: says("Correct what VCC names, and run it again.") },
    },
    {
      rule: `${status} without a word is looked into by hand`,
      status,
      body: {},
      expected: { code: "VCC_REJECTED", message: says("made by hand.") },
    },
  ]),
  {
    rule: "401 is an error of authentication",
    status: 401,
    body: {},
    expected: { code: "VCC_TOKEN_REFUSED" },
  },
  {
    rule: "403 is forbidden",
    status: 403,
    body: { message: "no" },
    expected: { code: "VCC_FORBIDDEN" },
  },
  {
    rule: "403 FeatureNotProvisioned says so",
    status: 403,
    body: { error: { code: "FeatureNotProvisioned", message: "x" } },
    expected: {
      code: "VCC_NOT_PROVISIONED",
      message: expect.stringContaining(
        "The email channel isn't enabled for this account: ask Vonage to provision it.",
      ) as string,
    },
  },
  {
    rule: "404 on an object is not found",
    status: 404,
    body: { message: "no" },
    expected: { code: "VCC_NOT_FOUND" },
  },
  {
    rule: "404 without a body may be anybody's, so it isn't taken for a deleted object",
    status: 404,
    body: "",
    expected: { code: "VCC_DOUBTFUL_404" },
  },
  {
    rule: "404 from a gateway isn't taken for a deleted object",
    status: 404,
    body: "<h1>Not Found</h1>",
    expected: { code: "VCC_DOUBTFUL_404" },
  },
  {
    rule: "409 is a conflict",
    status: 409,
    body: { title: "x", errors: [] },
    expected: { code: "VCC_CONFLICT" },
  },
  {
    rule: "409 by simultaneous administration may be tried again",
    status: 409,
    body: { message: "Simultaneous administration" },
    expected: { code: "VCC_BUSY" },
  },
  {
    rule: "429 is the rate limit",
    status: 429,
    body: "",
    expected: { code: "VCC_RATE_LIMITED" },
  },
  { rule: "500 is the server's", status: 500, body: {}, expected: { code: "VCC_SERVER_ERROR" } },
  {
    rule: "502 is the server's",
    status: 502,
    body: "<p>x",
    expected: { code: "VCC_SERVER_ERROR" },
  },
  {
    rule: "a redirect says that it isn't followed",
    status: 302,
    body: "",
    expected: {
      code: "VCC_UNEXPECTED_STATUS",
      message: expect.stringContaining("Redirects aren't followed") as string,
    },
  },
  {
    rule: "anything else keeps its status",
    status: 418,
    body: {},
    expected: { code: "VCC_UNEXPECTED_STATUS" },
  },
])("$rule", ({ status, body, expected }) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  expect(toVccError(READ, { status, body: text })).toMatchObject(expected);
});

test("404 on a list isn't taken for anything deleted", () => {
  const list = { doing: "list email addresses", namesObject: false, ambiguous: false };
  expect(toVccError(list, { status: 404, body: '{"message":"x"}' })).toMatchObject({
    code: "VCC_DOUBTFUL_404",
  });
});

test("a gateway's answer isn't passed off as VCC's", () => {
  const error = toVccError(READ, { status: 502, body: "<title>Bad Gateway</title>" });
  expect(error.message).toBe(
    "Failed to read email address adr_1: not VCC but something in front of it answered 502: Bad Gateway.",
  );
});

const DETAIL = { host: "emea.api.cc.vonage.com", code: "ECONNRESET", timeoutMs: 30_000 };

test.each([
  {
    rule: "a time-out names host and limit",
    call: READ,
    failure: { kind: "timeout" } as const,
    expected: {
      code: "VCC_NO_ANSWER",
      message:
        "Failed to read email address adr_1: emea.api.cc.vonage.com gave no answer in 30000 ms. Run it again, with a greater vcc:requestTimeoutSeconds where VCC is slow.",
    },
  },
  {
    rule: "a lost reply to a write says that it may have landed",
    call: { ...CREATE, ambiguous: true },
    failure: { kind: "network", sent: true } as const,
    expected: {
      code: "VCC_OUTCOME_UNKNOWN",
      message:
        "Failed to create email address support@example.com: no answer from emea.api.cc.vonage.com (ECONNRESET). " +
        "The change may have reached VCC all the same. " +
        "Check the network and the addresses (vcc:region, vcc:apiBaseUrl, vcc:authBaseUrl), and run it again.",
    },
  },
  {
    rule: "an untrusted certificate says what to do",
    call: READ,
    failure: { kind: "network", sent: false, permanent: true } as const,
    code: "DEPTH_ZERO_SELF_SIGNED_CERT",
    expected: {
      code: "VCC_UNTRUSTED_CERTIFICATE",
      message: expect.stringContaining("NODE_EXTRA_CA_CERTS") as string,
    },
  },
])("$rule", ({ call, failure, code = DETAIL.code, expected }) => {
  expect(toUnansweredError(call, failure, { ...DETAIL, code })).toMatchObject(expected);
});

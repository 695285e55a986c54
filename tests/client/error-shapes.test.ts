import * as fc from "fast-check";
import { isSimultaneousAdministration, readErrorBody } from "../../provider/client/error-shapes";

test.each([
  {
    rule: "a bare message",
    body: { message: "No such thing" },
    expected: { messages: ["No such thing"], fromApi: true },
  },
  {
    rule: "statusCode, error and message",
    body: { statusCode: 400, error: "Bad Request", message: "Version missing from Accept header!" },
    expected: {
      messages: ["Version missing from Accept header!"],
      code: "Bad Request",
      fromApi: true,
    },
  },
  {
    rule: "an error object with code and message",
    body: { error: { code: "FeatureNotProvisioned", message: "Email is not provisioned" } },
    expected: {
      messages: ["Email is not provisioned"],
      code: "FeatureNotProvisioned",
      fromApi: true,
    },
  },
  {
    rule: "title and a list of errors with paths",
    body: {
      status: 409,
      title: "Email address is mapped",
      errors: [{ message: "Unmap it from: Support routing", path: "mappings" }, { message: "No path" }],
    },
    expected: {
      messages: ["Email address is mapped", "mappings: Unmap it from: Support routing", "No path"],
      fields: ["mappings"],
      fromApi: true,
    },
  },
  {
    rule: "title and detail",
    body: { status: 422, title: "Unprocessable", detail: "The profile doesn't exist" },
    expected: { messages: ["Unprocessable", "The profile doesn't exist"], fromApi: true },
  },
  {
    rule: "problem details",
    body: { type: "about:blank", title: "Gone", detail: "It went", instance: "/x/1" },
    expected: { messages: ["Gone", "It went"], fromApi: true },
  },
  {
    rule: "OAuth's error",
    body: { error: "invalid_client" },
    expected: { messages: ["invalid_client"], code: "invalid_client", fromApi: true },
  },
  {
    rule: "OAuth's error with a description",
    body: { error: "invalid_scope", error_description: "Not yours" },
    expected: { messages: ["Not yours"], code: "invalid_scope", fromApi: true },
  },
  {
    rule: "fields of the wrong type are passed over",
    body: {
      message: { a: 1 },
      title: null,
      errors: ["plain", 7, null, { path: ["a", 0], message: "nested" }, []],
    },
    expected: { messages: ["plain", "7", "a.0: nested"], fields: ["a.0"], fromApi: true },
  },
  {
    rule: "the same sentence is said once",
    body: { title: "Conflict", message: "Conflict" },
    expected: { messages: ["Conflict"], fromApi: true },
  },
  { rule: "an empty object", body: {}, expected: { messages: [], fromApi: true } },
])("$rule", ({ body, expected }) => {
  expect(readErrorBody(JSON.stringify(body))).toEqual({ fields: [], ...expected });
});

test.each([
  {
    rule: "no body at all says nothing of whose it is",
    text: "",
    expected: { messages: [], fromApi: undefined },
  },
  {
    rule: "a gateway's page says its title",
    text: "<html><head><title>502 Bad Gateway</title></head><body><hr>nginx</body></html>",
    expected: { messages: ["502 Bad Gateway"], fromApi: false },
  },
  {
    rule: "a page without title says its text, but no script",
    text: "<p>Down for\n <b>maintenance</b></p><script>var a = 1;</script>",
    expected: { messages: ["Down for maintenance"], fromApi: false },
  },
  {
    rule: "plain text",
    text: "upstream error\n",
    expected: { messages: ["upstream error"], fromApi: false },
  },
  {
    rule: "JSON that is no object",
    text: '"oops"',
    expected: { messages: ['"oops"'], fromApi: false },
  },
  {
    rule: "control characters reach no terminal",
    text: "a\u001b[31mb\u0000c\u202ed",
    expected: { messages: ["a [31mb c d"], fromApi: false },
  },
  {
    rule: "long text is cut",
    text: "x".repeat(400),
    expected: { messages: [`${"x".repeat(300)}…`], fromApi: false },
  },
])("$rule", ({ text, expected }) => {
  expect(readErrorBody(text)).toEqual({ fields: [], ...expected });
});

test("no body whatever makes the reading fail, or its sentences long", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((json) => `{"errors":${json}}`),
      ),
      (text) => {
        for (const message of readErrorBody(text).messages) expect(message.length).toBeLessThan(700);
      },
    ),
  );
});

test.each([
  { rule: "exactly this message", body: { message: "Simultaneous administration" }, expected: true },
  {
    rule: "not with a list of errors",
    body: { message: "Simultaneous administration", errors: [] },
    expected: false,
  },
  { rule: "not another message", body: { message: "Conflict" }, expected: false },
])("simultaneous administration: $rule", ({ body, expected }) => {
  expect(isSimultaneousAdministration(JSON.stringify(body))).toBe(expected);
});

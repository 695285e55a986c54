import * as fc from "fast-check";
import { loadContract, parseProfile } from "../../provider/contract/load-contract";
import { newFolder } from "../support/folders";

const EMAIL = (text: string) => `apis: { email: { ${text} } }`;
const ADDRESS = (text: string) => `kinds: { emailAddress: { ${text} } }`;

/** What a text leads to: the contract, or an error. */
function load(text: string, environment: Readonly<Record<string, string>> = {}): unknown {
  const folder = newFolder({ "vcc-contract.yaml": text });
  return loadContract("vcc-contract.yaml", folder, { environment, config: () => undefined });
}

test.each<{ what: string; text: string; at: string; says: string }>([
  {
    what: "an address without its id",
    text: ADDRESS("fields: { id: null }"),
    at: "1:40",
    says: "an object can't be managed safely without it",
  },
  {
    what: "a VCC without addresses",
    text: "kinds: { emailAddress: null }",
    at: "1:24",
    says: "as everything else rests on emailAddress, got null",
  },
  {
    what: "two fields in one place",
    text: ADDRESS("fields: { name: title, description: title }"),
    at: "1:62",
    says: 'got "title", where name is',
  },
  {
    what: "a field in the place of one that isn't told",
    text: ADDRESS("fields: { name: description }"),
    at: "1:42",
    says: "where description is",
  },
  {
    what: "two words of one spelling",
    text: ADDRESS("words: { authentication.status: { Active: ok, Expired: ok } }"),
    at: "1:81",
    says: 'got "ok", which Active has already',
  },
  {
    what: "a word in the place of another one, as it is built in",
    text: ADDRESS("words: { authentication.status: { Active: Expired } }"),
    at: "1:68",
    says: 'got "Expired"',
  },
  {
    what: "a part of a block that isn't there",
    text: "kinds: { interactionPlanMapping: { fields: { testing: null, testing.interactionPlanId: x } } }",
    at: "1:88",
    says: "testing",
  },
  {
    what: "a field within another",
    text: "kinds: { emailProfile: { fields: { id: test.to, description: test } } }",
    at: "1:62",
    says: 'got "test"',
  },
  {
    what: "a PUT of what can't be read",
    text: ADDRESS("update: PUT, calls: { read: null }"),
    at: "1:34",
    says: "the rest of it would be lost",
  },
  {
    what: "a list key with dots",
    text: ADDRESS("listKey: a.b"),
    at: "1:35",
    says: "Write it without dots",
  },
  {
    what: "names too short for those that are generated",
    text: ADDRESS("limits: { name: 19 }"),
    at: "1:42",
    says: "a whole number from 20 to 1000000, got 19",
  },
  {
    what: "results that nobody tried",
    text: ADDRESS("semantics: { patchKeeps: false }"),
    at: "1:26",
    says: "whose seal, trial, isn't there or is of another one",
  },
  { what: "a seal of no results", text: "trial: sha256:0123456789ab", at: "1:8", says: "Remove it" },
  {
    what: "a kind that is misspelled",
    text: "kinds: { emailAdress: {} }",
    at: "1:10",
    says: 'Did you mean "emailAddress"?',
  },
  {
    what: "a media type without a version",
    text: EMAIL("mediaType: application/json"),
    at: "1:29",
    says: "with {version} in it",
  },
  { what: "a version as text", text: EMAIL("version: '3'"), at: "1:27", says: 'got "3"' },
  { what: "a third first page", text: EMAIL("firstPage: 2"), at: "1:29", says: "0 or 1, got 2" },
  {
    what: "a prefix that leads elsewhere",
    text: EMAIL("prefix: /a/../b"),
    at: "1:26",
    says: 'got "/a/../b"',
  },
  {
    what: "a placeholder that is a setting of the provider",
    text: EMAIL("prefix: '/a/{clientSecret}'"),
    at: "1:26",
    says: "a setting of the provider. Rename it.",
  },
  {
    what: "a placeholder that nobody fills",
    text: EMAIL("prefix: '/a/{accountKey}'"),
    at: "1:26",
    says: "or VCC_ACCOUNT_KEY",
  },
  {
    what: "another host, to which nobody in the environment has agreed",
    text: EMAIL("baseUrl: 'https://elsewhere.example'"),
    at: "1:27",
    says: "set VCC_ALLOWED_HOSTS=elsewhere.example in the environment",
  },
  {
    what: "a signature's path without the address",
    text: "kinds: { emailSignature: { path: /x } }",
    at: "1:34",
    says: "a path with {id} where the id of the address stands",
  },
  { what: "no profile", text: "- apis", at: "1:1", says: 'got ["apis"]' },
])("$what is refused, with its place", ({ text, at, says }) => {
  const refused = () => load(text);
  expect(refused).toThrow("The contract profile can't be used:");
  expect(refused).toThrow(`vcc-contract.yaml:${at} error`);
  expect(refused).toThrow(says);
});

test.each([
  {
    what: "for another host the environment agrees",
    text: EMAIL("baseUrl: 'https://elsewhere.example'"),
    environment: { VCC_ALLOWED_HOSTS: "elsewhere.example" },
  },
  {
    what: "a setting fills a placeholder",
    text: EMAIL("prefix: '/a/{accountKey}'"),
    environment: { VCC_ACCOUNT_KEY: "acme" },
  },
])("$what", ({ text, environment }) => {
  expect(() => load(text, environment)).not.toThrow();
});

test("a placeholder's value is one segment of a path, and isn't repeated where it can't be", () => {
  const refused = () => load(EMAIL("prefix: '/a/{accountKey}'"), { VCC_ACCOUNT_KEY: "../planted" });
  expect(refused).toThrow("got text of 10 characters with others");
  expect(refused).not.toThrow("planted");
});

test("whatever a profile holds, it is read or its problems are told", () => {
  const key = fc.constantFrom(
    "apis",
    "kinds",
    "email",
    "emailAddress",
    "fields",
    "id",
    "words",
    "__proto__",
    "calls",
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: "small" },
      fc.string(),
      fc.constantFrom(null, 0, -1, 1e9, true, "/a/{id}", "{version}", "a.b.c", "[]", "*x", "&x 1", "<<"),
      fc.array(tie("any"), { maxLength: 3 }),
      fc.dictionary(key, tie("any"), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).any;
  fc.assert(
    fc.property(
      fc.oneof(
        value.map((one) => JSON.stringify(one)),
        fc.string(),
      ),
      (text) => {
        const read = parseProfile("vcc-contract.yaml", text);
        if ("problems" in read) expect(read.problems.length).toBeGreaterThan(0);
        else expect(read.digest).toMatch(/^sha256:[0-9a-f]{12}$/u);
      },
    ),
    { numRuns: 500 },
  );
});

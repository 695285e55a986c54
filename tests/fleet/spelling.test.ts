import * as fc from "fast-check";
import { problemsOf, resolveText } from "../support/fleet-text";
import { newFolder } from "../support/folders";

/** Plain YAML that stands for a number or a boolean, and means something else as text. */
const SPELLINGS = [
  "1.10",
  "0012",
  "+5",
  "1e3",
  "0x1F",
  "0o17",
  "-0",
  "1.0",
  ".5",
  "12345678901234567890",
  "0.1000000000000000055",
  "true",
  "True",
  "FALSE",
  ".inf",
];
/** Plain YAML that is text already. */
const TEXTS = ["yes", "no", "on", "1_000", "2026-01-01", "2026-01-01T08:00:00Z", "12:30", "1.2.3", "0b11"];

const SWITCHES = ["yes", "no", "on"];

test.each([...SWITCHES, '"true"', "OFF"])("adopt: %s is neither a boolean nor an id", (spelt) => {
  expect(resolveText(inbox(`adopt: ${spelt}`)).problems).toEqual([
    expect.objectContaining({
      message: expect.stringContaining("true, or the id of an existing object, got"),
    }),
  ]);
});

const inbox = (rest: string) => `ignore: { unmapped-address: x, overridden-data-source: x }
inboxes:
  a: { emailAddress: a@example.com, ${rest} }
`;

describe.each([...SPELLINGS, ...TEXTS])("%s is kept as it is spelt", (spelt) => {
  test("in names, descriptions, data sources and all other text", () => {
    // A switch of another language is no id.
    const adopt = SWITCHES.includes(spelt) ? `${spelt}-1` : spelt;
    const text = inbox(
      `name: ${spelt}, description: ${spelt}, dataSources: { version: ${spelt} }, adopt: ${adopt}, formerNames: ${spelt}, signature: { html: ${spelt} }, mapping: { interactionPlan: ${spelt}, name: ${spelt}, priority: 7 }`,
    );
    const { fleet, problems, signatures } = resolveText(text);
    expect(problems).toEqual([]);
    expect(fleet.inboxes?.["a"]).toMatchObject({
      name: spelt,
      description: spelt,
      dataSources: { version: spelt },
      // Text where it isn't the boolean that adopt may be, too.
      adopt: /^(?:true|false)$/iu.test(spelt) ? spelt.toLowerCase() === "true" : adopt,
      formerNames: spelt,
      mapping: { interactionPlan: spelt, name: spelt, priority: 7 },
    });
    expect(signatures.get("a")).toBe(spelt);
  });

  test("in variables, by themselves, within text and in templates", () => {
    const folder = newFolder({ "s.html": "{{ version }} {{ own }}" });
    const text = `variables: { version: ${spelt}, release: "r\${version}" }
${inbox('description: "v${version}", name: "${version}", dataSources: { r: "${release}" }, signature: { template: s.html, variables: { own: ${version} } }')}`;
    const { fleet, problems, signatures } = resolveText(text.replaceAll("own: ${version}", `own: ${spelt}`), {
      folder,
    });
    expect(problems).toEqual([]);
    expect(fleet.inboxes?.["a"]).toMatchObject({
      description: `v${spelt}`,
      name: spelt,
      dataSources: { r: `r${spelt}` },
    });
    // Templates ask whether a boolean is true, so it stays one.
    const shown = /^(?:true|false)$/iu.test(spelt) ? spelt.toLowerCase() : spelt;
    expect(signatures.get("a")).toBe(`${shown} ${shown}`);
  });
});

test("any digits are kept as they are spelt", () => {
  const number = fc.stringMatching(/^[-+]?[0-9]{1,25}(?:\.[0-9]{1,20})?(?:[eE][-+]?[0-9]{1,2})?$/u);
  fc.assert(
    fc.property(number, (spelt) => {
      const { fleet } = resolveText(
        `variables: { v: ${spelt} }\n${inbox("dataSources: { a: " + spelt + ', b: "${v}" }')}`,
      );
      expect(fleet.inboxes?.["a"]?.dataSources).toEqual({ a: spelt, b: spelt });
    }),
  );
});

test("JSON keeps its numbers, too", () => {
  const text = `{"inboxes": {"a": {"emailAddress": "a@example.com", "dataSources": {"version": 1.10}}}}`;
  expect(resolveText(text).fleet.inboxes?.["a"]?.dataSources).toEqual({ version: "1.10" });
});

test.each([
  { spelt: "0012", priority: 12 },
  { spelt: "+5", priority: 5 },
  { spelt: "1e3", priority: 1000 },
  { spelt: "0x1F", priority: 31 },
])("where a number is wanted, $spelt is $priority", ({ spelt, priority }) => {
  for (const text of [
    inbox(`mapping: { interactionPlan: P, priority: ${spelt} }`),
    `variables: { rank: ${spelt} }\n${inbox('mapping: { interactionPlan: P, priority: "${rank}" }')}`,
  ])
    expect(resolveText(text).fleet.inboxes?.["a"]?.mapping?.priority).toBe(priority);
});

test("text that has to be text stays refused where it's none", () => {
  expect(problemsOf(inbox("name: [1.10]"))).toHaveLength(1);
  expect(problemsOf(inbox("protect: 1"))[0]).toContain("true or false, got 1.");
});

test("a setting may be a number or text: where the spelling doesn't say which, the person does", () => {
  const problems = problemsOf("profiles:\n  p: { settings: { a: 30, b: 1.5, c: true, version: 1.10 } }\n");
  expect(problems).toEqual([
    'inboxes.yaml:2:53 error profiles.p.settings.version: a number in its shortest form, or text in quotes, got 1.10. Write 1.1 for the number, or "1.10" for the text.',
  ]);
});

describe("YAML's merge keys", () => {
  test("bring what an anchor has; what stands beside them comes first", () => {
    const text = `x: 1
inboxes:
  a: &a
    emailAddress: a@example.com
    description: from a
    mapping: { interactionPlan: P, priority: 7 }
  b:
    <<: *a
    emailAddress: b@example.com
  c:
    emailAddress: c@example.com
    <<: [{ description: first }, *a]
`.replace("x: 1\n", "");
    const { fleet, problems } = resolveText(text);
    expect(problems).toEqual([]);
    expect(fleet.inboxes?.["b"]).toEqual({ ...fleet.inboxes?.["a"], emailAddress: "b@example.com" });
    expect(fleet.inboxes?.["c"]).toMatchObject({ description: "first", mapping: { priority: 7 } });
  });

  test("a mistake in them is told where it stands, at the inbox that has it", () => {
    const text = `inboxes:
  a: &a
    emailAddress: a@example.com
    mapping: { interactionPlan: P, priority: 0 }
  b:
    <<: *a
    emailAddress: b@example.com
`;
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(/^inboxes\.yaml:4:46 error inboxes\.a\.mapping\.priority: /u),
      expect.stringMatching(/^inboxes\.yaml:4:46 error inboxes\.b\.mapping\.priority: /u),
    ]);
  });

  test("with text as its value, << is a key like any other", () => {
    expect(resolveText(inbox('dataSources: { "<<": x }')).fleet.inboxes?.["a"]?.dataSources).toEqual({
      "<<": "x",
    });
  });
});

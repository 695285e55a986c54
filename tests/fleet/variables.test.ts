import * as fc from "fast-check";
import { escapeVariables, textParts } from "../../provider/fleet/variables/text-parts";
import { problemsOf, resolveText } from "../support/fleet-text";
import { newFolder } from "../support/folders";

/** An inbox with this description, after its variables. */
function describeInbox(
  description: unknown,
  file = "",
  surroundings: Parameters<typeof resolveText>[1] = {},
) {
  const text = `${file}\nignore: { unmapped-address: x }\ninboxes:\n  support: { emailAddress: a@example.com, description: ${JSON.stringify(description)} }\n`;
  const { fleet, problems } = resolveText(text, surroundings);
  expect(problems).toEqual([]);
  return fleet.inboxes?.["support"]?.description;
}

test.each([
  { rule: "a variable of the file", description: "at ${domain}", expected: "at example.com" },
  { rule: "a variable made of others", description: "${mail}", expected: "post@example.com" },
  { rule: "the inbox's name", description: "${inbox}!", expected: "support!" },
  { rule: "the environment", description: "in ${environment}", expected: "in dev" },
  { rule: "a variable of the process", description: "<${env:TIER}>", expected: "<gold>" },
  { rule: "a value of the stack's configuration", description: "${config:tier}", expected: "silver" },
  { rule: "with a namespace", description: "${config:vcc:region}", expected: "emea" },
  { rule: "an escape", description: "$${domain} $${ $ {x} $", expected: "${domain} ${ $ {x} $" },
  { rule: "several, with spaces inside", description: "${ domain }${inbox}", expected: "example.comsupport" },
])("$rule", ({ description, expected }) => {
  const file = "variables: { domain: example.com, mail: 'post@${domain}' }";
  const config = { tier: "silver", "vcc:region": "emea" };
  expect(describeInbox(description, file, { environment: "dev", env: { TIER: "gold" }, config })).toBe(
    expected,
  );
});

test("variables hold in lists, in credentials and in profiles, not in keys", () => {
  const text = `
variables: { domain: example.com }
ignore: { unmapped-address: x, unmanaged-address: x }
profiles: { care: { name: "Care of \${domain}" } }
inboxes:
  a:
    emailAddress: a@\${domain}
    credential: { provider: google, method: serviceAccount, key: "config:\${inbox}Key" }
    dataSources: { "\${domain}": "\${domain}" }
mappings:
  m: { interactionPlan: P, addresses: ["x@\${domain}"] }
`;
  const { fleet, problems } = resolveText(text);
  expect(problems.map(({ path }) => path)).toEqual(['inboxes.a.dataSources["${domain}"]']);
  expect(fleet).toMatchObject({
    profiles: { care: { name: "Care of example.com" } },
    mappings: { m: { addresses: ["x@example.com"] } },
  });
  const keyed = resolveText(text.replace('    dataSources: { "${domain}": "${domain}" }\n', ""));
  expect(keyed.fleet.inboxes?.["a"]).toMatchObject({
    emailAddress: "a@example.com",
    credential: { key: "config:aKey" },
  });
});

describe("types", () => {
  const mapping = (variables: string, config = {}) =>
    resolveText(
      `variables: ${variables}\ninboxes:\n  a: { emailAddress: a@example.com, protect: "\${safe}", mapping: { interactionPlan: "\${plan}", priority: "\${rank}" } }\n`,
      { config },
    );

  test("a text that is one variable takes its type", () => {
    const { fleet } = mapping("{ safe: true, plan: P, rank: 7 }");
    expect(fleet.inboxes?.["a"]).toMatchObject({
      protect: true,
      mapping: { interactionPlan: "P", priority: 7 },
    });
  });

  test("text from outside is read as the number or boolean that is asked for", () => {
    const { fleet, problems } = mapping(
      "{ safe: '${config:safe}', plan: '${config:plan}', rank: '${config:rank}0' }",
      {
        safe: "false",
        plan: "123",
        rank: "12",
      },
    );
    expect(problems).toEqual([]);
    expect(fleet.inboxes?.["a"]).toMatchObject({
      protect: false,
      mapping: { interactionPlan: "123", priority: 120 },
    });
  });

  test("text in the file itself is not", () => {
    const text =
      'inboxes:\n  a: { emailAddress: a@example.com, mapping: { interactionPlan: P, priority: "7" } }\n';
    expect(problemsOf(text)[0]).toContain('whole number from 1 to 10000, got "7"');
  });
});

describe("what has no value is told where it stands", () => {
  const where =
    "inboxes:\n  a: { emailAddress: a@example.com, ignore: { unmapped-address: x }, description: '";
  test.each([
    {
      text: "${nobody}",
      problem:
        'a known variable, got "nobody". Known are inbox. Declare it under variables, or write $${ for the text itself.',
    },
    {
      text: "${env:NOBODY}",
      problem: "a variable of the process's environment, got env:NOBODY, which isn't set. Set NOBODY.",
    },
    {
      text: "${env:EMPTY}",
      problem: "a variable of the process's environment, got env:EMPTY, which isn't set. Set EMPTY.",
    },
    {
      text: "${config:nobody}",
      problem:
        "a value of the stack's configuration, got config:nobody, which isn't set. Run: pulumi config set nobody VALUE",
    },
    {
      text: "${environment}",
      problem:
        "a variable that has a value, got environment while none is chosen. Choose one with --environment.",
    },
    {
      text: "${}",
      problem:
        'a variable as ${name}, ${env:NAME} or ${config:key}, got "${}". Close it, or write $${ for the text itself.',
    },
    {
      text: "a ${b",
      problem:
        'a variable as ${name}, ${env:NAME} or ${config:key}, got "${". Close it, or write $${ for the text itself.',
    },
  ])("$text", ({ text, problem }) => {
    const allowedEnv = ["EMPTY", "NOBODY"];
    expect(problemsOf(`${where}${text}' }\n`, { env: { EMPTY: "" }, allowedEnv })).toEqual([
      `inboxes.yaml:2:83 error inboxes.a.description: ${problem}`,
    ]);
  });

  test("the inbox outside of inboxes", () => {
    expect(problemsOf("variables: { x: '${inbox}' }\n")).toEqual([
      "inboxes.yaml:1:17 error variables.x: a variable that has a value here, got inbox. Use it in defaults and inboxes only.",
    ]);
  });

  test("once, also where templates need it", () => {
    const folder = newFolder({ "brand.html": "<p>{{ domain }}</p>" });
    const text = `variables: { domain: "\${config:domain}" }
defaults: { emailAddress: "\${inbox}@\${domain}", signature: { template: brand.html }, mapping: { interactionPlan: P } }
inboxes: { a: {}, b: {} }
`;
    const told = (config = {}) => resolveText(text, { folder, config }).problems.map(({ path }) => path);
    expect(told()).toEqual(["variables.domain"]);
    expect(told({ domain: { isSecret: true } })).toEqual(["variables.domain"]);
    expect(told({ domain: "example.com" })).toEqual([]);
  });

  test("a variable that nobody uses, as it may be needed tomorrow", () => {
    expect(problemsOf("variables: { x: '${env:NOBODY}' }\n")).toHaveLength(1);
  });

  test("variables that are made of each other", () => {
    expect(problemsOf("variables: { a: '${b}', b: '${c}', c: '${b}' }\n")).toEqual([
      "inboxes.yaml:1:28 error variables.b: a variable that isn't made of itself, got b → c → b. Give one of them a value of its own.",
    ]);
  });

  test("a variable that has a name of ours", () => {
    expect(problemsOf("variables: { inbox: x }\n")).toEqual([
      'inboxes.yaml:1:14 error variables.inbox: a variable\'s name of letters, digits and underscores, no digit first, and not environment or inbox, got "inbox". Rename it.',
    ]);
  });
});

test("escaped text comes back as it was, whatever it is", () => {
  const texts = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom("$", "{", "}", "a", ":") }));
  fc.assert(
    fc.property(texts, (text) => {
      const parts = textParts(escapeVariables(text));
      expect(parts.map((part) => (part.kind === "text" ? part.text : part))).not.toContainEqual(
        expect.any(Object),
      );
      expect(parts.map((part) => (part.kind === "text" ? part.text : "")).join("")).toBe(text);
    }),
  );
});

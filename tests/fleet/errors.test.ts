import { problemsOf, resolveText } from "../support/fleet-text";
import { newFolder } from "../support/folders";

describe("what stands in the file is told with line, column, path, value, rule and next step", () => {
  test.each<{ rule: string; text: string; problem: string }>([
    {
      rule: "broken YAML",
      text: "inboxes:\n  support: { emailAddress: a@example.com\n",
      problem:
        "inboxes.yaml:3:1 error readable YAML or JSON, got an error: Flow map in block collection must be sufficiently indented and end with a }. Correct the YAML: an editor that knows the language shows where it breaks.",
    },
    {
      rule: "a key twice",
      text: "inboxes:\n  a: {}\n  a: {}\n",
      problem:
        "inboxes.yaml:3:3 error inboxes.a: a key that its map has once, got it again. Remove one of the two.",
    },
    {
      rule: "an unknown section",
      text: "inboxs: {}\n",
      problem:
        'inboxes.yaml:1:1 error inboxs: unknown property "inboxs". Did you mean "inboxes"? Known are $schema, variables, ignore, defaults, profiles, inboxes, mappings, environments.',
    },
    {
      rule: "an unknown section in an environment that isn't chosen",
      text: "environments:\n  prod: {}\n  dev:\n    inboxs: {}\n",
      problem:
        'inboxes.yaml:4:5 error environments.dev.inboxs: unknown property "inboxs". Did you mean "inboxes"? Known are variables, ignore, defaults, profiles, inboxes, mappings.',
    },
    {
      rule: "a section that is a list",
      text: "inboxes: [a]\n",
      problem: 'inboxes.yaml:1:1 error inboxes: a map, got ["a"]. Write it as { name: … }.',
    },
    {
      rule: "an inbox without anything",
      text: "defaults: { emailAddress: a@example.com }\ninboxes:\n  support:\n",
      problem:
        "inboxes.yaml:3:3 error inboxes.support: properties, got nothing. Write {} to have it with nothing but defaults; null takes it away in an environment only. Or remove support.",
    },
    {
      rule: "a section of an environment whose entries are all commented out, which might mean that all go",
      text: "inboxes: { a: { emailAddress: a@example.com } }\nenvironments:\n  prod:\n    inboxes:\n    # a: { name: A }\n",
      problem:
        "inboxes.yaml:4:5 error environments.prod.inboxes: a value, got nothing. Give it one; write null for none, which takes away; or remove inboxes to change nothing.",
    },
    {
      rule: "an inbox of an environment without anything",
      text: "inboxes: { a: { emailAddress: a@example.com } }\nenvironments:\n  prod:\n    inboxes:\n      a:\n        # name: A\n",
      problem:
        "inboxes.yaml:5:7 error environments.prod.inboxes.a: a value, got nothing. Give it one; write null for none, which takes away; or remove a to change nothing.",
    },
    {
      rule: "a section without anything",
      text: "inboxes:\n",
      problem:
        "inboxes.yaml:1:1 error inboxes: a value, got nothing. Give it one; write null for none, which takes away; or remove inboxes to change nothing.",
    },
    {
      rule: "a property without anything",
      text: "inboxes:\n  a: { emailAddress: a@example.com, mapping: { interactionPlan: P }, name, description: ~ }\n",
      problem:
        "inboxes.yaml:2:70 error inboxes.a.name: a value, got nothing. Give it one; write null for none, which takes away; or remove name to change nothing.",
    },
    {
      rule: "a bad name of an inbox",
      text: "inboxes:\n  su::pport: { emailAddress: a@example.com }\n",
      problem:
        'inboxes.yaml:2:3 error inboxes["su::pport"]: a name of 1 to 100 letters, digits, dots, dashes and underscores, a letter or digit first, got "su::pport". Rename it.',
    },
    {
      rule: "an unknown property",
      text: "inboxes:\n  support:\n    emailAddress: a@example.com\n    descripton: x\n",
      problem:
        'inboxes.yaml:4:5 error inboxes.support.descripton: unknown property "descripton". Did you mean "description"? Known are emailAddress, name, description, serviceNameForReports, dataSources, credential, profile, signature, mapping, adopt, ignore, formerNames, protect, keepInVcc.',
    },
    {
      rule: "a value that is missing, at the entry",
      text: "inboxes:\n  support: {}\n",
      problem:
        "inboxes.yaml:2:3 error inboxes.support.emailAddress: an email address such as support@example.com, got nothing. Give the address of one mailbox, without a display name.",
    },
    {
      rule: "a control character",
      text: 'inboxes:\n  support:\n    emailAddress: a@example.com\n    name: "a\\eb"\n',
      problem:
        "inboxes.yaml:4:11 error inboxes.support.name: text without control characters, turns of the reading direction and commands to CI systems, got U+001B. Remove it.",
    },
    {
      rule: "an empty id to adopt",
      text: "inboxes:\n  support:\n    emailAddress: a@example.com\n    adopt: ''\n",
      problem:
        'inboxes.yaml:4:12 error inboxes.support.adopt: true, or the id of an existing object, got "". Write true to take over the one that there is; remove it to make a new one.',
    },
    {
      rule: "a name of several lines",
      text: "inboxes:\n  support:\n    emailAddress: a@example.com\n    name: |\n      Support\n",
      problem:
        'inboxes.yaml:4:11 error inboxes.support.name: text of one line, without tabs, got "Support\\n". Write it on one line.',
    },
    {
      rule: "a value out of range, with the rule of the resource",
      text: "inboxes:\n  support: { emailAddress: a@example.com, mapping: { interactionPlan: P, priority: 0 } }\n",
      problem:
        "inboxes.yaml:2:84 error inboxes.support.mapping.priority: whole number from 1 to 10000, got 0. Use 1 for the lowest.",
    },
    {
      rule: "the inner rule of a choice",
      text: "inboxes:\n  support: { emailAddress: a@example.com, profile: { name: x, settings: 5 }, ignore: { unmapped-address: x } }\n",
      problem:
        "inboxes.yaml:2:73 error inboxes.support.profile.settings: a map of settings, got 5. Write it as { key: value }.",
    },
    {
      rule: "a choice that fits nothing",
      text: "inboxes:\n  support: { emailAddress: a@example.com, profile: [] }\n",
      problem:
        "inboxes.yaml:2:43 error inboxes.support.profile: the name of a profile of this file, or a profile's properties, got []. Leave it out for none.",
    },
    {
      rule: "two sources of a signature",
      text: "inboxes:\n  support: { emailAddress: a@example.com, signature: { html: a, file: b } }\n",
      problem:
        "inboxes.yaml:2:43 error inboxes.support.signature: a signature from exactly one of template, file and html, got file and html. Keep the one that is meant.",
    },
    {
      rule: "a reference with properties",
      text: "profiles:\n  care: { fromId: prf_1, name: Care }\n",
      problem:
        "inboxes.yaml:2:3 error profiles.care: fromId or fromName alone, or neither, got fromId, name. A profile that is only referred to has no other properties: keep the reference, or the properties.",
    },
    {
      rule: "a profile that isn't there",
      text: "profiles: { care: {} }\ninboxes:\n  support: { emailAddress: a@example.com, profile: caer, ignore: { unmapped-address: x } }\n",
      problem:
        'inboxes.yaml:3:52 error inboxes.support.profile: a profile of this file, got "caer". Did you mean "care"? Declare it under profiles.',
    },
    {
      rule: "an inbox that isn't there",
      text: "mappings:\n  all: { interactionPlan: P, inboxes: [suport] }\n",
      problem:
        'inboxes.yaml:2:40 error mappings.all.inboxes[0]: an inbox of this file, got "suport". Correct it, or remove it here; an address that this file doesn\'t manage stands under addresses.',
    },
    {
      rule: "an inbox that was removed, though a mapping names it still: no other one is meant",
      text: "inboxes:\n  archive: { emailAddress: a@example.com }\nmappings:\n  aftersales: { interactionPlan: P, inboxes: [warranty, archive] }\n",
      problem:
        'inboxes.yaml:4:47 error mappings.aftersales.inboxes[0]: an inbox of this file, got "warranty". Known are archive. Correct it, or remove it here; an address that this file doesn\'t manage stands under addresses.',
    },
    {
      rule: "a mapping of nothing",
      text: "mappings:\n  all: { interactionPlan: P }\n",
      problem:
        "inboxes.yaml:2:3 error mappings.all: inboxes, addresses or both, got neither. Name inboxes of this file.",
    },
    {
      rule: "a mapping named like an inbox that has its own",
      text: "inboxes:\n  a: { emailAddress: a@example.com, mapping: { interactionPlan: P } }\nmappings:\n  a: { interactionPlan: Q, inboxes: [a], priority: 1 }\nignore: { shadowed-mapping: x }\n",
      problem:
        'inboxes.yaml:4:3 error mappings.a: a name that no inbox with a mapping of its own has, got "a". Rename this mapping.',
    },
    {
      rule: "an unknown rule that is switched off",
      text: "ignore: { unmaped-address: x }\n",
      problem:
        'inboxes.yaml:1:11 error ignore["unmaped-address"]: ids of rules, got "unmaped-address". Did you mean "unmapped-address"? Known are unmapped-address, expiring-credential, tied-priority, shadowed-mapping, duplicate-address, duplicate-name, overridden-data-source, unmanaged-address, no-inboxes, misspelt-entry.',
    },
    {
      rule: "a rule that is switched off without a reason",
      text: 'ignore: { unmapped-address: " " }\n',
      problem:
        'inboxes.yaml:1:29 error ignore["unmapped-address"]: the reason why the rule is switched off, got " ". Write one for the next reader.',
    },
    {
      rule: "a last day that the calendar doesn't have",
      text: "ignore: { unmapped-address: { reason: x, until: 2026-02-30 } }\n",
      problem:
        'inboxes.yaml:1:49 error ignore["unmapped-address"].until: the last day on which the rule is switched off, in UTC, such as 2026-12-31, got "2026-02-30". Give a day of the calendar. Where it has no end, write the reason alone.',
    },
    {
      rule: "a reason with an end that isn't told",
      text: "ignore: { unmapped-address: { reason: x } }\n",
      problem:
        'inboxes.yaml:1:11 error ignore["unmapped-address"].until: the last day on which the rule is switched off, in UTC, such as 2026-12-31, got nothing. Give a day of the calendar. Where it has no end, write the reason alone.',
    },
    {
      rule: "a reason with more than its end",
      text: "ignore: { unmapped-address: { reason: x, until: 2026-12-31, untill: 2026-12-31 } }\n",
      problem:
        'inboxes.yaml:1:61 error ignore["unmapped-address"].untill: unknown property "untill". Did you mean "until"? Known are reason, until.',
    },
    {
      rule: "a list of reasons",
      text: "ignore: { unmapped-address: [x] }\n",
      problem:
        'inboxes.yaml:1:11 error ignore["unmapped-address"]: the reason why the rule is switched off, or a map with its last day, got ["x"]. Write it as { reason: why, until: 2026-12-31 }.',
    },
    {
      rule: "an unknown environment",
      text: "environments:\n  dev: {}\n  prod: {}\n",
      problem:
        'inboxes.yaml:1:1 error environments: an environment of this file, got "stagin". Known are dev, prod. Add stagin: {} for one that changes nothing.',
    },
  ])("$rule", ({ text, problem }) => {
    const environment = problem.includes("stagin") ? "stagin" : text.includes("prod") ? "prod" : undefined;
    expect(problemsOf(text, environment === undefined ? {} : { environment })).toEqual([problem]);
  });
});

test("everything is told at once, in the order of the file", () => {
  const folder = newFolder({ "brand.html": "<p>{{ tema }}</p>\n{{ nobody }}" });
  const text = `
defaults:
  dataSources: { "fl(ow)": x }
inboxes:
  a:
    emailAddress: a
    description: \${nothing}
    mapping: { interactionPlan: "", priority: 10001 }
    signature: { template: brand.html }
  b: { emailAddress: b@example.com, profile: nobody, mapping: { interactionPlan: P } }
  c: { emailAddress: B@example.com, mapping: { interactionPlan: P, priority: 2 } }
mappings:
  more: { inboxes: [d], interactionPlan: P }
`;
  expect(problemsOf(text, { folder }).map((line) => line.split(/: |, got/u)[0])).toEqual([
    "brand.html:1:7 error a known variable",
    "brand.html:2:4 error a known variable",
    'inboxes.yaml:3:18 error defaults.dataSources["fl(ow)"]',
    "inboxes.yaml:6:19 error inboxes.a.emailAddress",
    "inboxes.yaml:7:18 error inboxes.a.description",
    "inboxes.yaml:8:33 error inboxes.a.mapping.interactionPlan",
    "inboxes.yaml:8:47 error inboxes.a.mapping.priority",
    "inboxes.yaml:10:46 error inboxes.b.profile",
    "inboxes.yaml:13:21 error mappings.more.inboxes[0]",
  ]);
});

test("what many inboxes inherit is told once, where it stands, with their names", () => {
  const inboxes = ["a", "b", "c", "d", "e"].map((name) => `  ${name}: { emailAddress: ${name}@example.com }`);
  const text = `defaults: { mapping: { interactionPlan: P, priority: 0 } }\ninboxes:\n${inboxes.join("\n")}\n`;
  expect(problemsOf(text)).toEqual([
    "inboxes.yaml:1:54 error defaults.mapping.priority: whole number from 1 to 10000, got 0. Use 1 for the lowest. (inboxes a, b, c and 2 more)",
  ]);
});

test("an error in an overlay is told there", () => {
  const text = `
inboxes:
  a: { emailAddress: a@example.com, mapping: { interactionPlan: P } }
environments:
  prod:
    inboxes:
      a: { mapping: { priority: high } }
`;
  expect(problemsOf(text, { environment: "prod" })).toEqual([
    'inboxes.yaml:7:33 error environments.prod.inboxes.a.mapping.priority: whole number from 1 to 10000, got "high". Use 1 for the lowest.',
  ]);
});

describe("beside an unknown section", () => {
  const rest =
    "  a: { emailAddress: a@example.com, profile: care, mapping: { interactionPlan: P, priority: 0 } }\n";
  const places = (text: string) => resolveText(text).problems.map(({ line, path }) => `${line} ${path}`);

  test("all else is told as if its name were right, without errors for what only seems to be missing", () => {
    expect(places(`inboxs:\n${rest}profils: { care: { nmae: Care } }\n`)).toEqual([
      "1 inboxs",
      "2 inboxs.a.mapping.priority",
      "3 profils.care.nmae",
    ]);
    expect(places(`inbxes: {}\ninboxes:\n${rest}profiles: { care: {} }\n`)).toEqual([
      "1 inbxes",
      "3 inboxes.a.mapping.priority",
    ]);
  });

  test("in an environment, too", () => {
    const text = `profiles: { care: {} }\ninboxes:\n${rest}environments: { dev: { inboxs: { a: null } } }\n`;
    expect(resolveText(text, { environment: "dev" }).problems.map(({ path }) => path)).toEqual([
      "environments.dev.inboxs",
    ]);
  });

  test("that is like no known one, nothing else is told, as it might be what the rest needs", () => {
    expect(places(`queues:\n${rest}mappings: { m: { inboxes: [a], interactionPlan: P } }\n`)).toEqual([
      "1 queues",
    ]);
  });
});

describe("secrets aren't shown", () => {
  const SECRET = "hunter2-hunter2";

  test("a literal where a reference belongs", () => {
    const credential = `{ provider: google, method: serviceAccount, key: ${SECRET} }`;
    const [problem, ...others] = problemsOf(
      `inboxes:\n  a: { emailAddress: a@example.com, credential: ${credential}, ignore: { unmapped-address: x } }\n`,
    );
    expect(problem).toContain("inboxes.yaml:2:98 error inboxes.a.credential.key: a reference to a secret");
    expect(others).toEqual([]);
    expect(problem).not.toContain(SECRET);
  });

  test.each([
    "emailAddress: ${env:HUSH}",
    "emailAddress: a@example.com, serviceNameForReports: ${env:HUSH}",
    "emailAddress: a@example.com, mapping: ${env:HUSH}",
    "emailAddress: a@example.com, ignore: { unmapped-address: x }, profile: ${env:HUSH}",
    "emailAddress: a@example.com, ignore: { unmapped-address: x }, signature: { file: ${env:HUSH} }",
  ])("a value from the process's environment: %s", (properties) => {
    const problems = problemsOf(`inboxes:\n  a: { ${properties.replace(/\$\{[^}]*\}/u, '"$&"')} }\n`, {
      env: { HUSH: SECRET },
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain("got a value from ${env:HUSH}, which is not shown");
    expect(problems[0]).not.toContain(SECRET);
  });

  test("a secret of the stack's configuration", () => {
    const text = "variables: { word: '${config:word}' }\n";
    expect(problemsOf(text, { config: { word: { isSecret: true } } })).toEqual([
      "inboxes.yaml:1:20 error variables.word: a plain value of the stack's configuration, got config:word, which is a secret. Name it where a credential takes a reference, as config:word without ${…}.",
    ]);
  });
});

test("JSON has the same places, also with tabs", () => {
  const text = '{\n\t"$schema": "x",\n\t"inboxes": {\n\t\t"a": { "emailAddress": 5 }\n\t}\n}';
  expect(problemsOf(text)).toEqual([
    "inboxes.yaml:4:26 error inboxes.a.emailAddress: an email address such as support@example.com, got 5. Give the address of one mailbox, without a display name.",
  ]);
});

test("anchors may be used, and may not multiply without end", () => {
  const shared =
    "inboxes:\n  a: { emailAddress: a@example.com, dataSources: &all { flow: x }, ignore: &why { unmapped-address: x } }\n  b: { emailAddress: b@example.com, dataSources: *all, ignore: *why }\n";
  expect(problemsOf(shared)).toEqual([]);
  expect(resolveText(shared).fleet.inboxes?.["b"]?.dataSources).toEqual({ flow: "x" });
  const layers = Array.from(
    { length: 9 },
    (_, index) =>
      `  l${index + 1}: &l${index + 1} { ${"abcdefghij"
        .split("")
        .map((key) => `${key}: *l${index}`)
        .join(", ")} }`,
  );
  const bomb = `variables:\n  l0: &l0 { x: 1 }\n${layers.join("\n")}\n`;
  expect(problemsOf(bomb)).toEqual([
    expect.stringContaining("fewer and flatter values, got anchors that multiply. Write the values out."),
  ]);
});

test.each([
  { rule: "an inbox", text: "inboxes:\n  __proto__: { emailAddress: a@example.com }\n" },
  { rule: "a data source", text: "inboxes: { a: { dataSources:\n  { __proto__: x } } }\n" },
])("$rule, which names no entry in JavaScript, is refused by its name, and doesn't vanish", ({ text }) => {
  expect(problemsOf(text)).toEqual([
    expect.stringMatching(
      /^inboxes\.yaml:2:\d+ error inboxes.*: a key other than "__proto__", which names no entry here\. Rename it\.$/u,
    ),
  ]);
});

test("keys can be any other text, also that of prototypes", () => {
  const text =
    "inboxes:\n  a: { emailAddress: a@example.com, dataSources: { hasOwnProperty: x, constructor: y, 5: z }, ignore: { unmapped-address: x } }\n";
  expect(problemsOf(text)).toEqual([]);
  expect(Object.entries(resolveText(text).fleet.inboxes?.["a"]?.dataSources ?? {})).toEqual(
    expect.arrayContaining([
      ["5", "z"],
      ["constructor", "y"],
    ]),
  );
});

test("a profile may be called like an inbox that refers to one managed elsewhere", () => {
  const text =
    "profiles: { a: { name: Care } }\ninboxes:\n  a: { emailAddress: a@example.com, profile: { fromId: prf_1 } }\n";
  expect(resolveText(text).problems.filter(({ severity }) => severity === "error")).toEqual([]);
});

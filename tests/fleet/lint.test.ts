import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LINT_RULE_IDS, type LintRuleId } from "../../schema/fleet/lint-rule";
import { FINDINGS } from "../../schema/report/finding";
import { lintFleet } from "../../provider/fleet/lint/lint-fleet";
import { problemsOf, resolveText } from "../support/fleet-text";
import { REPOSITORY } from "../support/repository";
import { cpuMs, expectSoon } from "../support/cpu-time";

interface LintCase {
  readonly rule: LintRuleId;
  /** What the rule is about, and trips. */
  readonly trips: string;
  readonly problem: string;
  /** The one that is chosen. Default: none. */
  readonly environment?: string;
  /** The nearest thing that is right. */
  readonly passes: string;
}

const KEY = "provider: google, method: serviceAccount, key: env:KEY";

const CASES: readonly LintCase[] = [
  {
    rule: "duplicate-address",
    trips: `inboxes:
  a: { emailAddress: a@example.com, mapping: { interactionPlan: P } }
  b: { emailAddress: A@Example.com, mapping: { interactionPlan: P, priority: 1 } }
ignore: { shadowed-mapping: not the point }`,
    problem:
      'inboxes.yaml:3:22 error inboxes.b.emailAddress: an address in one inbox only, compared without case, got "A@Example.com", which inbox "a" has already. Remove one of the two, or give it another address. [duplicate-address]',
    passes: `inboxes:
  a: { emailAddress: a@example.com, mapping: { interactionPlan: P } }
  b: { emailAddress: b@example.com, mapping: { interactionPlan: P } }`,
  },
  {
    rule: "duplicate-name",
    trips: `inboxes:
  a: { emailAddress: a@example.com, name: Mail, profile: { name: Care }, mapping: { interactionPlan: P, name: Route } }
profiles: { care: { name: Care } }
mappings: { all: { inboxes: [a], interactionPlan: P, priority: 1, name: Route } }
ignore: { shadowed-mapping: not the point }`,
    problem:
      'inboxes.yaml:2:66 error inboxes.a.profile.name: a name that is unique among profiles, got "Care", which profiles.care has already. Change one, or leave it out to have it generated. [duplicate-name]',
    passes: `inboxes:
  a: { emailAddress: a@example.com, name: Same, profile: { name: Same }, mapping: { interactionPlan: P, name: Same } }
  b: { emailAddress: b@example.com, name: same, mapping: { interactionPlan: P, name: same } }`,
  },
  {
    rule: "tied-priority",
    trips: `inboxes:
  a: { emailAddress: a@example.com, mapping: { interactionPlan: P } }
mappings:
  vip: { inboxes: [a], interactionPlan: Q, priority: 5000 }`,
    problem:
      'inboxes.yaml:4:54 error mappings.vip.priority: a priority of its own among the mappings of an address, got 5000, which the mapping of inbox "a" has too for a@example.com: VCC would follow whichever was modified last. Give one of them another priority. [tied-priority]',
    passes: `inboxes:
  a: { emailAddress: a@example.com, mapping: { interactionPlan: P } }
  b: { emailAddress: b@example.com, mapping: { interactionPlan: Q } }`,
  },
  {
    rule: "shadowed-mapping",
    trips: `inboxes:
  a: { emailAddress: a@example.com, mapping: { interactionPlan: P, priority: 1 } }
  b: { emailAddress: b@example.com, mapping: { interactionPlan: P, priority: 9 } }
mappings:
  vip: { inboxes: [a, b], interactionPlan: Q, priority: 8 }`,
    problem:
      'inboxes.yaml:2:78 warning inboxes.a.mapping.priority: a priority that no other mapping of the address exceeds, got 1: mapping "vip" takes the mail for a@example.com with 8, so it never comes here. Raise this priority, or remove the address from one of the two. [shadowed-mapping]',
    passes: `inboxes:
  a: { emailAddress: a@example.com, mapping: { interactionPlan: P, priority: 1 } }
  b: { emailAddress: b@example.com, mapping: { interactionPlan: P, priority: 9 } }`,
  },
  {
    rule: "unmapped-address",
    trips: "inboxes:\n  a: { emailAddress: a@example.com }",
    problem:
      "inboxes.yaml:2:3 warning inboxes.a.mapping: a mapping that leads the mail of a@example.com to an interaction plan, got none: the mail reaches nobody. Add mapping: { interactionPlan: … }, or name the inbox in one of the mappings. [unmapped-address]",
    passes: `inboxes: { a: { emailAddress: a@example.com }, b: { emailAddress: b@example.com } }
mappings: { m: { inboxes: [a], addresses: [B@example.com], interactionPlan: P } }`,
  },
  {
    rule: "unmanaged-address",
    trips: "mappings:\n  m: { addresses: [x@example.com], interactionPlan: P }",
    problem:
      'inboxes.yaml:2:20 warning mappings.m.addresses[0]: an address that an inbox of this file has, got "x@example.com": where it is managed, nobody knows that it has to stay as long as this mapping names it. Add it to the inboxes, or ignore the rule with the reason. [unmanaged-address]',
    passes: `inboxes: { a: { emailAddress: a@example.com } }
mappings: { m: { addresses: [A@example.com], interactionPlan: P } }`,
  },
  {
    rule: "overridden-data-source",
    trips: `inboxes:
  a: { emailAddress: a@example.com, dataSources: { flow: x }, mapping: { interactionPlan: P, dataSources: { flow: y } } }`,
    problem:
      "inboxes.yaml:2:115 warning inboxes.a.mapping.dataSources.flow: a data-source key that the address doesn't set, got \"flow\": VCC keeps the address's value and never looks at the mapping's. Remove the key from one of the two. [overridden-data-source]",
    passes: `inboxes:
  a: { emailAddress: a@example.com, dataSources: { flow: x }, mapping: { interactionPlan: P, dataSources: { Flow: y } } }`,
  },
  {
    rule: "expiring-credential",
    trips: `inboxes:
  a:
    emailAddress: a@example.com
    credential: { provider: microsoft, method: clientSecret, tenantId: t, clientId: c, clientSecret: env:S }
    mapping: { interactionPlan: P }`,
    problem:
      "inboxes.yaml:4:48 warning inboxes.a.credential.method: a credential that lasts where VCC holds it, got clientSecret, which ends: VCC then stops routing the mail. Use certificate, whose end you set yourself. [expiring-credential]",
    passes: `inboxes:
  a: { emailAddress: a@example.com, credential: { ${KEY} }, mapping: { interactionPlan: P } }`,
  },
  {
    rule: "no-inboxes",
    trips: "inboxes: null",
    problem:
      "inboxes.yaml:1:1 warning inboxes: at least one inbox, got none: pulumi up deletes every inbox that this fleet has made. Add one, or take the null away that removes them; or ignore the rule with the reason. [no-inboxes]",
    passes: "profiles: { care: { name: Care } }",
  },
  {
    rule: "misspelt-entry",
    environment: "dev",
    trips: `defaults: { emailAddress: "\${inbox}@example.com", mapping: { interactionPlan: P } }
inboxes: { support: {} }
environments:
  dev: { inboxes: { suport: { description: Not the real one } } }`,
    problem:
      'inboxes.yaml:4:21 warning environments.dev.inboxes.suport: a name of the file\'s inboxes, or one unlike them, got "suport", which the file has in this environment only: it is an entry of its own. Did you mean inboxes.support? Correct it, or ignore the rule with the reason. [misspelt-entry]',
    passes: `defaults: { emailAddress: "\${inbox}@example.com", mapping: { interactionPlan: P } }
inboxes: { support: {}, sales-de: {}, team1: {} }
environments:
  dev: { inboxes: { support: { description: Not the real one }, sales-fr: {}, team2: {}, trial: {} } }`,
  },
];

test("every rule has a case, and a row with its severity in docs/fleet-file.md", () => {
  expect(CASES.map(({ rule }) => rule).sort()).toEqual([...LINT_RULE_IDS].sort());
  const text = readFileSync(join(REPOSITORY, "docs/fleet-file.md"), "utf8");
  const rows = [...text.matchAll(/^\| `([\w-]+)` +\| (error|warning) +\|/gmu)];
  expect(Object.fromEntries(rows.map(([, rule, severity]) => [rule, severity]))).toEqual(
    Object.fromEntries(
      ([...LINT_RULE_IDS, "waiver-ended"] as const).map((rule) => [rule, FINDINGS[rule].level]),
    ),
  );
});

describe.each(CASES)("$rule", ({ rule, environment, trips, problem, passes }) => {
  const chosen = environment === undefined ? {} : { environment };

  test("trips, with place, severity and remedy", () => {
    expect(problemsOf(trips, chosen)).toContain(problem);
    expect(resolveText(trips, chosen).problems.every((found) => found.rule === rule)).toBe(true);
  });

  test("passes what is right", () => {
    expect(problemsOf(passes, chosen)).toEqual([]);
  });

  test("can be switched off with a reason, which is kept", () => {
    const off = trips.includes("ignore:")
      ? trips.replace("ignore: {", `ignore: { ${rule}: "We know.",`)
      : `${trips}\nignore: { ${rule}: "We know." }`;
    const { problems, ignored } = resolveText(off, chosen);
    expect(problems).toEqual([]);
    expect(ignored.filter((found) => found.rule === rule)).toEqual(
      resolveText(trips, chosen).problems.map((found) => ({ ...found, reason: "We know.", until: null })),
    );
  });
});

describe("a rule is switched off for one entry", () => {
  test("by either of two that are at odds", () => {
    const tie = (a: string, vip: string) => `inboxes:
  a: { emailAddress: a@example.com, mapping: { interactionPlan: P }${a} }
mappings:
  vip: { inboxes: [a], interactionPlan: Q${vip} }`;
    const off = ", ignore: { tied-priority: Both lead to the same people. }";
    expect(problemsOf(tie("", ""))).toHaveLength(1);
    expect(problemsOf(tie(off, ""))).toEqual([]);
    expect(problemsOf(tie("", off))).toEqual([]);
  });

  test("and stays on for the others", () => {
    const text = `inboxes:
  a: { emailAddress: a@example.com, ignore: { unmapped-address: Read by a person. } }
  b: { emailAddress: b@example.com }`;
    expect(resolveText(text).problems.map(({ path }) => path)).toEqual(["inboxes.b.mapping"]);
  });

  test("by the defaults for all inboxes, unless one wants it", () => {
    const text = `defaults: { ignore: { unmapped-address: Not yet. } }
inboxes:
  a: { emailAddress: a@example.com }
  b: { emailAddress: b@example.com, ignore: { unmapped-address: null } }`;
    expect(resolveText(text).problems.map(({ path }) => path)).toEqual(["inboxes.b.mapping"]);
  });
});

describe("an entry of an environment that is nearly one of the file's", () => {
  const dev = { environment: "dev" };

  test.each([
    { section: "variables", base: "tier: gold", added: "teir: silver", meant: "variables.tier" },
    { section: "profiles", base: "care: { name: Care }", added: "caer: { name: C }", meant: "profiles.care" },
    {
      section: "mappings",
      base: "all-mail: { addresses: [a@example.com], interactionPlan: P }",
      added: "all-mial: { addresses: [b@example.com], interactionPlan: P }",
      meant: 'mappings["all-mail"]',
    },
  ])("is told among $section, too", ({ section, base, added, meant }) => {
    const text = `ignore: { unmanaged-address: x }
${section}: { ${base} }
environments: { dev: { ${section}: { ${added} } } }`;
    expect(problemsOf(text, dev)).toEqual([expect.stringContaining(`Did you mean ${meant}?`)]);
  });

  test("can be what is meant: the entry itself says so", () => {
    const text = `defaults: { emailAddress: "\${inbox}@example.com", mapping: { interactionPlan: P } }
inboxes: { sales: {} }
environments: { dev: { inboxes: { sale: { ignore: { misspelt-entry: Of the summer sale. } } } } }`;
    expect(problemsOf(text, dev)).toEqual([]);
  });

  test("says what was meant where it is incomplete by itself, or inherits what is wrong in it", () => {
    const text = `defaults: { mapping: { priority: 1 } }
inboxes: { sales: { emailAddress: sales@example.com, mapping: { interactionPlan: Sales } } }
environments: { dev: { inboxes: { slaes: { description: Not the real one } } } }`;
    const { problems } = resolveText(text, dev);
    const errors = problems.filter(({ severity }) => severity === "error");
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^the name or GUID of an interaction plan, got nothing\. .* Did you mean inboxes\.sales\?$/u,
      ),
      expect.stringMatching(/^an email address .*, got nothing\. .* Did you mean inboxes\.sales\?$/u),
    ]);
  });
});

describe("which of several mappings", () => {
  const inboxes = { a: { emailAddress: "a@example.com" }, b: { emailAddress: "b@example.com" } };
  const rules = (
    priorities: Readonly<Record<string, number | undefined>>,
    named: readonly string[] = ["a"],
  ) => {
    const mappings = Object.fromEntries(
      Object.entries(priorities).map(([name, priority]) => [
        name,
        { interactionPlan: "P", inboxes: [...named], priority },
      ]),
    );
    return lintFleet({ inboxes, mappings })
      .filter(({ rule }) => rule !== "unmapped-address")
      .map(({ rule, path }) => `${rule} ${path.join(".")}`);
  };

  test("5000 is what a mapping has that says nothing", () => {
    expect(rules({ one: undefined, other: 5000 })).toEqual(["tied-priority mappings.other.priority"]);
  });

  test("the lower one is shadowed, wherever it stands", () => {
    expect(rules({ low: 1, high: 2 })).toEqual(["shadowed-mapping mappings.low.priority"]);
    expect(rules({ high: 2, low: 1 })).toEqual(["shadowed-mapping mappings.low.priority"]);
  });

  test("two mappings that share many addresses are told once", () => {
    expect(rules({ one: 1, other: 1 }, ["a", "b"])).toHaveLength(1);
  });

  test("nothing is higher than 10000, so the remedy doesn't say so", () => {
    const mappings = {
      top: { interactionPlan: "P", inboxes: ["a"], priority: 10_000 },
      low: { interactionPlan: "P", inboxes: ["a"] },
    };
    const shadowed = lintFleet({ inboxes, mappings }).find(({ rule }) => rule === "shadowed-mapping");
    expect(shadowed?.message).toContain("so it never comes here. Remove the address from one of the two.");
  });
});

test("what is inherited is told once, with the inboxes that it concerns", () => {
  const text = `defaults:
  dataSources: { flow: x }
  credential: { provider: google, method: refreshToken, clientId: c, refreshToken: env:R }
  mapping: { interactionPlan: P, dataSources: { flow: y } }
inboxes:
  a: { emailAddress: a@example.com }
  b: { emailAddress: b@example.com }`;
  expect(problemsOf(text)).toEqual([
    expect.stringMatching(
      /^inboxes\.yaml:3:43 warning defaults\.credential\.method: .* Workspace\. \(inboxes a, b\) \[expiring-credential\]$/u,
    ),
    expect.stringMatching(
      /^inboxes\.yaml:4:55 warning defaults\.mapping\.dataSources\.flow: .* \(inboxes a, b\) \[overridden-data-source\]$/u,
    ),
  ]);
});

test("a rule that asks what is missing waits until every entry is right", () => {
  const text = `inboxes:
  a: { emailAddress: a@example.com }
mappings:
  m: { inboxes: [a], interactionPlan: P, priority: 0 }`;
  expect(problemsOf(text).map((line) => line.split(" ")[1])).toEqual(["error"]);
});

test("three mappings of one rank are told in two lines, each beside the one before it", () => {
  const mappings = Object.fromEntries(
    ["a", "b", "c"].map((name) => [name, { interactionPlan: "P", addresses: ["x@example.com"] }]),
  );
  const tied = lintFleet({ mappings }).filter(({ rule }) => rule === "tied-priority");
  expect(tied.map(({ entries }) => entries.map(({ name }) => name).join(" "))).toEqual(["b a", "c b"]);
});

test("an address is one in both spellings of its domain", () => {
  const text = `inboxes:
  a: { emailAddress: info@bücher.example, mapping: { interactionPlan: P } }
mappings:
  m: { addresses: [INFO@xn--bcher-kva.example], interactionPlan: Q }`;
  expect(resolveText(text).problems.map(({ rule }) => rule)).toEqual(["tied-priority"]);
});

test("20 mappings over 5,000 inboxes take time by the number of their addresses", () => {
  const names = Array.from({ length: 5_000 }, (_, index) => `inbox-${index}`);
  const inboxes = Object.fromEntries(names.map((name) => [name, { emailAddress: `${name}@example.com` }]));
  const mappings = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [
      `mapping-${index}`,
      { interactionPlan: "P", inboxes: names, priority: 1 + (index % 3) },
    ]),
  );
  const one = cpuMs(() => lintFleet({ inboxes, mappings: { one: mappings["mapping-0"] as never } }));
  expectSoon(500 + 60 * one, () => lintFleet({ inboxes, mappings }));
});

import { problemsOf, resolveText } from "../support/fleet-text";

/** The one inbox of the file, as it comes out. */
function inboxOf(text: string, environment?: string) {
  const { fleet, problems } = resolveText(text, environment === undefined ? {} : { environment });
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  return fleet.inboxes?.["a"];
}

/** `a` with defaults below it and an environment above it. */
function layers({ defaults = "{}", inbox = "{}", prod = "{}" }): string {
  return `
ignore: { unmapped-address: not the point }
defaults: ${defaults}
inboxes:
  a: ${inbox}
environments:
  prod: { inboxes: { a: ${prod} } }
  dev: {}
`;
}

const MAIL = "emailAddress: a@example.com";

describe("an environment over an inbox over the defaults", () => {
  test("the nearest value wins, maps are merged key by key, lists are replaced", () => {
    const testing = (senders: string) =>
      `mapping: { interactionPlan: P, testing: { interactionPlan: T, fromAddresses: ${senders} } }`;
    const text = layers({
      defaults: `{ description: default, dataSources: { flow: default, tier: default }, ${testing("[x@example.com, y@example.com]")} }`,
      inbox: `{ ${MAIL}, dataSources: { flow: own } }`,
      prod: `{ description: prod, ${testing("[z@example.com]")} }`,
    });
    expect(inboxOf(text, "prod")).toEqual({
      emailAddress: "a@example.com",
      description: "prod",
      dataSources: { flow: "own", tier: "default" },
      mapping: { interactionPlan: "P", testing: { interactionPlan: "T", fromAddresses: ["z@example.com"] } },
    });
    expect(inboxOf(text, "dev")).toMatchObject({
      description: "default",
      dataSources: { flow: "own", tier: "default" },
    });
  });

  test("what an inbox says comes before what the defaults of an environment say", () => {
    const text = `
ignore: { unmapped-address: not the point }
defaults: { description: default }
inboxes: { a: { ${MAIL}, description: own }, b: { emailAddress: b@example.com } }
environments: { prod: { defaults: { description: prod } } }
`;
    expect(inboxOf(text, "prod")).toMatchObject({ description: "own" });
    expect(resolveText(text, { environment: "prod" }).fleet.inboxes?.["b"]?.description).toBe("prod");
  });

  test("null takes away, also what the defaults would add", () => {
    const defaults =
      "{ description: default, dataSources: { flow: default, tier: default }, mapping: { interactionPlan: P } }";
    const inbox = `{ ${MAIL}, dataSources: { tier: null } }`;
    const text = layers({ defaults, inbox, prod: "{ description: null, mapping: null }" });
    expect(inboxOf(text, "prod")).toEqual({
      emailAddress: "a@example.com",
      dataSources: { flow: "default" },
    });
    expect(inboxOf(text, "dev")).toMatchObject({ mapping: { interactionPlan: "P" }, description: "default" });
  });

  test("null takes an inbox away, and an environment may have one of its own", () => {
    const text = `
ignore: { unmapped-address: not the point }
inboxes: { a: { ${MAIL} }, b: { emailAddress: b@example.com } }
environments: { dev: { inboxes: { a: null, c: { emailAddress: c@example.com } } }, prod: {} }
`;
    const names = (environment: string) =>
      Object.keys(resolveText(text, { environment }).fleet.inboxes ?? {});
    expect(names("dev")).toEqual(["b", "c"]);
    expect(names("prod")).toEqual(["a", "b"]);
  });

  test.each([
    { section: "inboxes", base: `care: { ${MAIL} }` },
    { section: "profiles", base: "care: { name: Care }" },
  ])(
    "null for what the $section don't have is an error, as something else was meant",
    ({ section, base }) => {
      const text = `${section}: { ${base} }\nenvironments: { dev: { ${section}: { caer: null } } }\n`;
      expect(problemsOf(text, { environment: "dev" })).toEqual([
        expect.stringMatching(
          new RegExp(
            `^inboxes.yaml:2:\\d+ error .*the name of one of the file's ${section}, to take it away, got "caer".*Did you mean "care"`,
            "u",
          ),
        ),
      ]);
    },
  );

  test("null takes a whole section away", () => {
    const text = `inboxes: { a: { ${MAIL} } }\nenvironments: { dev: { inboxes: null } }\n`;
    expect(resolveText(text, { environment: "dev" }).fleet).toEqual({ inboxes: {} });
    expect(problemsOf(text, { environment: "dev" })).toEqual([
      expect.stringMatching(/^inboxes\.yaml:2:24 warning environments\.dev\.inboxes: .* \[no-inboxes\]$/u),
    ]);
  });

  test("an environment without anything changes nothing", () => {
    const text = `inboxes: { a: { ${MAIL} } }\nenvironments:\n  dev:\n`;
    expect(Object.keys(resolveText(text, { environment: "dev" }).fleet.inboxes ?? {})).toEqual(["a"]);
  });
});

describe("where merging makes no sense, what is nearer starts afresh", () => {
  const google =
    "credential: { provider: google, method: serviceAccount, key: env:KEY, subject: x@example.com }";

  test.each([
    {
      rule: "a credential of another method",
      prod: "credential: { provider: microsoft, method: federated, tenantId: t, clientId: c, assertion: env:A }",
      expected: {
        provider: "microsoft",
        method: "federated",
        tenantId: "t",
        clientId: "c",
        assertion: "env:A",
      },
    },
    {
      rule: "a person who signs in",
      prod: "credential: { method: interactive }",
      expected: { method: "interactive" },
    },
    {
      rule: "another key of the same method changes that key only",
      prod: "credential: { key: env:OTHER }",
      expected: { provider: "google", method: "serviceAccount", key: "env:OTHER", subject: "x@example.com" },
    },
  ])("$rule", ({ prod, expected }) => {
    expect(
      inboxOf(layers({ inbox: `{ ${MAIL}, ${google} }`, prod: `{ ${prod} }` }), "prod")?.credential,
    ).toEqual(expected);
  });

  test("another source of a signature; variables stay for another template", () => {
    const defaults = "{ signature: { html: x } }";
    const text = layers({
      defaults,
      inbox: `{ ${MAIL}, signature: { html: y } }`,
      prod: "{ signature: { html: z } }",
    });
    expect(inboxOf(text, "prod")?.signature).toEqual({ html: "z" });
    const raw = layers({
      defaults: "{ signature: { template: t.html, variables: { a: b } } }",
      inbox: `{ ${MAIL}, signature: { html: y } }`,
    });
    expect(inboxOf(raw)?.signature).toEqual({ html: "y" });
    const other = layers({
      defaults: "{ signature: { template: t.html, variables: { a: b } } }",
      inbox: `{ ${MAIL}, signature: { template: u.html } }`,
    });
    expect(resolveText(other).fleet.inboxes?.["a"]?.signature).toEqual({
      template: "u.html",
      variables: { a: "b" },
    });
  });

  test("a signature is adopted wherever its HTML comes from", () => {
    const defaults = "{ signature: { template: t.html, variables: { a: b }, adopt: true } }";
    const text = layers({ defaults, inbox: `{ ${MAIL}, signature: { html: y } }` });
    expect(inboxOf(text)?.signature).toEqual({ html: "y", adopt: true });
  });

  test("a profile that is referred to, over one that is managed, and the other way round", () => {
    const text = `
profiles: { care: { name: Care, settings: { a: 1 } }, legacy: { fromId: prf_1 } }
environments: { prod: { profiles: { care: { fromName: Care }, legacy: { name: Legacy } } } }
`;
    expect(resolveText(text, { environment: "prod" }).fleet.profiles).toEqual({
      care: { fromName: "Care" },
      legacy: { name: "Legacy" },
    });
    expect(problemsOf(text, { environment: "prod" })).toEqual([]);
  });
});

test("a file without environments is the same in all", () => {
  const text = `ignore: { unmapped-address: x }\ninboxes: { a: { ${MAIL}, description: "in \${environment}" } }\n`;
  expect(inboxOf(text, "dev")?.description).toBe("in dev");
  expect(inboxOf(text, "prod")?.description).toBe("in prod");
});

import * as pulumi from "@pulumi/pulumi";
import {
  EmailAddress,
  EmailProfile,
  Inbox,
  type InboxProps,
  ProblemsError,
  SignatureTemplate,
} from "../../provider/index";
import { find, runMocked } from "../support/mocked-program";
import { newFolder } from "../support/folders";

const MAIL = { emailAddress: "support@example.com" };
const WHOLE: InboxProps = {
  ...MAIL,
  name: "Support",
  description: "First line",
  serviceNameForReports: "interactionPlanName",
  dataSources: { flow: "support" },
  credential: { provider: "google", method: "serviceAccount", key: "env:KEY" },
  profile: { name: "Care", settings: { maxOpenEmails: 3 } },
  signature: "<p>Regards</p>",
  mapping: {
    interactionPlan: "Customer support",
    priority: 7,
    testing: { interactionPlan: "T", fromAddresses: ["qa@example.com"] },
  },
};

/** Kinds, names and parents, in a fixed order. */
function outline(run: Awaited<ReturnType<typeof runMocked>>): string[] {
  return run.resources.map(({ kind, name, parent }) => `${kind} ${name} < ${parent}`).sort();
}

test("an inbox is its address, with profile, signature and mapping where they are given", async () => {
  const run = await runMocked(() => new Inbox("support", WHOLE));
  expect(outline(run)).toEqual([
    "EmailAddress support < Inbox support",
    "EmailProfile support < Inbox support",
    "EmailSignature support < Inbox support",
    "Inbox support < ",
    "InteractionPlanMapping support < Inbox support",
  ]);
  const { profile, signature, mapping, ...address } = WHOLE;
  expect(find(run, "EmailAddress", "support").inputs).toEqual({ ...address, profileId: "support-id" });
  expect(find(run, "EmailProfile", "support").inputs).toEqual(profile);
  expect(find(run, "EmailSignature", "support").inputs).toEqual({ addressId: "support-id", html: signature });
  expect(find(run, "InteractionPlanMapping", "support").inputs).toEqual({
    ...mapping,
    addresses: [MAIL.emailAddress],
  });
});

test.each([
  { rule: "true", adopt: true, parts: [true, true] },
  {
    rule: "true as an output, which a program may have from its configuration",
    adopt: pulumi.output(true),
    parts: [true, true],
  },
  { rule: "false", adopt: false, parts: [undefined, undefined] },
  { rule: "an id, which is that of the address alone", adopt: "adr_1", parts: [undefined, undefined] },
])("adopt goes to signature and mapping, too: $rule", async ({ adopt, parts }) => {
  const run = await runMocked(() => new Inbox("support", { ...WHOLE, adopt }));
  const kinds = ["EmailSignature", "InteractionPlanMapping"];
  expect(kinds.map((kind) => find(run, kind, "support").inputs["adopt"])).toEqual(parts);
});

test("an address alone is an inbox too", async () => {
  expect(outline(await runMocked(() => new Inbox("support", MAIL)))).toEqual([
    "EmailAddress support < Inbox support",
    "Inbox support < ",
  ]);
});

test("each part waits for what VCC needs before it, so deletion goes the other way round", async () => {
  const run = await runMocked(() => new Inbox("support", WHOLE));
  expect(find(run, "EmailAddress", "support").dependencies).toEqual(["EmailProfile support"]);
  expect(find(run, "EmailSignature", "support").dependencies).toEqual(["EmailAddress support"]);
  expect(find(run, "InteractionPlanMapping", "support").dependencies).toEqual(["EmailAddress support"]);
  expect(run.warnings).toEqual([]);
});

describe("a profile", () => {
  const profileIdOf = async (profile: (shared: EmailProfile) => NonNullable<InboxProps["profile"]>) => {
    const run = await runMocked(
      () => new Inbox("support", { ...MAIL, profile: profile(new EmailProfile("care", {})) }),
    );
    return find(run, "EmailAddress", "support").inputs["profileId"];
  };

  test("can be shared", async () => expect(await profileIdOf((care) => care)).toBe("care-id"));
  test("can be one that exists, by id", async () =>
    expect(await profileIdOf(() => ({ id: "prf_1" }))).toBe("prf_1"));
  test("can be one that exists, by name", async () =>
    expect(await profileIdOf(() => "Customer care")).toBe("name:Customer care"));
});

describe("mappings", () => {
  test("can be added; each further one has an id in its name", async () => {
    const run = await runMocked(() => {
      const inbox = new Inbox("support", { ...MAIL, mapping: { interactionPlan: "P" } });
      inbox.addMapping("Vip", {
        id: "vip",
        priority: 9000,
        testing: { interactionPlan: "T", fromAddresses: ["qa@example.com"] },
      });
      expect(inbox.mappings).toHaveLength(2);
    });
    expect(find(run, "InteractionPlanMapping", "support-vip").inputs).toEqual({
      interactionPlan: "Vip",
      priority: 9000,
      testing: { interactionPlan: "T", fromAddresses: ["qa@example.com"] },
      addresses: [MAIL.emailAddress],
    });
  });

  test("have the same names in whatever order they are added", async () => {
    const names = async (...ids: (string | undefined)[]) => {
      const run = await runMocked(() => {
        const inbox = new Inbox("support", MAIL);
        ids.forEach((id) => inbox.addMapping("P", id === undefined ? {} : { id }));
      });
      return outline(run);
    };
    expect(await names(undefined, "vip")).toEqual(await names("vip", undefined));
  });

  test("a second one with the same name is refused", async () => {
    await runMocked(() => {
      const inbox = new Inbox("support", { ...MAIL, mapping: { interactionPlan: "P" } });
      expect(() => inbox.addMapping("Q")).toThrow(
        'Inbox "support": one mapping named "support", got a second one. Give each further one an id of its own, as in addMapping(plan, { id: "vip" }).',
      );
    });
  });
});

describe("signatures", () => {
  const folder = newFolder({ "brand.html": "<p>{{ team }}, {{ emailAddress }}, {{ inbox }}</p>" });
  const htmlOf = async (signature: () => NonNullable<InboxProps["signature"]>) => {
    const run = await runMocked(() => new Inbox("support", { ...MAIL, signature: signature() }));
    return find(run, "EmailSignature", "support").inputs;
  };
  const brand = () => SignatureTemplate.fromFile("brand.html", { folder });

  test.each([
    { form: "HTML", signature: () => "<p>{{ raw }}</p>", html: "<p>{{ raw }}</p>" },
    { form: "HTML that is an output", signature: () => pulumi.output("<p>later</p>"), html: "<p>later</p>" },
    { form: "HTML with options", signature: () => ({ html: "x", adopt: "adr_1" }), html: "x" },
    {
      form: "a template",
      signature: () => brand().with({ team: "A&B" }),
      html: "<p>A&amp;B, support@example.com, support</p>",
    },
    {
      form: "a template with variables",
      signature: () => ({ template: brand(), variables: { team: "C" } }),
      html: "<p>C, support@example.com, support</p>",
    },
    {
      form: "variables that are outputs",
      signature: () => ({ template: brand(), variables: { team: pulumi.output("<") } }),
      html: "<p>&lt;, support@example.com, support</p>",
    },
  ])("from $form", async ({ signature, html }) => {
    expect((await htmlOf(signature))["html"]).toBe(html);
  });

  test("a mistake in a template stops the program before the signature is registered, without a stack", async () => {
    await runMocked(() => {
      const make = (): Inbox => new Inbox("support", { ...MAIL, signature: brand() });
      expect(make).toThrow(ProblemsError);
      expect(make).toThrow(/^brand\.html:1:7 error a known variable, got "team"/u);
      expect(pulumi.RunError.isInstance(new ProblemsError([]))).toBe(true);
    });
  });

  test("there is one for each address", async () => {
    await runMocked(() => {
      const inbox = new Inbox("support", { ...MAIL, signature: "a" });
      expect(inbox.signature).toBeDefined();
      expect(() => inbox.addSignature("b")).toThrow(
        'Inbox "support": one signature, got a second one. Change the first one instead.',
      );
    });
  });
});

describe("what exists can be referred to", () => {
  test("an address that is managed elsewhere, by id", async () => {
    const run = await runMocked(() => Inbox.fromAddressId("support", "adr_1").addMapping("P"));
    expect(find(run, "EmailAddress", "support").id).toBe("adr_1");
    expect(find(run, "InteractionPlanMapping", "support").parent).toBe("Inbox support");
  });

  test("an address of this program", async () => {
    const run = await runMocked(() => {
      const inbox = Inbox.fromAddress("support", new EmailAddress("mail", MAIL));
      inbox.addSignature("<p>x</p>");
      inbox.addMapping("P");
    });
    expect(outline(run)).toEqual([
      "EmailAddress mail < ",
      "EmailSignature support < Inbox support",
      "Inbox support < ",
      "InteractionPlanMapping support < Inbox support",
    ]);
    expect(find(run, "EmailSignature", "support").inputs["addressId"]).toBe("mail-id");
    expect(find(run, "InteractionPlanMapping", "support").dependencies).toEqual(["EmailAddress mail"]);
  });
});

describe("resources that were there before are moved", () => {
  const PARTS = ["EmailAddress", "EmailProfile", "EmailSignature", "InteractionPlanMapping"];

  test("from the top of the program, where they had the inbox's name", async () => {
    const run = await runMocked(() => new Inbox("support", WHOLE));
    for (const part of PARTS) expect(find(run, part, "support").aliases).toEqual(["root support"]);
    expect(find(run, "Inbox", "support").aliases).toEqual([]);
  });

  test("where they had other names, one for all", async () => {
    const run = await runMocked(() => new Inbox("support", { ...WHOLE, formerNames: "old" }));
    for (const part of PARTS) expect(find(run, part, "support").aliases).toEqual(["root old", "here old"]);
    expect(find(run, "Inbox", "support").aliases).toEqual(["here old"]);
  });

  test("or one each", async () => {
    const formerNames = { address: "mail", mapping: "routing" };
    const run = await runMocked(() => new Inbox("support", { ...WHOLE, formerNames }));
    expect(find(run, "EmailAddress", "support").aliases).toEqual(["root mail", "here mail"]);
    expect(find(run, "InteractionPlanMapping", "support").aliases).toEqual(["root routing", "here routing"]);
    expect(find(run, "EmailSignature", "support").aliases).toEqual(["root support"]);
  });

  test("by the aliases of the inbox, which may be found already while they aren't", async () => {
    const run = await runMocked(() => {
      const inbox = new Inbox("support", WHOLE, { aliases: [{ name: "old" }] });
      inbox.addMapping("P", { id: "vip" });
    });
    for (const part of PARTS) expect(find(run, part, "support").aliases).toContain("here old");
    expect(find(run, "InteractionPlanMapping", "support-vip").aliases).toContain("here old-vip");
  });

  test("by the aliases of a component of the program's own", async () => {
    const run = await runMocked(() => {
      const aliases = [{ type: "shop:index:Group" }];
      const parent = new pulumi.ComponentResource("shop:index:Team", "team", {}, { aliases });
      new Inbox("support", MAIL, { parent });
    });
    expect(find(run, "Inbox", "support").aliases).toContain("Group support");
    expect(find(run, "EmailAddress", "support").aliases).toContain("Group$Inbox support");
  });

  test("an inbox from the top of the program into a component", async () => {
    const run = await runMocked(() => {
      const parent = new pulumi.ComponentResource("shop:index:Team", "team");
      new Inbox("support", MAIL, { parent });
    });
    expect(find(run, "Inbox", "support").aliases).toEqual(["root support"]);
  });

  test("a further mapping by its own name or a former one", async () => {
    const run = await runMocked(() => {
      const inbox = new Inbox("support", { ...MAIL, formerNames: "old" });
      inbox.addMapping("P", { id: "vip" });
      inbox.addMapping("Q", { id: "night", formerName: "nights" });
    });
    expect(find(run, "InteractionPlanMapping", "support-vip").aliases).toEqual([
      "root support-vip",
      "here old-vip",
    ]);
    expect(find(run, "InteractionPlanMapping", "support-night").aliases).toEqual([
      "root nights",
      "here nights",
      "here old-night",
    ]);
  });
});

test("protection holds for all parts", async () => {
  const run = await runMocked(() => new Inbox("support", WHOLE, { protect: true, retainOnDelete: true }));
  for (const { protect, retainOnDelete } of run.resources)
    expect([protect, retainOnDelete]).toEqual([true, true]);
  const without = await runMocked(() => new Inbox("support", WHOLE));
  for (const { protect, retainOnDelete } of without.resources)
    expect([protect, retainOnDelete]).toEqual([false, false]);
});

test("an inbox without a profile has no output for one, as Pulumi would show it as unknown for ever", async () => {
  const { profile: _profile, ...rest } = WHOLE;
  const { outputs } = await runMocked(() => new Inbox("support", rest).outputs);
  expect(Object.keys(outputs as object)).not.toContain("profileId");
});

test("outputs are what other stacks need", async () => {
  const { outputs } = await runMocked(() => new Inbox("support", WHOLE).outputs);
  expect(outputs).toEqual({
    addressId: "support-id",
    emailAddress: "support@example.com",
    name: "Support",
    status: "Active",
    profileId: "support-id",
    mappingIds: { support: "support-id" },
  });
});

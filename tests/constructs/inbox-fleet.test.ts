import { join } from "node:path";
import { InboxFleet, ProblemsError } from "../../provider/index";
import { find, runMocked } from "../support/mocked-program";
import { newFolder } from "../support/folders";

const FILE = `
variables: { domain: "\${config:domain}", rank: 6000 }
defaults:
  emailAddress: \${inbox}@\${domain}
  profile: care
  signature: { template: brand.html }
profiles:
  care: { name: Care, protect: true, formerNames: shared }
  legacy: { fromId: prf_9 }
  named: { fromName: Old care }
inboxes:
  support: { mapping: { interactionPlan: Customer support, priority: "\${rank}" }, protect: true, keepInVcc: true }
  sales: { profile: legacy, signature: null, formerNames: { inbox: trade, address: trade-mail } }
  legal: { profile: named, signature: null }
  own: { profile: { description: Own }, signature: { html: x, adopt: adr_9 }, adopt: adr_9 }
mappings:
  all: { inboxes: [sales], addresses: [LEGAL@example.com, other@example.com], interactionPlan: All, keepInVcc: true }
ignore: { unmapped-address: not the point }
environments:
  dev: {}
  prod: { inboxes: { sales: null }, mappings: { all: null } }
`;

const folder = newFolder({ "inboxes.yaml": FILE, "brand.html": "<p>{{ inbox }} at {{ domain }}</p>" });
const config = { "shop:domain": "example.com" };
const load = (environment = "dev") => InboxFleet.fromFile(join(folder, "inboxes.yaml"), { environment });

test("a fleet is its profiles, inboxes and mappings, each below its component", async () => {
  const { resources } = await runMocked(() => load(), { config });
  expect(resources.map(({ kind, name, parent }) => `${kind} ${name} < ${parent}`).sort()).toEqual([
    "EmailAddress legal < Inbox legal",
    "EmailAddress own < Inbox own",
    "EmailAddress sales < Inbox sales",
    "EmailAddress support < Inbox support",
    "EmailProfile care < InboxFleet inboxes",
    "EmailProfile own < Inbox own",
    "EmailSignature own < Inbox own",
    "EmailSignature support < Inbox support",
    "Inbox legal < InboxFleet inboxes",
    "Inbox own < InboxFleet inboxes",
    "Inbox sales < InboxFleet inboxes",
    "Inbox support < InboxFleet inboxes",
    "InboxFleet inboxes < ",
    "InteractionPlanMapping all < InboxFleet inboxes",
    "InteractionPlanMapping support < Inbox support",
  ]);
});

test("the resources have what the file says", async () => {
  const run = await runMocked(() => load(), { config });
  expect(find(run, "EmailAddress", "support").inputs).toEqual({
    emailAddress: "support@example.com",
    profileId: "care-id",
  });
  expect(find(run, "EmailAddress", "sales").inputs["profileId"]).toBe("prf_9");
  expect(find(run, "EmailAddress", "legal").inputs["profileId"]).toBe("name:Old care");
  expect(find(run, "EmailAddress", "own").inputs).toEqual({
    emailAddress: "own@example.com",
    profileId: "own-id",
    adopt: "adr_9",
  });
  expect(find(run, "EmailProfile", "care").inputs).toEqual({ name: "Care" });
  expect(find(run, "EmailSignature", "support").inputs["html"]).toBe("<p>support at example.com</p>");
  expect(find(run, "EmailSignature", "own").inputs).toEqual({
    addressId: "own-id",
    html: "x",
    adopt: "adr_9",
  });
  expect(find(run, "InteractionPlanMapping", "support").inputs).toEqual({
    interactionPlan: "Customer support",
    priority: 6000,
    addresses: ["support@example.com"],
  });
});

test("a mapping waits for every inbox of the file that it names, also by its address", async () => {
  const run = await runMocked(() => load(), { config });
  const mapping = find(run, "InteractionPlanMapping", "all");
  expect(mapping.inputs["addresses"]).toEqual([
    "sales@example.com",
    "legal@example.com",
    "other@example.com",
  ]);
  expect([...mapping.dependencies].sort()).toEqual(["EmailAddress legal", "EmailAddress sales"]);
});

test("protection is the entry's", async () => {
  const run = await runMocked(() => load(), { config });
  const protection = (kind: string, name: string) => {
    const { protect, retainOnDelete } = find(run, kind, name);
    return { protect, retainOnDelete };
  };
  expect(protection("EmailAddress", "support")).toEqual({ protect: true, retainOnDelete: true });
  expect(protection("InteractionPlanMapping", "support")).toEqual({ protect: true, retainOnDelete: true });
  expect(protection("EmailAddress", "sales")).toEqual({ protect: false, retainOnDelete: false });
  expect(protection("EmailProfile", "care")).toEqual({ protect: true, retainOnDelete: false });
  expect(protection("InteractionPlanMapping", "all")).toEqual({ protect: false, retainOnDelete: true });
});

test("resources and inboxes that stood at the top of the program are moved", async () => {
  const run = await runMocked(() => load(), { config });
  expect(find(run, "Inbox", "support").aliases).toEqual(["root support"]);
  expect(find(run, "EmailAddress", "support").aliases).toEqual(["root support", "Inbox support"]);
  expect(find(run, "Inbox", "sales").aliases).toEqual(["root trade", "here trade"]);
  expect(find(run, "EmailAddress", "sales").aliases).toEqual(
    expect.arrayContaining(["root trade-mail", "here trade-mail"]),
  );
  expect(find(run, "EmailProfile", "care").aliases).toEqual(["root shared", "here shared"]);
  expect(find(run, "InteractionPlanMapping", "all").aliases).toEqual(["root all"]);
});

test("warnings are shown, and an address that isn't managed is spoken of once", async () => {
  const { warnings } = await runMocked(() => load(), { config });
  expect(warnings).toEqual([
    expect.stringMatching(
      /inboxes\.yaml:17:\d+ warning mappings\.all\.addresses\[1\]: .* \[unmanaged-address\]$/u,
    ),
  ]);
});

test("an environment takes away what it takes away", async () => {
  const { resources } = await runMocked(() => void load("prod"), { config });
  expect(resources.filter(({ name }) => ["sales", "all"].includes(name))).toEqual([]);
});

test("inboxes, profiles, mappings and outputs can be asked for by name", async () => {
  const { outputs } = await runMocked(
    () => {
      const fleet = load();
      expect(Object.keys(fleet.inboxes)).toEqual(["support", "sales", "legal", "own"]);
      expect(Object.keys(fleet.profiles)).toEqual(["care"]);
      expect(Object.keys(fleet.mappings)).toEqual(["all"]);
      expect(fleet.profile("care")).toBe(fleet.profiles["care"]);
      fleet.inbox("sales").addMapping("Sales", { id: "more" });
      expect(() => fleet.inbox("salse")).toThrow(
        'inbox: one of the fleet, got "salse". Known are support, sales, legal, own.',
      );
      return fleet.outputs;
    },
    { config },
  );
  expect(outputs).toMatchObject({
    support: { addressId: "support-id", mappingIds: { support: "support-id" } },
  });
});

describe("mistakes stop the program before anything is registered", () => {
  test("all at once, with their places", async () => {
    const { resources } = await runMocked(() => {
      expect(() => load("staging")).toThrow(ProblemsError);
      expect(() => load()).toThrow(
        /inboxes\.yaml:2:\d+ error variables\.domain: .* got config:domain, which isn't set\./u,
      );
    });
    expect(resources).toEqual([]);
  });

  test("a secret of the stack isn't put into the file", async () => {
    const program = () => {
      expect(() => load()).toThrow("got config:domain, which is a secret");
    };
    await runMocked(program, {
      config,
      secretKeys: ["shop:domain"],
    });
  });

  test("a file that isn't there", async () => {
    await runMocked(() => {
      expect(() => InboxFleet.fromFile("nowhere.yaml", { environment: "dev" })).toThrow(
        /^nowhere\.yaml:1:1 error a fleet file that can be read, got "nowhere\.yaml", which doesn't exist\./u,
      );
    });
  });
});

describe("several fleets in one program", () => {
  const several = newFolder({
    "a.yaml": "inboxes:\n  support: { emailAddress: support@example.com, mapping: { interactionPlan: P } }\n",
    "b.yaml": "inboxes:\n  support: { emailAddress: other@example.com, mapping: { interactionPlan: P } }\n",
    "c.yaml":
      "inboxes:\n  help: { emailAddress: SUPPORT@example.com, mapping: { interactionPlan: P, priority: 1 } }\n",
    "d.yaml": "inboxes:\n  sales: { emailAddress: sales@example.com, mapping: { interactionPlan: P } }\n",
    "sub/a.yaml": "inboxes:\n  legal: { emailAddress: legal@example.com, mapping: { interactionPlan: P } }\n",
  });
  const both = (...files: string[]) =>
    runMocked(() => {
      for (const file of files) InboxFleet.fromFile(join(several, file), { environment: "dev" });
    });

  /** What the last of them is refused for; the others are registered, as in a program that goes on. */
  const refusalOf = async (first: string, second: string): Promise<string> => {
    let refusal = "";
    await runMocked(() => {
      InboxFleet.fromFile(join(several, first), { environment: "dev" });
      try {
        InboxFleet.fromFile(join(several, second), { environment: "dev" });
      } catch (error) {
        refusal = (error as Error).message;
      }
    });
    return refusal;
  };

  test("are made side by side where they are at peace", async () => {
    const { resources } = await both("a.yaml", "d.yaml");
    expect(resources.filter(({ kind }) => kind === "Inbox").map(({ name }) => name)).toEqual([
      "support",
      "sales",
    ]);
  });

  test("can't share the name of an entry: both places are told, and Pulumi never sees it", async () => {
    expect(await refusalOf("a.yaml", "b.yaml")).toMatch(
      /b\.yaml:2:3 error inboxes\.support: a name that no other fleet of the program has among its inboxes, got "support", which \S+a\.yaml:2:3 has\. Rename one of them; where it is applied already, with formerNames: support\.$/u,
    );
  });

  test("can't share an address, nor a priority over it", async () => {
    expect(await refusalOf("a.yaml", "c.yaml")).toMatch(
      /c\.yaml:2:25 error inboxes\.help\.emailAddress: an address in one inbox only.* The other one: inboxes\.support in \S+a\.yaml:2:3\. \[duplicate-address\]/u,
    );
  });

  test("need names of their own as components", async () => {
    expect(await refusalOf("a.yaml", "sub/a.yaml")).toMatch(
      /^InboxFleet "a": a name of its own in the program, got that of the fleet in \S+a\.yaml\. Give one of them another, as in InboxFleet\.fromFile\(file, \{ environment, name \}\)\.$/u,
    );
  });

  test("of another run don't count", async () => {
    await both("a.yaml");
    await both("b.yaml");
  });
});

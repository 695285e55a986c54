import type { Bag } from "../../provider/lifecycle/lifecycle";
import { ConflictError } from "../../provider/errors";
import { KINDS } from "../support/kinds";
import { CheckError, ManagedResource } from "../support/managed-resource";
import { useEngineDouble } from "../support/engine-double";
import { MAILBOX, SERVICE_ACCOUNT } from "../support/identities";
import { addressId, planId, prepareAddress } from "../support/account-objects";

const engine = useEngineDouble();

/** Somebody's object that the program's collides with, and how it is told. */
interface Collision {
  readonly kind: (typeof KINDS)[number]["kind"];
  /** Makes somebody's object; answers its id. */
  readonly make: () => string;
  readonly told: (id: string) => string;
  /** What the program says besides. */
  readonly stated?: Bag;
  /** What adopting it writes. */
  readonly adopting: readonly string[];
}

const COLLISIONS: readonly Collision[] = [
  {
    kind: "EmailProfile",
    make: () => {
      engine.simulator.create("profile", { name: "Care", description: "by hand" });
      return engine.simulator.state().profiles[0]?.id ?? "";
    },
    told: (id) => `The email profile "Care" exists already, with the id "${id}".`,
    stated: { description: "Ours" },
    adopting: ['PATCH profile {"description":"Ours"}'],
  },
  {
    kind: "EmailAddress",
    make: () => {
      engine.simulator.create("address", { emailAddress: "SUPPORT@example.com", name: "By hand" });
      return addressId(engine.simulator.state());
    },
    told: (id) =>
      `The email address SUPPORT@example.com, named "By hand", exists already, with the id "${id}".`,
    adopting: ['PATCH address {"name":"Support"}', "PUT sign-in"],
  },
  {
    kind: "EmailSignature",
    make: () => {
      engine.simulator.create("signature", { emailAddress: MAILBOX, html: "<p>By hand</p>" });
      return addressId(engine.simulator.state());
    },
    told: (id) => `The address "${id}" has a signature already.`,
    adopting: ['PUT signature {"html":"<p>Support</p>"}'],
  },
  {
    kind: "InteractionPlanMapping",
    make: () => {
      engine.simulator.create("mapping", {
        mappingName: "Routing",
        mappingDescription: "",
        interactionPlanId: planId(engine.simulator, "Sales"),
        toAddresses: [MAILBOX],
      });
      return engine.simulator.state().mappings[0]?.mappingId ?? "";
    },
    told: (id) => `The interaction-plan mapping "Routing" exists already, with the id "${id}".`,
    adopting: ['PATCH mapping {"interactionPlanId":"<Customer support>"}'],
  },
];

const rowOf = (kind: string) => {
  const row = KINDS.find((candidate) => candidate.kind === kind);
  if (row === undefined) throw new Error(`no row for ${kind}`);
  return row;
};

describe.each(COLLISIONS)("$kind, which somebody made before", ({ kind, make, told, stated, adopting }) => {
  test("is not taken: the error names it and how to adopt it, and nothing was written", async () => {
    const args = { ...rowOf(kind).prepare(engine.simulator), ...stated };
    const id = make();
    const before = engine.simulator.state();
    const creating = new ManagedResource(engine, kind).up(args);
    await expect(creating).rejects.toThrow(ConflictError);
    await expect(creating).rejects.toThrow(told(id));
    await expect(creating).rejects.toThrow(`adopt: "${id}"`);
    expect(engine.simulator.state()).toEqual(before);
  });

  test("is adopted with its id, by the writes that bring it in line", async () => {
    const args = { ...rowOf(kind).prepare(engine.simulator), ...stated };
    const id = make();
    const resource = new ManagedResource(engine, kind);
    await resource.up({ ...args, adopt: id });
    expect(engine.writes().map((write) => write.replace(/^(PUT sign-in) .*$/u, "$1"))).toEqual(adopting);
    // A preview shows a create alone.
    expect(engine.said.join()).toContain("is taken over, and changed to what the program says: ");
    expect(resource.id).toBe(id);
  });

  test("is adopted once: keeping or removing adopt afterwards changes nothing", async () => {
    const args = { ...rowOf(kind).prepare(engine.simulator), ...stated };
    const resource = new ManagedResource(engine, kind);
    const adopt = make();
    await resource.up({ ...args, adopt });
    engine.newRun();
    engine.calls();
    expect(await resource.up({ ...args, adopt })).toBe("same");
    expect(await resource.up(args)).toBe("same");
    await resource.refresh();
    expect(resource.preview(args)).toBe("same");
    expect(engine.writes()).toEqual([]);
  });
});

describe("adopt means nothing once the resource exists", () => {
  test("so a replacement makes a new object, whether it says true or the id of the old one", async () => {
    engine.simulator.create("address", { emailAddress: MAILBOX, name: "By hand" });
    const id = addressId(engine.simulator.state());
    for (const adopt of [true, id]) {
      engine.newRun();
      const resource = new ManagedResource(engine, "EmailAddress", `support-${String(adopt)}`);
      const args = { emailAddress: MAILBOX, credential: SERVICE_ACCOUNT, adopt };
      await resource.up(args);
      expect([resource.id, resource.state["name"]]).toEqual([id, "By hand"]);
      engine.newRun();
      const moved = { ...args, emailAddress: `${String(adopt)}@example.com`.toLowerCase() };
      expect(resource.preview(moved)).toBe("replace");
    }
  });

  test("a name that an adopted object keeps is drift when somebody changes it, and is repaired", async () => {
    engine.simulator.create("address", { emailAddress: MAILBOX, name: "By hand" });
    const resource = new ManagedResource(engine, "EmailAddress");
    const args = { emailAddress: MAILBOX, credential: SERVICE_ACCOUNT };
    await resource.up({ ...args, adopt: true });
    engine.newRun();
    engine.simulator.edit("address", "By hand", { name: "Renamed" });
    await resource.refresh();
    engine.calls();
    expect(await resource.up(args)).toBe("update");
    expect(engine.writes()).toEqual(['PATCH address {"name":"By hand"}']);
  });

  test("a profile is found by a name that the program gives, and by no other", () => {
    const preview = () => new ManagedResource(engine, "EmailProfile").preview({ adopt: true });
    expect(preview).toThrow("adopt: true for the profile of a name that the program gives, got no name.");
  });
});

describe("a replacement", () => {
  const address = (name: string | undefined) => ({
    ...(name === undefined ? {} : { name }),
    credential: SERVICE_ACCOUNT,
  });

  test.each([
    { rule: "with a generated name is made before the old address goes", name: undefined, dbr: false },
    { rule: "with a fixed name is made after the old address went", name: "Support", dbr: true },
  ])("$rule", async ({ name, dbr }) => {
    const resource = new ManagedResource(engine, "EmailAddress");
    await resource.up({ emailAddress: MAILBOX, ...address(name) });
    const { id = "", state } = resource;
    engine.newRun();
    engine.calls();
    const args = { emailAddress: "help@example.com", ...address(name) };
    expect(engine.lifecycle("EmailAddress").diff(id, state, resource.check(args))).toMatchObject({
      replaces: ["emailAddress"],
      deleteBeforeReplace: dbr,
    });
    expect(await resource.up(args)).toBe("replace");
    const makes = ["POST address", "PUT sign-in"];
    expect(engine.calls()).toEqual(dbr ? ["DELETE address", ...makes] : [...makes, "DELETE address"]);
  });

  test("of a signature follows its address", async () => {
    const addressOfOld = prepareAddress(engine.simulator);
    engine.simulator.create("address", { emailAddress: "help@example.com", name: "Help" });
    const [, other] = engine.simulator.state().addresses;
    const resource = new ManagedResource(engine, "EmailSignature");
    await resource.up({ addressId: addressOfOld, html: "<p>Support</p>" });
    engine.newRun();
    expect(await resource.up({ addressId: other?.id, html: "<p>Support</p>" })).toBe("replace");
    expect(engine.simulator.state().signatures.map((signature) => signature.addressId)).toEqual([other?.id]);
  });

  test("is never the answer to a change of a profile or a mapping", async () => {
    for (const kind of ["EmailProfile", "InteractionPlanMapping"] as const) {
      const row = rowOf(kind);
      const args = row.prepare(engine.simulator);
      const resource = new ManagedResource(engine, kind);
      await resource.up(args);
      const all = Object.fromEntries(row.changes.map(({ field, value }) => [field, value]));
      expect(resource.preview({ ...args, ...all })).toBe("update");
    }
  });
});

describe("a refused delete says what holds the object, and changes nothing", () => {
  test("an address that is mapped", async () => {
    const resource = new ManagedResource(engine, "EmailAddress");
    await resource.up({ emailAddress: MAILBOX, credential: SERVICE_ACCOUNT });
    engine.simulator.create("mapping", {
      mappingName: "By hand",
      mappingDescription: "",
      interactionPlanId: planId(engine.simulator, "Sales"),
      toAddresses: [MAILBOX],
    });
    engine.newRun();
    engine.calls();
    const mapping = engine.simulator.state().mappings[0]?.mappingId;
    await expect(resource.destroy()).rejects.toThrow(
      `The email address ${MAILBOX} can't be deleted: VCC refuses while it is mapped, and these mappings name it: "By hand" (${mapping}).`,
    );
    expect(engine.writes()).toEqual([]);
    engine.simulator.delete("mapping", "By hand");
    await resource.destroy();
    expect(engine.writes()).toEqual(["DELETE address"]);
  });

  test("a profile that is in use", async () => {
    const resource = new ManagedResource(engine, "EmailProfile");
    await resource.up({ name: "Care" });
    engine.simulator.create("address", { emailAddress: MAILBOX, name: "Support", profileId: resource.id });
    engine.newRun();
    engine.calls();
    const deleting = resource.destroy();
    await expect(deleting).rejects.toThrow(ConflictError);
    await expect(deleting).rejects.toThrow(MAILBOX);
    expect(engine.writes()).toEqual([]);
  });
});

describe("what the program asks for and VCC doesn't have", () => {
  test("a plan that no plan has the name of: the error names those there are, and nothing is written", async () => {
    prepareAddress(engine.simulator);
    const args = { interactionPlan: "Suport", addresses: [MAILBOX] };
    const creating = new ManagedResource(engine, "InteractionPlanMapping").up(args);
    await expect(creating).rejects.toMatchObject({ code: "VCC_PLAN_NOT_FOUND" });
    await expect(creating).rejects.toThrow('got "Suport", which no plan has.');
    await expect(creating).rejects.toThrow('"Customer support"');
    expect(engine.calls()).toEqual(["LIST plan"]);
  });

  test("a plan by its GUID is kept as a GUID", async () => {
    prepareAddress(engine.simulator);
    const interactionPlan = planId(engine.simulator, "Sales").toUpperCase();
    const resource = new ManagedResource(engine, "InteractionPlanMapping");
    await resource.up({ interactionPlan, addresses: [MAILBOX] });
    engine.newRun();
    await resource.refresh();
    expect(resource.state).toMatchObject({
      interactionPlan,
      interactionPlanId: planId(engine.simulator, "Sales"),
    });
    expect(resource.preview({ interactionPlan, addresses: [MAILBOX] })).toBe("same");
  });

  test("adopt of another mailbox is refused before anything is written", async () => {
    engine.simulator.create("address", { emailAddress: "other@example.com", name: "Other" });
    const adopt = addressId(engine.simulator.state());
    const adopting = new ManagedResource(engine, "EmailAddress").up({ emailAddress: MAILBOX, adopt });
    await expect(adopting).rejects.toThrow(`adopt: the id of ${MAILBOX}, got`);
    expect(engine.writes()).toEqual([]);
  });

  test.each([
    { way: "by its id: one has it", fulfilled: 1, reason: "which another of its resources has" },
    { way: "by true: neither has it", fulfilled: 0, reason: "which several resources of the program want" },
  ])("two resources that adopt one mapping side by side $way", async ({ fulfilled, reason }) => {
    prepareAddress(engine.simulator);
    engine.simulator.create("mapping", {
      mappingName: "By hand",
      mappingDescription: "",
      interactionPlanId: planId(engine.simulator, "Sales"),
      toAddresses: [MAILBOX],
    });
    const { mappingId = "" } = engine.simulator.state().mappings[0] ?? {};
    const adopt = fulfilled === 0 ? true : mappingId;
    const args = { interactionPlan: "Sales", addresses: [MAILBOX], adopt };
    const results = await Promise.allSettled(
      ["one", "two"].map(async (name) =>
        new ManagedResource(engine, "InteractionPlanMapping", name).up(args),
      ),
    );
    const refused = results.flatMap((result) =>
      result.status === "rejected" ? [String(result.reason)] : [],
    );
    expect(refused).toHaveLength(2 - fulfilled);
    for (const message of refused) {
      expect(message).toContain(reason);
      expect(message).toContain(mappingId);
    }
  });

  const withOwnId = COLLISIONS.filter(({ kind }) => kind !== "EmailSignature");
  test.each(withOwnId)("adopt of a missing $kind is an error", async ({ kind }) => {
    const args = rowOf(kind).prepare(engine.simulator);
    engine.calls();
    await expect(new ManagedResource(engine, kind).up({ ...args, adopt: "no-such-id" })).rejects.toThrow(
      "no-such-id",
    );
    expect(engine.writes()).toEqual([]);
  });
});

test("two resources of one program can't have one name", () => {
  new ManagedResource(engine, "EmailProfile", "first").preview({ name: "Care" });
  const second = new ManagedResource(engine, "EmailProfile", "second");
  expect(() => second.preview({ name: "Care" })).toThrow(CheckError);
  expect(() => second.preview({ name: "Care" })).toThrow('which the resource "first" of this program has');
});

test.each(KINDS.filter(({ kind }) => kind !== "EmailSignature"))(
  "a $kind can't be given the name that another one has: the error names that one, and how two runs free it",
  async ({ kind, noun, prepare }) => {
    const args = prepare(engine.simulator);
    const resource = new ManagedResource(engine, kind);
    await resource.up(args);
    const others: Readonly<Record<string, Bag>> = {
      profile: { name: "Taken" },
      address: { emailAddress: "other@example.com", name: "Taken" },
      mapping: {
        mappingName: "Taken",
        mappingDescription: "",
        interactionPlanId: planId(engine.simulator, "Sales"),
        toAddresses: [MAILBOX],
      },
    };
    engine.simulator.create(noun, { ...others[noun] });
    engine.newRun();
    engine.calls();
    await expect(resource.up({ ...args, name: "Taken" })).rejects.toThrow(
      /"Taken",? has this name already; its id is "\w+".*run pulumi up without the new one first/su,
    );
    expect(engine.writes()).toEqual([]);
  },
);

test.each(["the one that keeps it", "the new one"])(
  "a new resource can't have the generated name that another one has kept from when it was called so, whether the engine asks first about $0",
  async (first) => {
    const kept = new ManagedResource(engine, "EmailProfile", "care");
    await kept.up({});
    engine.newRun();
    const renamed = Object.assign(new ManagedResource(engine, "EmailProfile", "service"), kept);
    const made = new ManagedResource(engine, "EmailProfile", "care");
    const [one, other] = first === "the new one" ? [made, renamed] : [renamed, made];
    one.preview({});
    expect(() => other.preview({})).toThrow(
      /name: unique in the account, got "care-\w{8}", .* "(?:care" and "service|service" and "care)" .* Give the new one a name/u,
    );
    engine.newRun();
    expect(renamed.preview({})).toBe("same");
    expect(made.preview({ name: "Care" })).toBe("create");
  },
);

test.each(KINDS)("a $kind whose resource was renamed without an alias, and adopted, stays", async (row) => {
  const args = row.prepare(engine.simulator);
  const old = new ManagedResource(engine, row.kind, "old");
  await old.up(args);
  const before = row.count(engine.simulator);
  engine.newRun();
  // The engine first makes what is new in the program, and deletes what is no longer in it at the end.
  const renamed = new ManagedResource(engine, row.kind, "new");
  const id = old.id;
  expect(await renamed.up({ ...args, adopt: id })).toBe("create");
  // Also in a later run, when one before stopped between the two.
  engine.newRun();
  expect(renamed.preview(args)).toBe("same");
  await old.destroy();
  expect(renamed.id).toBe(id);
  expect(row.count(engine.simulator)).toBe(before);
});

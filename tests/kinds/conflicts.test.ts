import type { Bag } from "../../provider/lifecycle/lifecycle";
<<<<<<< HEAD
import { ConflictError } from "../../provider/errors";
import { addressId, KINDS, MAILBOX, prepareAddress, SERVICE_ACCOUNT } from "../support/kinds";
=======
import { ConflictError } from "../../provider/errors";
import { addressId, KINDS, prepareAddress } from "../support/kinds";
>>>>>>> b0303b6 (One server a vendor serves the tests of credentials and of login, on what one file says of mailboxes, apps and keys)
import { CheckError, Managed } from "../support/managed-resource";
import { openStage, type Stage } from "../support/engine-double";
import { MAILBOX, SERVICE_ACCOUNT } from "../support/identities";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => stage.stop());

const planId = (name: string) =>
  stage.simulator.state().plans.find((plan) => plan.interactionPlanName === name)?.interactionPlanId ?? "";

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
      stage.simulator.create("profile", { name: "Care", description: "by hand" });
      return stage.simulator.state().profiles[0]?.id ?? "";
    },
    told: (id) => `The email profile "Care" exists already, with the id "${id}".`,
    stated: { description: "Ours" },
    adopting: ['PATCH profile {"description":"Ours"}'],
  },
  {
    kind: "EmailAddress",
    make: () => {
      stage.simulator.create("address", { emailAddress: "SUPPORT@example.com", name: "By hand" });
      return addressId(stage.simulator.state());
    },
    told: (id) =>
      `The email address SUPPORT@example.com, named "By hand", exists already, with the id "${id}".`,
    adopting: ['PATCH address {"name":"Support"}', "PUT sign-in"],
  },
  {
    kind: "EmailSignature",
    make: () => {
      stage.simulator.create("signature", { emailAddress: MAILBOX, html: "<p>By hand</p>" });
      return addressId(stage.simulator.state());
    },
    told: (id) => `The address "${id}" has a signature already.`,
    adopting: ['PUT signature {"html":"<p>Support</p>"}'],
  },
  {
    kind: "InteractionPlanMapping",
    make: () => {
      stage.simulator.create("mapping", {
        mappingName: "Routing",
        mappingDescription: "",
        interactionPlanId: planId("Sales"),
        toAddresses: [MAILBOX],
      });
      return stage.simulator.state().mappings[0]?.mappingId ?? "";
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
    const args = { ...rowOf(kind).prepare(stage.simulator), ...stated };
    const id = make();
    const before = stage.simulator.state();
    const creating = new Managed(stage, kind).up(args);
    await expect(creating).rejects.toThrow(ConflictError);
    await expect(creating).rejects.toThrow(told(id));
    await expect(creating).rejects.toThrow(`adopt: "${id}"`);
    expect(stage.simulator.state()).toEqual(before);
  });

  test("is adopted with its id, by the writes that bring it in line", async () => {
    const args = { ...rowOf(kind).prepare(stage.simulator), ...stated };
    const id = make();
    const resource = new Managed(stage, kind);
    await resource.up({ ...args, adopt: id });
    expect(stage.writes().map((write) => write.replace(/^(PUT sign-in) .*$/u, "$1"))).toEqual(adopting);
    // A preview shows a create alone.
    expect(stage.said.join()).toContain("is taken over, and changed to what the program says: ");
    expect(resource.id).toBe(id);
  });

  test("is adopted once: keeping or removing adopt afterwards changes nothing", async () => {
    const args = { ...rowOf(kind).prepare(stage.simulator), ...stated };
    const resource = new Managed(stage, kind);
    const adopt = make();
    await resource.up({ ...args, adopt });
    stage.newRun();
    stage.calls();
    expect(await resource.up({ ...args, adopt })).toBe("same");
    expect(await resource.up(args)).toBe("same");
    await resource.refresh();
    expect(resource.preview(args)).toBe("same");
    expect(stage.writes()).toEqual([]);
  });
});

describe("adopt means nothing once the resource exists", () => {
  test("so a replacement makes a new object, whether it says true or the id of the old one", async () => {
    stage.simulator.create("address", { emailAddress: MAILBOX, name: "By hand" });
    const id = addressId(stage.simulator.state());
    for (const adopt of [true, id]) {
      stage.newRun();
      const resource = new Managed(stage, "EmailAddress", `support-${String(adopt)}`);
      const args = { emailAddress: MAILBOX, credential: SERVICE_ACCOUNT, adopt };
      await resource.up(args);
      expect([resource.id, resource.state["name"]]).toEqual([id, "By hand"]);
      stage.newRun();
      const moved = { ...args, emailAddress: `${String(adopt)}@example.com`.toLowerCase() };
      expect(resource.preview(moved)).toBe("replace");
    }
  });

  test("a name that an adopted object keeps is drift when somebody changes it, and is repaired", async () => {
    stage.simulator.create("address", { emailAddress: MAILBOX, name: "By hand" });
    const resource = new Managed(stage, "EmailAddress");
    const args = { emailAddress: MAILBOX, credential: SERVICE_ACCOUNT };
    await resource.up({ ...args, adopt: true });
    stage.newRun();
    stage.simulator.edit("address", "By hand", { name: "Renamed" });
    await resource.refresh();
    stage.calls();
    expect(await resource.up(args)).toBe("update");
    expect(stage.writes()).toEqual(['PATCH address {"name":"By hand"}']);
  });

  test("a profile is found by a name that the program gives, and by no other", () => {
    const preview = () => new Managed(stage, "EmailProfile").preview({ adopt: true });
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
    const resource = new Managed(stage, "EmailAddress");
    await resource.up({ emailAddress: MAILBOX, ...address(name) });
    const { id = "", state } = resource;
    stage.newRun();
    stage.calls();
    const args = { emailAddress: "help@example.com", ...address(name) };
    expect(stage.lifecycle("EmailAddress").diff(id, state, resource.check(args))).toMatchObject({
      replaces: ["emailAddress"],
      deleteBeforeReplace: dbr,
    });
    expect(await resource.up(args)).toBe("replace");
    const makes = ["POST address", "PUT sign-in"];
    expect(stage.calls()).toEqual(dbr ? ["DELETE address", ...makes] : [...makes, "DELETE address"]);
  });

  test("of a signature follows its address", async () => {
    const addressOfOld = prepareAddress(stage.simulator);
    stage.simulator.create("address", { emailAddress: "help@example.com", name: "Help" });
    const [, other] = stage.simulator.state().addresses;
    const resource = new Managed(stage, "EmailSignature");
    await resource.up({ addressId: addressOfOld, html: "<p>Support</p>" });
    stage.newRun();
    expect(await resource.up({ addressId: other?.id, html: "<p>Support</p>" })).toBe("replace");
    expect(stage.simulator.state().signatures.map((signature) => signature.addressId)).toEqual([other?.id]);
  });

  test("is never the answer to a change of a profile or a mapping", async () => {
    for (const kind of ["EmailProfile", "InteractionPlanMapping"] as const) {
      const row = rowOf(kind);
      const args = row.prepare(stage.simulator);
      const resource = new Managed(stage, kind);
      await resource.up(args);
      const all = Object.fromEntries(row.changes.map(({ field, value }) => [field, value]));
      expect(resource.preview({ ...args, ...all })).toBe("update");
    }
  });
});

describe("a refused delete says what holds the object, and changes nothing", () => {
  test("an address that is mapped", async () => {
    const resource = new Managed(stage, "EmailAddress");
    await resource.up({ emailAddress: MAILBOX, credential: SERVICE_ACCOUNT });
    stage.simulator.create("mapping", {
      mappingName: "By hand",
      mappingDescription: "",
      interactionPlanId: planId("Sales"),
      toAddresses: [MAILBOX],
    });
    stage.newRun();
    stage.calls();
    const mapping = stage.simulator.state().mappings[0]?.mappingId;
    await expect(resource.destroy()).rejects.toThrow(
      `The email address ${MAILBOX} can't be deleted: VCC refuses while it is mapped, and these mappings name it: "By hand" (${mapping}).`,
    );
    expect(stage.writes()).toEqual([]);
    stage.simulator.delete("mapping", "By hand");
    await resource.destroy();
    expect(stage.writes()).toEqual(["DELETE address"]);
  });

  test("a profile that is in use", async () => {
    const resource = new Managed(stage, "EmailProfile");
    await resource.up({ name: "Care" });
    stage.simulator.create("address", { emailAddress: MAILBOX, name: "Support", profileId: resource.id });
    stage.newRun();
    stage.calls();
    const deleting = resource.destroy();
    await expect(deleting).rejects.toThrow(ConflictError);
    await expect(deleting).rejects.toThrow(MAILBOX);
    expect(stage.writes()).toEqual([]);
  });
});

describe("what the program asks for and VCC doesn't have", () => {
  test("a plan that no plan has the name of: the error names those there are, and nothing is written", async () => {
    prepareAddress(stage.simulator);
    const args = { interactionPlan: "Suport", addresses: [MAILBOX] };
    const creating = new Managed(stage, "InteractionPlanMapping").up(args);
    await expect(creating).rejects.toMatchObject({ code: "VCC_PLAN_NOT_FOUND" });
    await expect(creating).rejects.toThrow('got "Suport", which no plan has.');
    await expect(creating).rejects.toThrow('"Customer support"');
    expect(stage.calls()).toEqual(["LIST plan"]);
  });

  test("a plan by its GUID is kept as a GUID", async () => {
    prepareAddress(stage.simulator);
    const interactionPlan = planId("Sales").toUpperCase();
    const resource = new Managed(stage, "InteractionPlanMapping");
    await resource.up({ interactionPlan, addresses: [MAILBOX] });
    stage.newRun();
    await resource.refresh();
    expect(resource.state).toMatchObject({ interactionPlan, interactionPlanId: planId("Sales") });
    expect(resource.preview({ interactionPlan, addresses: [MAILBOX] })).toBe("same");
  });

  test("adopt of another mailbox is refused before anything is written", async () => {
    stage.simulator.create("address", { emailAddress: "other@example.com", name: "Other" });
    const adopt = addressId(stage.simulator.state());
    const adopting = new Managed(stage, "EmailAddress").up({ emailAddress: MAILBOX, adopt });
    await expect(adopting).rejects.toThrow(`adopt: the id of ${MAILBOX}, got`);
    expect(stage.writes()).toEqual([]);
  });

  test.each([
    { way: "by its id: one has it", fulfilled: 1, reason: "which another of its resources has" },
    { way: "by true: neither has it", fulfilled: 0, reason: "which several resources of the program want" },
  ])("two resources that adopt one mapping side by side $way", async ({ fulfilled, reason }) => {
    prepareAddress(stage.simulator);
    stage.simulator.create("mapping", {
      mappingName: "By hand",
      mappingDescription: "",
      interactionPlanId: planId("Sales"),
      toAddresses: [MAILBOX],
    });
    const { mappingId = "" } = stage.simulator.state().mappings[0] ?? {};
    const adopt = fulfilled === 0 ? true : mappingId;
    const args = { interactionPlan: "Sales", addresses: [MAILBOX], adopt };
    const results = await Promise.allSettled(
      ["one", "two"].map(async (name) => new Managed(stage, "InteractionPlanMapping", name).up(args)),
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
    const args = rowOf(kind).prepare(stage.simulator);
    stage.calls();
    await expect(new Managed(stage, kind).up({ ...args, adopt: "no-such-id" })).rejects.toThrow("no-such-id");
    expect(stage.writes()).toEqual([]);
  });
});

test("two resources of one program can't have one name", () => {
  new Managed(stage, "EmailProfile", "first").preview({ name: "Care" });
  const second = new Managed(stage, "EmailProfile", "second");
  expect(() => second.preview({ name: "Care" })).toThrow(CheckError);
  expect(() => second.preview({ name: "Care" })).toThrow('which the resource "first" of this program has');
});

test.each(KINDS)("a $kind whose resource was renamed without an alias, and adopted, stays", async (row) => {
  const args = row.prepare(stage.simulator);
  const old = new Managed(stage, row.kind, "old");
  await old.up(args);
  const before = row.count(stage.simulator);
  stage.newRun();
  // The engine first makes what is new in the program, and deletes what is no longer in it at the end.
  const renamed = new Managed(stage, row.kind, "new");
  const id = old.id;
  expect(await renamed.up({ ...args, adopt: id })).toBe("create");
  // Also in a later run, when one before stopped between the two.
  stage.newRun();
  expect(renamed.preview(args)).toBe("same");
  await old.destroy();
  expect(renamed.id).toBe(id);
  expect(row.count(stage.simulator)).toBe(before);
});

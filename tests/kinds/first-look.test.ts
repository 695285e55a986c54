import { LISTS } from "../../provider/kinds/index";
import { KINDS } from "../support/kinds";
import { ManagedResource } from "../support/managed-resource";
import { nounOf } from "../support/request-nouns";
import { useEngineDouble } from "../support/engine-double";
import { MAILBOX, SERVICE_ACCOUNT } from "../support/identities";

const engine = useEngineDouble();

const READ_FIRST = LISTS.map(({ path }) => `LIST ${nounOf(path)}`).sort();
const ADDRESS = { emailAddress: MAILBOX, name: "Support", credential: SERVICE_ACCOUNT };
const MAPPING = { interactionPlan: "Sales", addresses: [MAILBOX], name: "Routing" };

test.each(KINDS)("the first write of a run waits for all lists: $kind", async (row) => {
  await new ManagedResource(engine, row.kind).up(row.prepare(engine.simulator));
  engine.calls();
  expect(engine.lists().sort()).toEqual(READ_FIRST);
});

test("they are read once a run, however much it writes", async () => {
  await new ManagedResource(engine, "EmailAddress").up(ADDRESS);
  await new ManagedResource(engine, "EmailProfile").up({ name: "Care" });
  await new ManagedResource(engine, "InteractionPlanMapping").up(MAPPING);
  expect(engine.calls()).toEqual(["POST address", "PUT sign-in", "POST profile", "POST mapping"]);
  expect(engine.lists().sort()).toEqual(READ_FIRST);
});

test("a refresh before counts as the look", async () => {
  const mapping = new ManagedResource(engine, "InteractionPlanMapping");
  await new ManagedResource(engine, "EmailAddress").up(ADDRESS);
  await mapping.up(MAPPING);
  engine.calls();
  engine.newRun();
  await mapping.refresh();
  engine.pass(60_000);
  await mapping.up({ ...MAPPING, priority: 9 });
  expect(engine.calls()).toEqual(["PATCH mapping"]);
  expect(engine.lists().sort()).toEqual(READ_FIRST);
});

const REFUSALS = [
  { refusal: "is forbidden", fault: { status: 403, body: { message: "no" } }, code: "VCC_FORBIDDEN" },
  { refusal: "isn't there", fault: { status: 404, body: { message: "no" } }, code: "VCC_DOUBTFUL_404" },
  { refusal: "is something else", fault: { status: 200, body: { items: [] } }, code: "VCC_UNREADABLE_REPLY" },
  { refusal: "is a page of a gateway", fault: { status: 200, body: "<html>" }, code: "VCC_UNREADABLE_REPLY" },
];

describe.each(REFUSALS)("a list that $refusal", ({ fault, code }) => {
  test("keeps its own kind from being written, and no other", async () => {
    engine.simulator.addFault({ ...fault, method: "GET", path: "/profiles$", times: 100 });
    const profile = new ManagedResource(engine, "EmailProfile");
    await expect(profile.up({ name: "Care" })).rejects.toMatchObject({ code });
    await expect(profile.up({ name: "Care" })).rejects.toThrow("Failed to list email profiles");
    expect(engine.writes()).toEqual([]);
    await new ManagedResource(engine, "EmailAddress").up(ADDRESS);
    expect(engine.writes()).toHaveLength(2);
    expect(engine.simulator.state().profiles).toEqual([]);
  });

  test("keeps a consent link from being asked for", async () => {
    const address = new ManagedResource(engine, "EmailAddress");
    await expect(address.up({ emailAddress: MAILBOX, name: "Support" })).rejects.toThrow("has to sign in");
    engine.newRun();
    engine.calls();
    engine.simulator.addFault({ ...fault, method: "GET", path: "/addresses$", times: 100 });
    await expect(address.up({ emailAddress: MAILBOX, name: "Support" })).rejects.toMatchObject({ code });
    expect(engine.writes()).toEqual([]);
  });

  test("is asked for once a run, and again by the next", async () => {
    engine.simulator.addFault({ ...fault, method: "GET", path: "/profiles$" });
    for (const name of ["one", "two", "three"])
      await expect(new ManagedResource(engine, "EmailProfile", name).up({ name })).rejects.toMatchObject({
        code,
      });
    expect(engine.calls().filter((call) => call === "LIST profile")).toHaveLength(1);
    engine.newRun();
    expect(await new ManagedResource(engine, "EmailProfile").up({ name: "Care" })).toBe("create");
  });
});

test("an odd object of somebody else keeps nothing from being written or refreshed", async () => {
  engine.simulator.create("profile", { name: "Somebody's" });
  engine.simulator.overwrite("profile", "Somebody's", { note: "x" });
  const profile = new ManagedResource(engine, "EmailProfile");
  await profile.up({ name: "Care" });
  const [odd, own] = engine.simulator.state().profiles;
  const body = {
    profiles: [{ ...odd, name: { first: "odd" } }, own],
    meta: { page: 1, count: 2, pageCount: 1, totalCount: 2 },
  };
  engine.newRun();
  engine.simulator.addFault({ method: "GET", path: "/profiles$", status: 200, body, times: 100 });
  expect(await profile.refresh()).toBe("there");
  expect(await profile.up({ name: "Care", description: "d" })).toBe("update");
});
